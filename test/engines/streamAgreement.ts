import { isDeepStrictEqual } from 'node:util';
import type { BatchRecord } from '../../sim/engines/batchRecords.ts';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { demand, demandEqual } from './demand.ts';
import { secondOpinionOnStream, type NaiveBatch } from './naiveStreamMapping.ts';

/** Holds the engine to the second opinion on one scenario with a stream, batch by batch; gives what happened to any batch. */
export function agreeOnStream(input: ScenarioInput): string[] {
  const { scenario, issues } = checkScenario(input);
  if (scenario === null) throw new Error(JSON.stringify(issues));
  const opinion = secondOpinionOnStream(scenario);
  const run = startRun(compileModel(scenario), { trace: true });
  run.advance(Infinity);
  const mapping = run.result().eventSourceMappings?.['m'];
  if (mapping?.source !== 'stream') throw new Error('m is a mapping of a stream');
  const engine = told([...run.batches()]);
  const differs = Array.from({ length: Math.max(engine.length, opinion.batches.length) }, (_, batch) => batch).find((batch) => !isDeepStrictEqual(engine[batch], opinion.batches[batch]));
  if (differs !== undefined) demandEqual(engine[differs], opinion.batches[differs], `batch ${differs}`);
  const { written, skipped, delivered, discarded, expired, waiting, inFlight, longestBlockSeconds } = mapping;
  const { RetryAttemptsExhausted: retryAttemptsExhausted, RecordAgeExceeded: recordAgeExceeded } = discarded.byCondition;
  const counts = { written, skipped, delivered, retryAttemptsExhausted, recordAgeExceeded, expired, waiting, inFlight };
  demandEqual(counts, opinion.counts);
  demand(Math.round(longestBlockSeconds * 1e6) === opinion.longestBlock, () => `blocked for ${longestBlockSeconds} s, not ${opinion.longestBlock} µs`);
  return opinion.batches.flatMap(({ steps }) => steps.map((step) => step.split(' ')[1]!));
}

/** What the engine's batches tell, in the words of the second opinion. */
function told(batches: readonly BatchRecord[]): NaiveBatch[] {
  return [0, 1].flatMap((shard) => {
    const own = batches.filter((batch) => batch.shard === shard);
    return own.map(({ parent, records, steps }) => ({
      shard,
      parent: parent === null ? null : own.findIndex(({ id }) => id === parent),
      records: records.map(({ number }) => number),
      steps: steps.map(({ t, what, count }) => `${Math.round(t * 1e6)} ${what} ${count}`),
    }));
  });
}
