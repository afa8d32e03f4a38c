import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { recordEnds } from '../../sim/worker/api.ts';
import { binsOf } from '../../ui/charts/bins.ts';
import { laneStates, laneTimes, mostHeldUp, wholeTime } from '../../ui/charts/eventSources/lanes.ts';
import { recordLimits } from '../../ui/charts/eventSources/recordLimits.ts';
import { batchStepWords, countsInWords, numbersInWords } from '../../ui/views/eventSources/batchWords.ts';
import { barsOf, extentOf, partAt } from '../../ui/views/eventSources/treeShapes.ts';

function parsed(mapping: object): Scenario {
  const { scenario, issues } = parseScenario(
    JSON.stringify({
      version: 1,
      duration: '25m30s',
      functions: { import: { behaviour: { duration: { constant: '200ms' } } } },
      streams: { orders: { type: 'Kinesis', RetentionPeriodHours: 48, ShardCount: 3, writes: [{ arrivals: { burst: { count: 20 } }, poison: [5], shard: 2 }] } },
      eventSourceMappings: { reader: { EventSourceArn: 'orders', FunctionName: 'import', StartingPosition: 'TRIM_HORIZON', ...mapping } },
    }),
  );
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return scenario;
}

function seriesOf(scenario: Scenario): Series {
  const run = startRun(compileModel(scenario));
  while (run.advance(1e6)) continue;
  return run.series();
}

describe('what a shard does', () => {
  const series = seriesOf(parsed({ ParallelizationFactor: 2 }));
  const mapping = series.eventSourceMappings?.['reader'];
  if (mapping?.source !== 'stream') throw new Error('it reads a stream');
  const { total, shards } = mapping;
  const bins = binsOf(series.minutes, series.ends, { from: 0, to: 1530 }, 20);

  it('adds up to all the time of its lanes, in bins of any length', () => {
    expect(bins.minutesEach).toBeGreaterThan(1);
    for (const [one, lanes] of [[total, 6], [shards[2], 2]] as const) {
      if (one === undefined) throw new Error('there are three shards');
      const { all } = laneTimes(one, bins);
      all.forEach((seconds, bin) => expect(seconds).toBeCloseTo(lanes * ((bins.ends[bin] ?? 0) - (bins.starts[bin] ?? 0)), 6));
    }
  });

  it('adds up over the run, and is seen where the shard is blocked', () => {
    const whole = laneStates.reduce((sum, { state }) => sum + wholeTime(total, state), wholeTime(total, 'idle'));
    expect(whole).toBeCloseTo(6 * 1530, 6);
    expect(laneTimes(shards[2] ?? total, bins).seconds.retrying.at(-1)).toBeGreaterThan(25);
    expect(laneTimes(shards[0] ?? total, bins).seconds.retrying.every((value) => value === 0)).toBe(true);
  });

  it('puts the shard that was held up the longest first, and leaves the others in their order', () => {
    expect(mostHeldUp(shards)).toEqual([2, 0, 1]);
  });
});

describe('the limits of a record’s age', () => {
  it('are the retention of the stream and, where it has one, the mapping’s own, the sooner one first', () => {
    expect(recordLimits(parsed({}), 'reader')).toEqual([{ name: 'retention of the stream', seconds: 172_800 }]);
    expect(recordLimits(parsed({ MaximumRecordAgeInSeconds: 600 }), 'reader').map(({ seconds }) => seconds)).toEqual([600, 172_800]);
    expect(recordLimits(parsed({}), 'nobody')).toEqual([]);
  });
});

describe('the drawing of a batch', () => {
  const end = (name: (typeof recordEnds)[number]): number => recordEnds.indexOf(name);
  /** Eight records, halved until the sixth is alone. */
  const tree = {
    batch: { records: 8 },
    stretches: Uint32Array.from(
      [
        [0, 0, 0, 8, end('passed')],
        [1, 1, 0, 4, end('delivered')],
        [2, 1, 4, 4, end('passed')],
        [3, 2, 4, 2, end('passed')],
        [4, 3, 4, 1, end('delivered')],
        [5, 3, 5, 1, end('gone')],
        [6, 2, 6, 2, end('delivered')],
      ].flat(),
    ),
  };

  it('has a bar for each part where there is room', () => {
    const bars = barsOf(tree, 800);
    expect(bars.length).toBe(7);
    expect(bars[5]).toEqual({ x: 500, width: 100, depth: 3, end: 'gone', records: 1 });
  });

  it('has no more bars than pixels for each level, and covers the same', () => {
    const many = 10_000;
    const stretches = Uint32Array.from(Array.from({ length: many }, (_, place) => [place, 0, place, 1, end(place % 100 === 0 ? 'gone' : 'delivered')]).flat());
    const bars = barsOf({ batch: { records: many }, stretches }, 500);
    expect(bars.length).toBeLessThan(1_000);
    const right = Math.max(...bars.map(({ x, width }) => x + width));
    expect(right).toBeCloseTo(500, 6);
    expect(bars.some((bar) => bar.end === 'gone')).toBe(true);
  });

  it('knows the part under a place, and the extent of a part', () => {
    expect(partAt(tree, 5, 0)).toBe(0);
    expect(partAt(tree, 5, 3)).toBe(5);
    expect(partAt(tree, 0, 3)).toBeNull();
    expect(extentOf(tree, 2)).toEqual({ first: 4, count: 4, depth: 1 });
    expect(extentOf(tree, 9)).toBeNull();
  });
});

describe('the words of a batch', () => {
  it('name what became of records, and leave out what became of none', () => {
    expect(countsInWords({ delivered: 1_200, captured: 0, gone: 1, expired: 0, unended: 0 })).toBe('1,200 delivered; 1 discarded, gone');
  });

  it('tell one record from several, and the first failure from a later one', () => {
    const step = { t: 0, clause: 'DDB-17', from: 0 };
    expect(batchStepWords({ ...step, what: 'formed', count: 1 })).toBe('a batch of 1 record is made');
    expect(batchStepWords({ ...step, what: 'partlyFailed', count: 0 })).toContain('its first record failed');
    expect(batchStepWords({ ...step, what: 'partlyFailed', count: 41 })).toContain('41 records before it');
    expect(numbersInWords([7, 7])).toBe('7');
    expect(numbersInWords([7, 9])).toBe('7–9');
  });
});
