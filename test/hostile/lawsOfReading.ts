import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import type { Issue } from '../../sim/scenario/issue.ts';
import { parseScenario, printScenario, type Parsed } from '../../sim/scenario/parse.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { resolveTraces, traceFiles } from '../../sim/scenario/traces.ts';
import { parseDuration } from '../../sim/scenario/units.ts';
import { insist, literal } from './fuzzTarget.ts';

/** What could steer a terminal, or show a text as another than it is. */
export const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** Issues can be shown: every part is a text, there is a sentence, and nothing in it can steer a terminal. */
export function wellFormed(issues: readonly Issue[]): void {
  for (const issue of issues) {
    const { path, found, allowed, message, clause } = issue;
    for (const part of [path, found, allowed, message, clause ?? '']) {
      insist(typeof part === 'string', () => `a part of an issue is no text: ${literal(issue)}`);
      insist(!steering.test(part) && !part.includes('\n') && !part.includes('[object Object]') && !part.includes('Invalid input'), () => `an issue cannot be shown as it is: ${literal(issue)}`);
    }
    insist(message !== '' && allowed !== '', () => `an issue says nothing: ${literal(issue)}`);
  }
}

/** A scenario or issues, never both; at most a thousand issues and one more. */
export function oneOrTheOther({ scenario, issues }: Parsed): void {
  insist((scenario === null) === issues.length > 0, () => `a scenario (${String(scenario !== null)}) beside ${String(issues.length)} issues`);
  insist(issues.length <= 1001, () => `${String(issues.length)} issues`);
  wellFormed(issues);
}

/** What is accepted is right: printed it reads the same, and it compiles and runs. */
export function reallyValid(scenario: Scenario): void {
  const printed = printScenario(scenario);
  const again = parseScenario(printed);
  insist(again.scenario !== null, () => `printed, it is refused: ${literal(again.issues[0])}`);
  insist(printScenario(again.scenario) === printed, 'printed and read, it is another scenario');
  const files = Object.fromEntries(traceFiles(scenario).map((name) => [name, 'timestamp,count\n0,2\n60,1\n']));
  const { traces, issues } = resolveTraces(scenario, files);
  wellFormed(issues);
  if (issues.length > 0 || numbersKept(scenario) > mostNumbersKept) return;
  const run = startRun(compileModel(scenario, traces));
  run.advance(1000);
  const { functions } = run.result();
  insist(Object.keys(functions).length >= Object.keys(scenario.functions).length, 'a function has no result');
}

/**
 * For how many minutes and things a run keeps numbers, each minute of each: it makes room for all of them at its start. What takes
 * more than two gigabytes is refused; what takes nearly as much takes a second to make room for, and is not tried here.
 */
function numbersKept({ duration, functions, streams, queues, eventSourceMappings }: Scenario): number {
  const minutes = (parseDuration(duration) ?? 0) / 60_000_000;
  const qualified = Object.values(functions).reduce((sum, { versions = {}, aliases = {} }) => sum + 1 + Object.keys(versions).length + Object.keys(aliases).length, 0);
  const shards = Object.values(streams).reduce((sum, { ShardCount }) => sum + ShardCount, 0);
  const readers = Object.keys(eventSourceMappings).length;
  return minutes * (qualified + Object.keys(queues).length + readers * (1 + shards));
}

const mostNumbersKept = 100_000;
