import { pathText } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';
import { version } from '../version.ts';
import { assumptionRows } from './assumptionRows.ts';
import { countOf } from './count.ts';
import type { Paint } from './paint.ts';
import { csvField } from './seriesCsv.ts';
import { wrapped } from './textTable.ts';

/** What an answer of planning rests on, and how to get it again. */
export interface Provenance {
  /** The command that reproduces it. */
  command: string;
  /** As it was run: its seed and assumptions were in force. */
  scenario: Scenario;
  /** Of each alternative. */
  replications: number;
  /** What was spent, in words, where not every alternative took as much. */
  effort?: string;
}

/** How an answer looks on a terminal. */
export interface Look {
  width: number;
  paint: Paint;
}

const warmUp = 'Runs begin empty; no warm-up is cut off.';

/** The last lines of an answer. */
export function provenanceLines({ command, scenario, replications, effort }: Provenance, { width, paint }: Look): string[] {
  const lines = [
    `seed ${String(scenario.seed)} · headroom ${version}, exact engine · ${effort ?? `${countOf(replications, 'replication')} of each alternative`}`,
    `Assumed: ${assumptionWords(scenario)}. ${warmUp}`,
  ];
  // The command is one line, however long, so that it can be copied.
  return [...lines.flatMap((line) => wrapped(line, width)), command].map((line) => paint('faint', line));
}

/** What an answer's JSON begins with. */
export function provenanceJson({ command, scenario, replications }: Provenance): Record<string, unknown> {
  return {
    headroom: version,
    engine: 'exact',
    command,
    seed: String(scenario.seed),
    replications,
    assumptions: Object.fromEntries(assumptionRows(scenario).map(({ name, value, changed, grade, clause }) => [name, { value, changed, grade, clause }])),
    warmUp,
  };
}

/** Rows as CSV (RFC 4180) with what they rest on in the last columns of each, so that no row is ever without it. */
export function* provenancedCsv(head: readonly string[], rows: Iterable<readonly (string | number | boolean | null)[]>, { command, scenario, replications }: Provenance): Generator<string> {
  yield `${[...head, 'seed', 'headroom', 'replicationsAsked', 'assumptions', 'command'].join(',')}\r\n`;
  const last = [String(scenario.seed), version, String(replications), assumptionWords(scenario), command].map(csvField).join(',');
  for (const row of rows) yield `${row.map((value) => (typeof value === 'string' ? csvField(value) : value === null ? '' : String(value))).join(',')},${last}\r\n`;
}

function assumptionWords(scenario: Scenario): string {
  return assumptionRows(scenario)
    .map(({ name, value, changed }) => `${pathText([name])} ${value}${changed ? ' (changed)' : ''}`)
    .join(', ');
}
