import { lint, type Finding } from '../../sim/lint/lint.ts';
import { applySettings, parseScenario } from '../../sim/scenario/parse.ts';
import type { Scenario, ScenarioInput } from '../../sim/scenario/schema.ts';

export type FunctionInput = ScenarioInput['functions'][string];

/** A function `f` that gets an event a second, fails into a queue and gives nothing to remark; `others` change the scenario. */
export function sound(f: FunctionInput = {}, others: Omit<Partial<ScenarioInput>, 'functions'> & { functions?: Record<string, FunctionInput> } = {}): ScenarioInput {
  const { EventInvokeConfig, ...settings } = f;
  return {
    version: 1,
    duration: '1h',
    traffic: [{ to: 'f', arrivals: { constant: { rate: '1/s' } } }],
    ...others,
    functions: { f: { ...settings, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } }, ...EventInvokeConfig } }, ...others.functions },
    destinations: { failed: { type: 'SQS' }, ...others.destinations },
  };
}

/** An EventInvokeConfig whose failures go to `failed`. */
export const caught = { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } };

export function parsed(scenario: unknown): Scenario {
  const { scenario: valid, issues } = parseScenario(JSON.stringify(scenario));
  if (valid === null) throw new Error(`this is no valid scenario:\n${issues.map(({ path, message }) => `  ${path}: ${message}`).join('\n')}`);
  return valid;
}

export function findingsOf(scenario: unknown): Finding[] {
  return lint(parsed(scenario));
}

/** The settings of each alternative that a fix offers. */
export function alternativesOf({ fix }: Finding): string[][] {
  const words = fix.match(/--set (?:'(?:[^']|'\\'')*'|\S+)|\S+/g) ?? [];
  const alternatives: string[][] = [[]];
  for (const word of words) {
    if (word === 'or') alternatives.push([]);
    if (word.startsWith('--set ')) alternatives.at(-1)!.push(unquoted(word.slice('--set '.length)));
  }
  return alternatives.filter((settings) => settings.length > 0);
}

/** What a shell makes of one word. */
const unquoted = (word: string): string => (word.startsWith("'") ? word.slice(1, -1).replaceAll(String.raw`'\''`, "'") : word);

/** What is still wrong after each alternative of a fix: the scenario is no longer valid, or the finding is still there. */
export function failuresToMend(scenario: Scenario, finding: Finding): string[] {
  return alternativesOf(finding).flatMap((settings) => {
    const changed = applySettings(JSON.stringify(scenario), settings);
    const { scenario: mended, issues } = parseScenario(changed.text);
    const problems = [...changed.issues, ...issues].map(({ path, message }) => `${settings.join(' ')}: ${path}: ${message}`);
    if (mended === null || problems.length > 0) return problems;
    const count = (of: Scenario): number => lint(of).filter(({ rule }) => rule === finding.rule).length;
    // Where one of two alike was taken out of a list, the other now stands in its place.
    return count(mended) >= count(scenario) && lint(mended).some(({ rule, path }) => rule === finding.rule && path === finding.path) ? [`${settings.join(' ')}: ${finding.path} is still there`] : [];
  });
}
