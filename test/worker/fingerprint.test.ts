import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { applySettings, parseScenario } from '../../sim/scenario/parse.ts';
import { fingerprint } from '../../sim/worker/fingerprint.ts';

/** A run of some minutes of a scenario of the gallery. */
function toldBy(name: string) {
  const { text } = applySettings(readFileSync(new URL(`../../scenarios/${name}.json`, import.meta.url), 'utf8'), ['duration=4m']);
  const run = startRun(compileModel(parseScenario(text).scenario!));
  while (run.advance(100_000)) continue;
  return { result: run.result(), series: run.series() };
}

/** Every column of a series, by its path. */
function columnsOf(part: unknown, path: string): [string, Float64Array][] {
  if (part instanceof Float64Array) return [[path, part]];
  return typeof part === 'object' && part !== null ? Object.entries(part).flatMap(([key, one]) => columnsOf(one, `${path}.${key}`)) : [];
}

// Functions and destinations, queues and their mappings; streams and theirs.
it.each(['drain-the-dead-letter-queue', 'poison-record'])('the fingerprint is another one if any number of any minute is: %s', async (name) => {
  const { result, series } = toldBy(name);
  const first = await fingerprint(result, series);
  const columns = columnsOf(series, 'series');
  expect(columns.some(([path]) => path.startsWith('series.eventSourceMappings'))).toBe(true);
  for (const [path, column] of columns) {
    const kept = column[1]!;
    column[1] = Number.isNaN(kept) ? 1 : kept + 1;
    expect(await fingerprint(result, series), path).not.toBe(first);
    column[1] = kept;
  }
  expect(await fingerprint(result, series)).toBe(first);
});
