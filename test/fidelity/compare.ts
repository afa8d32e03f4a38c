import { isDeepStrictEqual } from 'node:util';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { mean } from '../engines/check.ts';
import { measurements, type Measurement } from './measurements.ts';
import { replays, type Reading, type Replay, type Seen } from './replays.ts';

export type Discipline = 'adaptive' | 'backoff' | 'fifo';

/** What the runs say of one measured figure. */
export interface Compared {
  measurement: Measurement;
  what: string;
  /** Runs that have such a figure. */
  runs: number;
  /** Of figures: mean, least and largest over the runs. */
  simulated: { mean: number; least: number; largest: number } | null;
  /** Of a value: the share of runs below it. Of any other kind: the share of runs that agree with it. */
  share: number;
  /** Of an outcome: the most frequent other one. */
  other: unknown;
  inside: boolean;
  /** Whether anything was refused in any run, so that the dispatch discipline matters. */
  refused: boolean;
}

/** An outcome that fewer runs show than this would be a surprise. */
export const leastShare = 0.05;

/** A value is inside if it lies in the middle 99 % of the runs. */
const leastTail = 0.005;

const usualReplications = 400;

/** Replays every measurement under one discipline, measured timing, and all other assumptions as they are by default, without duplicates. */
export function compareAll(discipline: Discipline, only: (id: string) => boolean = () => true): Compared[] {
  return replays.flatMap((replay) => {
    const readings = Object.entries(replay.readings).filter(([id]) => only(id));
    return readings.length === 0 ? [] : compareReplay(replay, readings, discipline);
  });
}

function compareReplay(replay: Replay, readings: [string, Reading][], dispatch: Discipline): Compared[] {
  const values: unknown[][] = readings.map(() => []);
  let refused = false;
  for (const seen of runs(replay, dispatch)) {
    refused ||= Object.values(seen.result.functions).some(({ metrics }) => metrics.Throttles > 0);
    readings.forEach(([, { read }], place) => values[place]?.push(plain(read(seen))));
  }
  return readings.map(([id, { what }], place) => {
    const measurement = measurements.find((one) => one.id === id);
    if (measurement === undefined) throw new Error(`There is no measurement ${id}.`);
    return { measurement, what, refused, ...judge(measurement, (values[place] ?? []).filter((value) => value !== null)) };
  });
}

function* runs({ scenario, replications = usualReplications, traced = true }: Replay, dispatch: Discipline): Iterable<Seen> {
  const asMeasured: ScenarioInput = { ...scenario, assumptions: { ...scenario.assumptions, timing: 'measured', dispatch } };
  const { scenario: valid, issues } = checkScenario(asMeasured);
  if (valid === null) throw new Error(issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const model = compileModel(valid);
  for (let replication = 0; replication < replications; replication++) {
    const run = startRun(model, { seed: 'fidelity', replication, trace: traced });
    run.advance(Infinity);
    const events = traced ? [...run.events()] : [];
    yield {
      result: run.result(),
      series: run.series(),
      events,
      own: events.filter((event) => event.function === 'f'),
      sent: traced ? [...run.sent()] : [],
      batches: traced ? [...run.batches()] : [],
    };
  }
}

/** As it would stand in a file: what is undefined is not there. */
const plain = (value: unknown): unknown => (value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown));

/** The rules of the table; docs/trust.md says them in words. */
function judge(measurement: Measurement, values: unknown[]): Pick<Compared, 'runs' | 'simulated' | 'share' | 'other' | 'inside'> {
  const { value, standardError, between, several, atMost, outcome } = measurement;
  const shareOf = (agrees: (one: unknown) => boolean): number => (values.length === 0 ? 0 : values.filter(agrees).length / values.length);
  if (outcome !== undefined) {
    const share = shareOf((one) => isDeepStrictEqual(one, outcome));
    return { runs: values.length, simulated: null, share, other: mostFrequent(values.filter((one) => !isDeepStrictEqual(one, outcome))), inside: share >= leastShare };
  }
  const numbers = values.filter((one) => typeof one === 'number');
  if (numbers.length === 0) return { runs: 0, simulated: null, share: 0, other: null, inside: false };
  const simulated = { mean: mean(numbers), least: Math.min(...numbers), largest: Math.max(...numbers) };
  const told = { runs: numbers.length, simulated, other: null };
  if (atMost !== undefined) {
    const share = shareOf((one) => Number(one) <= atMost);
    return { ...told, share, inside: share >= leastShare };
  }
  if (between !== undefined) {
    const [from = NaN, to = NaN] = between;
    const share = shareOf((one) => Number(one) >= from && Number(one) <= to);
    return { ...told, share, inside: share >= leastShare };
  }
  if (several !== undefined) {
    const [from, to] = [Math.min(...several), Math.max(...several)];
    return { ...told, share: shareOf((one) => Number(one) >= from && Number(one) <= to), inside: simulated.mean >= from && simulated.mean <= to };
  }
  if (value === undefined) throw new Error(`${measurement.id} has no figure.`);
  const share = shareOf((one) => Number(one) < value);
  if (standardError !== undefined) {
    const variance = numbers.reduce((sum, one) => sum + (one - simulated.mean) ** 2, 0) / (numbers.length - 1) / numbers.length;
    return { ...told, share, inside: Math.abs(simulated.mean - value) <= 2 * Math.sqrt(standardError ** 2 + variance) };
  }
  const shareUpTo = shareOf((one) => Number(one) <= value);
  return { ...told, share, inside: shareUpTo > leastTail && share < 1 - leastTail };
}

function mostFrequent(values: unknown[]): unknown {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(JSON.stringify(value), (counts.get(JSON.stringify(value)) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined ? null : (JSON.parse(first[0]) as unknown);
}
