import type { Billed, QueueMappingResult, RunResult } from '../engines/result.ts';
import type { EventSourceMapping, Scenario } from '../scenario/schema.ts';
import { targetsOf, type TargetSettings } from '../scenario/sinks.ts';
import { parseDuration } from '../scenario/units.ts';
import type { PriceName, Prices } from './prices.ts';

/** What one function, version or alias costs, in the currency of the prices. */
export interface FunctionCost {
  /** requests + duration + provisioned. */
  total: number;
  /** Each execution is a request; so is each 64 KB of a payload beyond 256 KB. [PRC-01, PRC-02, PRC-06] */
  requests: number;
  /** Of executions in ordinary environments. [PRC-01] */
  duration: number;
  /** Of provisioned concurrency, used or not, and of executions in it. [PRC-03] */
  provisioned: number;
  /** The part of the total that retries cause: their requests, and their time wherever it was. [PRC-06] */
  retries: number;
}

/** What a run costs, in the currency of the prices: all functions together, what they send, and what is asked for them. */
export interface Cost extends FunctionCost {
  /** By type of destination. A function that is invoked costs what it runs, and nothing here. [DST-16, PRC-04, PRC-05] */
  destinations: { total: number; SQS: number; SNS: number; EventBridge: number; S3: number };
  /** What mappings ask of SQS: receiving and deleting, and the polls that find nothing. Reading a stream costs nothing. [PRC-04, DDB-33] */
  polling: number;
  /** By the names in results. */
  byFunction: Record<string, FunctionCost>;
}

/**
 * What a replication costs at these prices. Linear in the result's counts, so the cost of a mean is the mean of the costs.
 * Nothing is free: no free tier, no lower price for large amounts.
 */
export function costOf(scenario: Scenario, result: Pick<RunResult, 'simulatedSeconds' | 'functions' | 'destinations' | 'eventSourceMappings'>, { prices }: Prices): Cost {
  const settings = new Map(targetsOf(scenario).map((target) => [target.name, target.settings]));
  const byFunction: Cost['byFunction'] = {};
  for (const [name, { billed }] of Object.entries(result.functions)) {
    const own = settings.get(name);
    if (own !== undefined) byFunction[name] = functionCost(own, billed, result.simulatedSeconds, prices);
  }
  const destinations = destinationCosts(scenario, result.destinations, prices);
  const polling = charge(sqsRequests(scenario, result), 'sqsRequests', prices);
  const sum = (part: keyof FunctionCost): number => Object.values(byFunction).reduce((total, one) => total + one[part], 0);
  return {
    total: sum('total') + destinations.total + polling,
    requests: sum('requests'),
    duration: sum('duration'),
    provisioned: sum('provisioned'),
    retries: sum('retries'),
    destinations,
    polling,
    byFunction,
  };
}

/** So long in an environment of so much memory, in GB-seconds. A GB is 1,024 MB. [PRC-01, ENV-09] */
export const gbSeconds = (milliseconds: number, memoryMb: number): number => (milliseconds / 1000) * (memoryMb / 1024);

type PriceTable = Prices['prices'];

const charge = (amount: number, name: PriceName, prices: PriceTable): number => (amount * prices[name].price) / prices[name].per;

function functionCost({ MemorySize, ProvisionedConcurrencyConfig }: TargetSettings, billed: Billed, simulatedSeconds: number, prices: PriceTable): FunctionCost {
  const time = (milliseconds: number, name: PriceName): number => charge(gbSeconds(milliseconds, MemorySize), name, prices);
  const requests = charge(billed.requests + billed.extraRequests, 'lambdaRequests', prices);
  const duration = time(billed.milliseconds, 'lambdaDuration');
  const provisioned =
    time(billed.provisionedMilliseconds, 'provisionedDuration') +
    time(provisionedMilliseconds(ProvisionedConcurrencyConfig, simulatedSeconds), 'provisionedConcurrency');
  const retries =
    charge(billed.retryRequests, 'lambdaRequests', prices) +
    time(billed.retryMilliseconds, 'lambdaDuration') +
    time(billed.retryProvisionedMilliseconds, 'provisionedDuration');
  return { total: requests + duration + provisioned, requests, duration, provisioned, retries };
}

/** For how long environments were provisioned, all of them together: from the request on, in periods of five minutes begun. [PRC-03] */
function provisionedMilliseconds(config: TargetSettings['ProvisionedConcurrencyConfig'], simulatedSeconds: number): number {
  if (config === undefined) return 0;
  // In whole microseconds, so that exactly five minutes are not a little more.
  const configured = Math.round(simulatedSeconds * 1_000_000) - (parseDuration(config.requestedAt ?? 0) ?? 0);
  return Math.max(0, Math.ceil(configured / (provisionedPeriod * 1000))) * provisionedPeriod * config.ProvisionedConcurrentExecutions;
}

/** Milliseconds. */
const provisionedPeriod = 300_000;

function destinationCosts(scenario: Scenario, destinations: RunResult['destinations'], prices: PriceTable): Cost['destinations'] {
  const costs: Cost['destinations'] = { total: 0, SQS: 0, SNS: 0, EventBridge: 0, S3: 0 };
  for (const [name, { units }] of Object.entries(destinations)) {
    // A queue, like a function, may be a destination without being declared as one.
    const type = scenario.destinations[name]?.type ?? (Object.hasOwn(scenario.queues, name) ? 'SQS' : 'Lambda');
    if (type === 'Lambda') continue;
    const cost = charge(units, destinationPrices[type], prices);
    costs[type] += cost;
    costs.total += cost;
  }
  return costs;
}

const destinationPrices = { SQS: 'sqsRequests', SNS: 'snsPublishes', EventBridge: 'eventBridgeEvents', S3: 's3Puts' } as const;

/** Requests to SQS of all mappings together, each of at most 64 KB. */
function sqsRequests({ eventSourceMappings }: Scenario, { eventSourceMappings: results, simulatedSeconds }: Pick<RunResult, 'simulatedSeconds' | 'eventSourceMappings'>): number {
  return Object.entries(results ?? {}).reduce((sum, [name, own]) => {
    const settings = eventSourceMappings[name];
    return settings === undefined || own.source !== 'queue' ? sum : sum + requestsOfBatches(settings, own) + idlePolls(settings, simulatedSeconds);
  }, 0);
}

/** One receipt for each batch and one deletion for each that succeeds, of ten messages at most. Assumed, and linear in the counts. [SQS-01] */
function requestsOfBatches({ BatchSize = mostInOneRequest }: EventSourceMapping, { invocations, failedInvocations, givenUp, filtered, delivered, metrics }: QueueMappingResult): number {
  if (BatchSize > mostInOneRequest) return (metrics.PolledEventCount + delivered + filtered) / mostInOneRequest;
  return invocations + givenUp + (invocations - failedInvocations) + filtered / BatchSize;
}

/** SQS hands out, and deletes, so many messages at a time. */
const mostInOneRequest = 10;

/** Five polls are always open, each of which SQS answers after 20 seconds if there is nothing. Assumed, also while there is something. [SQS-04, SQS-06] */
function idlePolls({ Enabled, from, until }: EventSourceMapping, simulatedSeconds: number): number {
  const seconds = (duration: string | number): number => (parseDuration(duration) ?? 0) / 1_000_000;
  const end = until === undefined ? simulatedSeconds : Math.min(simulatedSeconds, seconds(until));
  return Enabled ? (openPolls * Math.max(0, end - seconds(from))) / secondsOfAPoll : 0;
}

const openPolls = 5;
const secondsOfAPoll = 20;
