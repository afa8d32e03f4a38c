import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import type { Run } from '../../sim/engines/run.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import type { BatchQuery, BatchStory } from '../../sim/worker/api.ts';
import { recordEnds } from '../../sim/worker/api.ts';
import { TracedBatches } from '../../sim/worker/tracedBatches.ts';
import { traceRun } from '../../sim/worker/traceRun.ts';

const every: BatchQuery = { mapping: null, end: null, from: null, to: null, order: 'formed' };

interface Wanted {
  mapping?: object;
  writes?: object[];
  function?: object;
  duration?: string;
}

function parsed({ mapping = {}, writes = [], function: settings = {}, duration = '1h' }: Wanted): Scenario {
  const { scenario, issues } = parseScenario(
    JSON.stringify({
      version: 1,
      duration,
      seed: '3',
      functions: { import: { behaviour: { duration: { constant: '200ms' } }, ...settings } },
      streams: { orders: { writes } },
      destinations: { failed: { type: 'SQS' } },
      eventSourceMappings: { 'orders-import': { EventSourceArn: 'orders', FunctionName: 'import', StartingPosition: 'TRIM_HORIZON', ...mapping } },
    }),
  );
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return scenario;
}

function read(wanted: Wanted, most?: number): { batches: TracedBatches; run: Run } {
  const run = startRun(compileModel(parsed(wanted)), { trace: true });
  while (run.advance(1e6)) continue;
  const batches = new TracedBatches(run, most);
  while (batches.advance(7)) continue;
  return { batches, run };
}

function firstStory(batches: TracedBatches): BatchStory {
  const story = batches.story(batches.list(every, 0, 1).rows[0]?.id ?? -1);
  if (story === null) throw new Error('no batch failed');
  return story;
}

/** A hundred records at once, the 42nd of which is poison, to be split. */
const bisected: Wanted = {
  writes: [{ arrivals: { burst: { count: 100 } }, poison: [41] }],
  mapping: { BatchSize: 100, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: 'failed' } } },
};

describe('a failed batch', () => {
  it('is a tree whose parts are halves of the part they were split off', () => {
    const { batches } = read(bisected);
    const { batch } = firstStory(batches);
    const { rows } = batches.parts(batch.id, 0, 1_000) ?? { rows: [] };
    expect(rows.length).toBe(batch.parts);
    const halves = rows.map(({ part }) => rows.filter(({ of }) => of === part));
    rows.forEach((row, place) => {
      const inside = halves[place] ?? [];
      if (inside.length === 0) return;
      expect(inside.map(({ records }) => records)).toEqual([Math.ceil(row.records / 2), Math.floor(row.records / 2)]);
      expect(inside.map(({ first }) => first)).toEqual([row.first, row.first + Math.ceil(row.records / 2)]);
      expect(inside.every(({ depth }) => depth === row.depth + 1)).toBe(true);
    });
    expect(halves.filter(({ length }) => length > 0).length).toBe(7);
  });

  it('delivers all but the poison record, which is tried three times alone and then captured', () => {
    const { batches } = read(bisected);
    const { batch, poison, discards } = firstStory(batches);
    expect(batch.counts).toEqual({ delivered: 99, captured: 1, gone: 0, expired: 0, unended: 0 });
    expect(poison).toEqual([41]);
    expect(discards).toMatchObject([{ numbers: [41, 41], records: 1, condition: 'RetryAttemptsExhausted', sent: { delivered: true, invokeCount: 3, isFunctionError: true } }]);
    const alone = batches.parts(batch.id, discards[0]?.part ?? 0, 1)?.rows[0];
    expect(alone).toMatchObject({ first: 41, records: 1, poison: 1, invocations: 3 });
  });

  it('counts how often the function got each record', () => {
    const { batches } = read(bisected);
    const { batch, handed } = firstStory(batches);
    const { rows = [] } = batches.records(batch.id, 0, 100) ?? {};
    // Once as a whole and once in its half; the poison record in eight batches of 100 to 1 records, the last of them three times.
    expect(rows[99]?.handed).toBe(2);
    expect(rows[41]).toMatchObject({ poison: true, end: 'captured', handed: 7 + 3 });
    const runs = Array.from({ length: handed.length / 3 }, (_, run) => handed.slice(3 * run, 3 * run + 3));
    expect(runs.flatMap(([, count = 0, times]) => Array.from({ length: count }, () => times))).toEqual(rows.map((row) => row.handed));
  });

  it('says of each record where it ended, as the stretches of the drawing do', () => {
    const { batches } = read(bisected);
    const { batch, stretches } = firstStory(batches);
    const ends: (string | undefined)[] = [];
    for (let at = 0; at < stretches.length; at += 5) {
      const [, , first = 0, count = 0, end = 0] = stretches.subarray(at, at + 5);
      if (recordEnds[end] !== 'passed') ends.fill(recordEnds[end], first, first + count);
      for (let place = first; place < first + count; place++) if (recordEnds[end] !== 'passed') ends[place] = recordEnds[end];
    }
    expect(ends).toEqual(batches.records(batch.id, 0, 100)?.rows.map(({ end }) => end));
  });

  it('goes on behind a record that was reported, as a part of its own', () => {
    const { batches } = read({ ...bisected, mapping: { ...bisected.mapping, BisectBatchOnFunctionError: false, FunctionResponseTypes: ['ReportBatchItemFailures'] } });
    const { batch } = firstStory(batches);
    const rows = batches.parts(batch.id, 0, 10)?.rows ?? [];
    expect(rows[0]?.counts).toMatchObject({ delivered: 41, passed: 59 });
    expect(rows[1]).toMatchObject({ of: 0, first: 41, records: 59 });
  });

  it('that still blocks its shard at the end has not ended', () => {
    const { batches } = read({ writes: bisected.writes ?? [], mapping: { BatchSize: 10 } });
    const { rows } = batches.list(every, 0, 10);
    expect(rows).toMatchObject([{ endedAt: null, records: 10, parts: 1, counts: { unended: 10 } }]);
    const steps = batches.steps(rows[0]?.id ?? 0, 0, 0, 5);
    expect(steps?.found).toBeGreaterThan(100);
    expect(steps?.rows.map(({ what }) => what)).toEqual(['formed', 'invoked', 'failed', 'invoked', 'failed']);
  });
});

describe('the list', () => {
  const several: Wanted = {
    writes: [{ arrivals: { poisson: { rate: '20/s' } }, poisonRate: 0.002 }],
    mapping: { BatchSize: 50, BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 },
    function: { Timeout: 5 },
  };

  it('adds up to what the numbers of the run say was discarded, retried and split', () => {
    const { batches, run } = read(several);
    const result = run.result().eventSourceMappings?.['orders-import'];
    if (result?.source !== 'stream') throw new Error('it reads a stream');
    const { found, rows } = batches.list(every, 0, 1e6);
    expect(found).toBe(batches.overview().failed);
    expect(found).toBeGreaterThan(20);
    const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
    expect(sum(({ counts }) => counts.gone)).toBe(result.discarded.gone);
    const steps = rows.flatMap(({ id, parts }) => Array.from({ length: parts }, (_, part) => batches.steps(id, part, 0, 1e6)?.rows ?? []).flat());
    expect(steps.filter(({ what }) => what === 'split').length).toBe(result.splits);
    expect(steps.filter(({ what }) => what === 'failed').length).toBe(result.failedInvocations);
  });

  it('is found by time and by what became of records, and sorted by how long it took', () => {
    const { batches } = read(several);
    const inTime = batches.list({ ...every, from: 600, to: 1200 }, 0, 1e6).rows;
    expect(inTime.length).toBeGreaterThan(0);
    expect(inTime.every(({ formedAt }) => formedAt >= 600 && formedAt < 1200)).toBe(true);
    expect(batches.list({ ...every, end: 'captured' }, 0, 10).found).toBe(0);
    const lengths = batches.list({ ...every, order: 'longest' }, 0, 1e6).rows.map(({ formedAt, endedAt }) => (endedAt ?? 3600) - formedAt);
    expect(lengths).toEqual([...lengths].sort((one, other) => other - one));
  });

  it('keeps the first ones where there are too many, and says how many there were', () => {
    const { batches } = read(several, 2_000);
    const { failed, kept } = batches.overview();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(failed);
    expect(failed).toBe(read(several).batches.overview().failed);
  });

  it('ends with the trace where there are more records in batches than a browser should hold', async () => {
    const busy = parsed({ duration: '4h', writes: [{ arrivals: { constant: { rate: '1000/s' } } }], mapping: { BatchSize: 1000, MaximumBatchingWindowInSeconds: 1 } });
    const answer = await traceRun({ scenario: busy, traces: new Map(), seed: '3', untilSeconds: 14_400 }, { wish: 'go on' }, () => undefined);
    expect(answer?.overview.endedBy).toBe('steps');
    expect(answer?.overview.coveredSeconds).toBeLessThan(14_400);
  }, 60_000);

  it('comes with the trace of a scenario that has mappings of streams, and only then', async () => {
    const trace = async (scenario: Scenario) => traceRun({ scenario, traces: new Map(), seed: '3', untilSeconds: 3600 }, { wish: 'go on' }, () => undefined);
    expect((await trace(parsed(bisected)))?.overview.batches).toMatchObject({ failed: 1, kept: 1 });
    expect((await trace({ ...parsed(bisected), eventSourceMappings: {} }))?.overview.batches).toBeNull();
  });
});
