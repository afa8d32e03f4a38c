import { describe, expect, test } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';

const functions = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${String(index)}`, {}]));
const stream = (ShardCount: number) => ({ streams: { s: { ShardCount } }, eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f0', StartingPosition: 'LATEST' } } });
const issues = (duration: string, count: number, more = {}) => checkScenario({ version: 1, duration, functions: functions(count), ...more }).issues.map(({ path, message }) => ({ path, message }));

describe('the numbers of every minute', () => {
  test('that no memory holds are refused before anything is made room for, with what they would take', () => {
    expect(issues('366d', 10_000)).toEqual([{ path: 'duration', message: 'The numbers of 527040 minutes of 10000 functions take 3288.7 GB; a run has 2.0 GB. Simulate less time, or fewer of them at once.' }]);
    expect(issues('366d', 1, stream(900))).toEqual([
      { path: 'duration', message: 'The numbers of 527040 minutes of 1 function, and 101 mappings, shards and queues take 17.4 GB; a run has 2.0 GB. Simulate less time, or fewer of them at once.' },
    ]);
  });

  test('are no matter where they fit: a year of five functions, a month of seventy, a fortnight of a hundred shards', () => {
    expect([issues('366d', 5), issues('30d', 70), issues('14d', 1, stream(1000))]).toEqual([[], [], []]);
  });

  test('of the largest that is accepted are made room for', { timeout: 60_000 }, () => {
    const { scenario } = checkScenario({ version: 1, duration: '366d', functions: functions(6) });
    const run = startRun(compileModel(scenario!));
    run.advance(1000);
    expect(Object.keys(run.result().functions)).toHaveLength(6);
  });
});
