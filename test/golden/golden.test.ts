import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { FunctionResult, RunResult } from '../../sim/engines/result.ts';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { resolveTraces, traceFiles } from '../../sim/scenario/traces.ts';

const folder = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const goldens = fileURLToPath(new URL('./', import.meta.url));

/**
 * Every scenario that ships, as a table a reader can check. A difference is a change of behaviour and belongs in one
 * commit with the clause, its test and a line in the changelog: `npx vitest run --project simulation test/golden -u`.
 */
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'scenario.schema.json')) {
  test(file, async () => {
    await expect(table(run(file))).toMatchFileSnapshot(join(goldens, file.replace('.json', '.txt')));
  });
}

function run(file: string): RunResult {
  const { scenario, issues } = parseScenario(readFileSync(join(folder, file), 'utf8'));
  expect(issues).toEqual([]);
  const files = Object.fromEntries(traceFiles(scenario!).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const run = startRun(compileModel(scenario!, resolveTraces(scenario!, files).traces));
  while (run.advance(100_000)) continue;
  return run.result();
}

/** Rows are numbers, columns functions; of a hundred functions the six busiest and the sum of the others' counts. */
function table(result: RunResult): string {
  const busiest = Object.entries(result.functions).sort(([, a], [, b]) => b.received - a.received);
  const shown = busiest.slice(0, 6);
  const others = busiest.slice(6).map(([, one]) => one);
  const names = [...shown.map(([name]) => name), ...(others.length > 0 ? [`${others.length} others`] : [])];
  const lines = Object.entries(rows).map(([label, value]) => [
    label,
    ...shown.map(([, one]) => text(value(one))),
    ...(others.length > 0 ? [label.startsWith('delay') ? '' : text(others.reduce((sum, one) => sum + (value(one) ?? 0), 0))] : []),
  ]);
  const sinks = Object.entries(result.destinations).map(([name, { received, failed }]) => `${name}: ${received} received, ${failed} failed`);
  const cells = [['', ...names], ...lines];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const grid = cells.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ').trimEnd());
  return [...grid, '', ...eventSources(result), ...sinks, `${result.simulatedSeconds} s simulated in ${result.steps} steps`, ''].join('\n');
}

/** Every queue and mapping, and every shard as a mapping reads it, with each of its numbers. */
function eventSources({ queues = {}, eventSourceMappings = {} }: RunResult): string[] {
  const block = (title: string, numbers: object): string[] => [title, ...flat(numbers).map(([name, value]) => `  ${name}: ${text(value)}`), ''];
  return [
    ...Object.entries(queues).flatMap(([name, queue]) => block(`queue ${name}`, queue)),
    ...Object.entries(eventSourceMappings).flatMap(([name, mapping]) => [
      ...block(`mapping ${name}`, { ...mapping, shards: undefined }),
      ...('shards' in mapping ? mapping.shards.flatMap((shard, index) => block(`mapping ${name}, shard ${index}`, shard)) : []),
    ]),
  ];
}

/** The numbers in an object, by their path; those that are 0 are left out. */
function flat(of: object, under = ''): [string, number | null][] {
  return Object.entries(of).flatMap(([key, value]: [string, unknown]): [string, number | null][] => {
    if (typeof value === 'object' && value !== null) return flat(value, `${under}${key}.`);
    return (typeof value === 'number' && value !== 0) || value === null ? [[under + key, value]] : [];
  });
}

const rows: Record<string, (one: FunctionResult) => number | null> = {
  received: (one) => one.received,
  rejected: (one) => one.rejected,
  'delivered on time': (one) => one.delivered.onTime,
  'delivered late': (one) => one.delivered.delayed,
  '  after a retry': (one) => one.delivered.afterRetry,
  'discarded, retries exhausted': (one) => one.discarded.byCondition.RetriesExhausted,
  'discarded, age exceeded': (one) => one.discarded.byCondition.EventAgeExceeded,
  'discarded, zero reserved': (one) => one.discarded.byCondition.ZeroReservedConcurrency,
  'discarded, recursive': (one) => one.discarded.byCondition.RecursiveInvocation,
  '  captured, dead-letter queue': (one) => one.discarded.capturedBy.deadLetterQueue,
  '  captured, on failure': (one) => one.discarded.capturedBy.onFailure,
  '  captured, both': (one) => one.discarded.capturedBy.both,
  '  gone': (one) => one.discarded.gone,
  lost: (one) => one.lost,
  'waiting, unread': (one) => one.waiting.byReason.unread,
  'waiting, throttle back-off': (one) => one.waiting.byReason.throttleBackoff,
  'waiting, function error': (one) => one.waiting.byReason.functionErrorWait,
  running: (one) => one.running,
  duplicates: (one) => one.duplicates,
  Invocations: (one) => one.metrics.Invocations,
  Errors: (one) => one.metrics.Errors,
  Throttles: (one) => one.metrics.Throttles,
  ColdStarts: (one) => one.metrics.ColdStarts,
  DeadLetterErrors: (one) => one.metrics.DeadLetterErrors,
  DestinationDeliveryFailures: (one) => one.metrics.DestinationDeliveryFailures,
  'spilled over': (one) => one.metrics.ProvisionedConcurrencySpilloverInvocations,
  'delay p50, s': (one) => one.delaySeconds.p50,
  'delay p99, s': (one) => one.delaySeconds.p99,
  'delay max, s': (one) => one.delaySeconds.max,
};

const text = (value: number | null): string => (value === null ? '-' : String(Math.round(value * 1000) / 1000));
