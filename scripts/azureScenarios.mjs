// Writes the scenarios that replay the Azure traces in scenarios/data: `node scripts/azureScenarios.mjs`.
// With `--check` it writes nothing and fails where a file is not what it would write.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const scenarios = fileURLToPath(new URL('../scenarios/', import.meta.url));
const invocationsFile = 'data/azure2019_invitro100_invocations.csv';
const durationsFile = 'data/azure2019_invitro100_durations.csv';
const singlesFile = 'data/azure2021_invitro199.csv';
const busiestQueueFunction = '1fa065352036';
const longestTimeout = 900;

const tailNote =
  'Execution times follow the trace’s percentiles 0, 1, 25, 50, 75 and 99 with straight lines between them. Those percentiles are of averages over 30 seconds and the trace leaves the shape of the tail open, so the 100th percentile is chosen such that the mean equals the trace’s own average';

/** @typedef {Record<string, string>} Row */
/** @typedef {{ kind: 'hundredth' | 'ninetyNinth' | 'none', tail: string, behaviour: object }} ExecutionTimes */

function main() {
  const checking = process.argv.includes('--check');
  const counts = readCsv(invocationsFile);
  const durations = new Map(readCsv(durationsFile).map((row) => [cell(row, 'HashFunction'), row]));
  const stale = /** @type {[name: string, scenario: object][]} */ ([
    ['azure-2019-queue.json', busiestQueue(counts, durations)],
    ['azure-2019-hundred.json', hundredFunctions(counts, durations)],
    ['azure-2021.json', singleInvocations(readCsv(singlesFile))],
  ]).filter(([name, scenario]) => !isWritten(name, `${layOut(scenario)}\n`, checking));
  if (checking && stale.length > 0) {
    console.error(`Not what scripts/azureScenarios.mjs writes: ${stale.map(([name]) => name).join(', ')}`);
    process.exitCode = 1;
  }
}

/** The busiest queue-triggered function alone, on a reservation a little above its mean need. */
function busiestQueue(/** @type {Row[]} */ counts, /** @type {Map<string, Row>} */ durations) {
  const HashFunction = counts.map((row) => cell(row, 'HashFunction')).find((hash) => hash.startsWith(busiestQueueFunction));
  if (HashFunction === undefined) throw new Error(`A trace has no function ${busiestQueueFunction}.`);
  const { behaviour, tail } = executionTimes(durationsOf(HashFunction, durations));
  return {
    $schema: './scenario.schema.json',
    version: 1,
    name: 'Real traffic: a busy queue function',
    description: `Eight hours of the busiest queue-triggered function of an Azure Functions trace: 273,379 events, at most 714 a minute, each 0.93 s on average, so that 8.8 environments are busy in the mean. Are ten reserved environments enough? On average yes, but real arrivals are no Poisson process: the variance of the counts a minute is 5.8 times their mean. Look at the minutes in which concurrency touches its limit and at what they do to the delay; then try 9 and 12. ${tailNote}${tail}. Data: Azure Functions 2019, CC-BY-4.0, see data/README.md.`,
    duration: '8h',
    seed: '1',
    functions: { queue: { Timeout: longestTimeout, ReservedConcurrentExecutions: 10, EventInvokeConfig: failuresTo('failed'), behaviour } },
    destinations: { failed: { type: 'SQS' } },
    traffic: [{ to: 'queue', arrivals: { trace: { file: invocationsFile, format: 'azure2019', function: HashFunction.slice(0, 12) } } }],
    expect: [{ metric: 'discarded.total', max: 0 }, { metric: 'functions.queue.delaySeconds.p99', max: 900 }],
  };
}

/** Every function of the slice with its own counts and execution times, in one account. */
function hundredFunctions(/** @type {Row[]} */ counts, /** @type {Map<string, Row>} */ durations) {
  const fitted = counts.map((row) => {
    const hash = cell(row, 'HashFunction');
    return { name: `${cell(row, 'Trigger')}-${hash.slice(0, 8)}`, prefix: hash.slice(0, 8), ...executionTimes(durationsOf(hash, durations)) };
  });
  const raised = fitted.filter(({ kind }) => kind === 'hundredth').length;
  const lowered = fitted.filter(({ kind }) => kind === 'ninetyNinth').length;
  const rest = fitted.length - raised - lowered;
  return {
    $schema: './scenario.schema.json',
    version: 1,
    name: 'Real traffic: a hundred functions in one account',
    description: `Eight hours of a hundred functions of an Azure Functions trace, 339,657 events, in one account of 1,000. One function makes four fifths of the calls; most are timers that fire now and then. What does it cost to be rare? Look at ColdStarts by function: a function called once a quarter of an hour starts cold every time, a busy one almost never. ${tailNote} (${raised} functions); where even a flat tail is above it, the 99th percentile is lowered too (${lowered} functions); where neither is possible, the tail ends at the 99th percentile or at ${longestTimeout} s, whichever comes nearer (${rest} functions). Data: Azure Functions 2019, CC-BY-4.0, see data/README.md.`,
    duration: '8h',
    seed: '1',
    account: { ConcurrentExecutions: 1000 },
    functions: Object.fromEntries(
      fitted.map(({ name, behaviour }) => [name, { Timeout: longestTimeout, EventInvokeConfig: failuresTo('failed'), behaviour }]),
    ),
    destinations: { failed: { type: 'SQS' } },
    traffic: fitted.map(({ name, prefix }) => ({
      to: name,
      arrivals: { trace: { file: invocationsFile, format: 'azure2019', function: prefix } },
    })),
    expect: [{ metric: 'discarded.total', max: 0 }, { metric: 'delivered.onTime / received', min: 0.999 }],
  };
}

/** Single invocations: every event arrives when it did, and a script lets its first attempt run as long as it did. */
function singleInvocations(/** @type {Row[]} */ rows) {
  const byFunction = groupBy(rows, (row) => cell(row, 'func'));
  const functions = /** @type {Record<string, object>} */ ({});
  const traffic = [];
  for (const [func, invocations] of byFunction) {
    const name = `f-${func.slice(0, 8)}`;
    const inOrder = invocations
      .map((row) => ({ arrival: Math.round((Number(row.end_timestamp) - Number(row.duration)) * 1e6), duration: Number(row.duration) }))
      .sort((a, b) => a.arrival - b.arrival);
    const script = inOrder.map(({ duration }, event) => ({ event, attempts: [{ duration, result: 'success' }] }));
    functions[name] = { Timeout: longestTimeout, behaviour: { script } };
    traffic.push({ to: name, arrivals: { trace: { file: singlesFile, format: 'azure2021', function: func.slice(0, 8) } } });
  }
  return {
    $schema: './scenario.schema.json',
    version: 1,
    name: 'Real traffic: single invocations',
    description:
      'Twenty minutes of an Azure Functions trace that records every single invocation: 199 events of 31 functions. Each arrives at its recorded end less its duration, and a script lets it run exactly as long as it did, so nothing but the cold starts is left to chance. Look at concurrency: the 29 invocations that ran for more than two minutes make up three quarters of it, which no mean rate would tell. Data: Azure Functions 2021, CC-BY-4.0, see data/README.md.',
    duration: '30m',
    seed: '1',
    functions,
    traffic,
    assumptions: { duplicateProbability: 0 },
    expect: [{ metric: 'discarded.total', max: 0 }, { metric: 'delivered.delayed', max: 0 }],
  };
}

/**
 * The distribution of a function's times, in ms, with a tail that makes its mean equal to the trace's average where that is possible.
 * Between the points the density is flat, so the mean is the sum of (width) × (average of both ends).
 *
 * @param {Row} row
 * @returns {ExecutionTimes}
 */
function executionTimes(row) {
  const percentile = (/** @type {number} */ p) => Number(cell(row, `percentile_Average_${p}`));
  const [p0, p1, p25, p50, p75, p99] = [percentile(0), percentile(1), percentile(25), percentile(50), percentile(75), percentile(99)];
  const average = Number(cell(row, 'Average'));
  const upTo75 = (0.01 * (p0 + p1) + 0.24 * (p1 + p25) + 0.25 * (p25 + p50) + 0.25 * (p50 + p75)) / 2;
  const hundredth = (average - upTo75 - 0.12 * (p75 + p99)) * 200 - p99;
  const points = (/** @type {number} */ p99, /** @type {number} */ p100) => ({
    behaviour: { duration: { percentiles: { 0: ms(p0), 1: ms(p1), 25: ms(p25), 50: ms(p50), 75: ms(p75), 99: ms(p99), 100: ms(p100) } } },
  });
  if (hundredth >= p99 && hundredth <= longestTimeout * 1000) return { kind: 'hundredth', tail: '', ...points(p99, hundredth) };
  if (hundredth > longestTimeout * 1000)
    return { kind: 'none', tail: ' as nearly as the timeout allows', ...points(p99, longestTimeout * 1000) };
  // With the 99th and the 100th percentile both at x the tail contributes 0.12 × (p75 + x) + 0.01 × x.
  const flat = (average - upTo75 - 0.12 * p75) / 0.13;
  if (flat >= p75)
    return {
      kind: 'ninetyNinth',
      tail: '; as even a flat tail would be above it here, the 99th percentile is lowered with it',
      ...points(flat, flat),
    };
  return { kind: 'none', tail: ' as nearly as the percentiles allow', ...points(p99, p99) };
}

const failuresTo = (/** @type {string} */ name) => ({ DestinationConfig: { OnFailure: { Destination: name } } });

/** Milliseconds to the microsecond. */
const ms = (/** @type {number} */ value) => `${Math.round(value * 1000) / 1000}ms`;

/** What a row has in a column; throws where there is no such column. */
function durationsOf(/** @type {string} */ hash, /** @type {Map<string, Row>} */ durations) {
  const row = durations.get(hash);
  if (row === undefined) throw new Error(`A trace has no durations of ${hash}.`);
  return row;
}

function cell(/** @type {Row} */ row, /** @type {string} */ column) {
  const text = row[column];
  if (text === undefined) throw new Error(`A trace has no ${column} where one is looked for.`);
  return text;
}

/** @returns {Row[]} */
function readCsv(/** @type {string} */ name) {
  const [header = [], ...lines] = readFileSync(scenarios + name, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return lines.map((cells, line) => {
    if (cells.length !== header.length) throw new Error(`${name}, line ${line + 2}: it has ${cells.length} cells, but the header has ${header.length}.`);
    return Object.fromEntries(cells.map((cell, index) => [header[index], cell]));
  });
}

function groupBy(/** @type {Row[]} */ rows, /** @type {(row: Row) => string} */ keyOf) {
  const groups = /** @type {Map<string, Row[]>} */ (new Map());
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function isWritten(/** @type {string} */ name, /** @type {string} */ text, /** @type {boolean} */ checking) {
  if (checking) return readFileSync(scenarios + name, 'utf8') === text;
  writeFileSync(scenarios + name, text);
  return true;
}

/**
 * JSON with everything on one line that fits on one line.
 *
 * @param {unknown} value
 * @returns {string}
 */
function layOut(value, indent = '') {
  const flat = JSON.stringify(value, null, 1)?.replace(/\n\s*/g, ' ');
  if (typeof value !== 'object' || value === null || (flat.length + indent.length <= 160 && !flat.includes('description'))) return flat;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Array.isArray(value)
    ? value.map((item) => layOut(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${layOut(item, inner)}`);
  return `${open}\n${inner}${entries.join(`,\n${inner}`)}\n${indent}${close}`;
}

main();
