import { type Cost, costOf } from '../cost/cost.ts';
import { prices as ownPrices, type Prices } from '../cost/prices.ts';
import type { AccountResult, DestinationResult, FunctionResult, RunResult } from '../engines/result.ts';
import type { AssumptionBand } from '../planner/assumptionBand.ts';
import type { Replicated } from '../planner/replicate.ts';
import { intervalsOf, type Summarised, type Summary, summarise } from '../planner/summarise.ts';
import type { Scenario } from '../scenario/schema.ts';
import { version } from '../version.ts';
import { advice, type Advice } from './advice.ts';

/** A run as `headroom run --json` prints it: enough to repeat it, and every number it gave. */
export interface RunReport {
  /** The version that ran it. */
  headroom: string;
  engine: 'exact';
  /** The seed in force, the scenario's or the one given with `--seed`. */
  seed: string;
  /** How many replications the numbers are made of. */
  replications: number;
  /** Of each replication; less than the scenario's duration only if it was stopped. */
  simulatedSeconds: number;
  /** Time on the clock, without the assumption band. */
  wallSeconds: number;
  /** Scheduled events that were handled, all replications together. */
  steps: number;
  /** Present when the run was stopped: the numbers are those of what had been simulated. */
  stopped?: true;
  /** With its defaults filled in, as it was run. */
  scenario: Scenario;
  /** Numbers; intervals `{ mean, low, high }` when several replications were asked for. */
  account: AccountResult | Summary['account'];
  functions: Record<string, FunctionResult> | Summary['functions'];
  destinations: Record<string, DestinationResult> | Record<string, Summarised<DestinationResult>>;
  /** What the metrics of the run would tell somebody who saw nothing else; mostly nothing. [MET-20] */
  advice: Advice[];
  /** Of scenarios that have them, as are the next two; numbers or intervals, as above. */
  streams?: Sources['streams'] | Summarised<Sources['streams']>;
  queues?: Sources['queues'] | Summarised<Sources['queues']>;
  eventSourceMappings?: Sources['eventSourceMappings'] | Summarised<Sources['eventSourceMappings']>;
  /** What it costs at `prices`; numbers or intervals, as above. */
  cost: Cost | Summarised<Cost>;
  /** The list of prices in force. */
  prices: Prices;
  /** Present when asked for and when the dispatch discipline can have mattered. */
  assumptionBand?: AssumptionBand;
}

type Sources = Required<Pick<RunResult, 'streams' | 'queues' | 'eventSourceMappings'>>;

/** What a report is made from, beside what the engine gave. */
export interface RunReportInput {
  scenario: Scenario;
  /** Overrides the scenario's seed. */
  seed?: string;
  /** How many replications were asked for: above 1 every number is an interval, also when the run was stopped early. */
  replications?: number;
  replicated: Replicated;
  wallSeconds: number;
  /** Instead of the list that comes with Headroom. */
  prices?: Prices;
  assumptionBand?: AssumptionBand | null;
}

/** The report of a finished or stopped run. */
export function runReport(input: RunReportInput): RunReport {
  const { scenario, replicated, wallSeconds } = input;
  const first = replicated.results[0];
  if (first === undefined) throw new Error('a run has at least one result');
  const prices = input.prices ?? ownPrices;
  const cost = costOf(scenario, first, prices);
  const asIntervals = (input.replications ?? 1) > 1;
  const { account, functions, destinations } = asIntervals ? summarise(replicated.results) : first;
  return {
    headroom: version,
    engine: 'exact',
    seed: input.seed ?? String(scenario.seed),
    replications: replicated.results.length,
    simulatedSeconds: first.simulatedSeconds,
    wallSeconds,
    steps: replicated.steps,
    ...(replicated.stopped ? { stopped: true as const } : {}),
    scenario,
    account,
    functions,
    destinations,
    advice: advice(replicated.series),
    ...(asIntervals ? intervalsOf(sourcesOf(first), replicated.results.map(sourcesOf)) : sourcesOf(first)),
    cost: asIntervals ? intervalsOf(cost, replicated.results.map((result) => costOf(scenario, result, prices)), false) : cost,
    prices,
    ...(input.assumptionBand == null ? {} : { assumptionBand: input.assumptionBand }),
  };
}

function sourcesOf({ streams, queues, eventSourceMappings }: RunResult): Partial<Sources> {
  return {
    ...(streams === undefined ? {} : { streams }),
    ...(queues === undefined ? {} : { queues }),
    ...(eventSourceMappings === undefined ? {} : { eventSourceMappings }),
  };
}
