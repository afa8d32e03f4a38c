import { oneOf, pathText, shown, type Issue } from '../scenario/issue.ts';
import { isRecord } from '../scenario/rule.ts';
import { closest } from '../scenario/suggest.ts';
import type { FunctionReference } from './functionName.ts';
import { sinkArnIssue } from './sinkArn.ts';

/** The settings of asynchronous invocation as a request, a command or a template gives them. */
export interface EventInvokeSettings {
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
  DestinationConfig?: { OnSuccess?: { Destination?: string }; OnFailure?: { Destination?: string } };
}

/** The keys of EventInvokeSettings. */
export const settingKeys = ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'] as const;

/** The ranges of the numbers, with the clause of each. [RTY-02, AGE-01] */
const ranges: Readonly<Record<'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds', { least: number; most: number; clause: string }>> = {
  MaximumRetryAttempts: { least: 0, most: 2, clause: 'RTY-02' },
  MaximumEventAgeInSeconds: { least: 60, most: 21_600, clause: 'AGE-01' },
};

/** What a function, version or alias without a setting of its own has. [RTY-01, AGE-01, CFG-03] */
export const defaults = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 } as const;

/**
 * Everything that is wrong with the settings in an object: numbers outside their ranges, destinations that AWS refuses for
 * the function `source`, keys that there are not. Other keys of the object itself are the caller's business.
 */
export function settingIssues(
  settings: Record<string, unknown>,
  source: FunctionReference | null,
  prefix: readonly PropertyKey[] = [],
): Issue[] {
  const issues: Issue[] = [];
  for (const key of ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds'] as const) {
    const value = settings[key];
    const { least, most, clause } = ranges[key];
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)) continue;
    const allowed = `a whole number from ${least} to ${most}`;
    issues.push({ path: pathText([...prefix, key]), found: shown(value), allowed, clause, message: `${key} must be ${allowed}, but is ${shown(value)}.` });
  }
  issues.push(...destinationIssues(settings['DestinationConfig'], source, [...prefix, 'DestinationConfig']));
  return issues;
}

function* destinationIssues(config: unknown, source: FunctionReference | null, path: readonly PropertyKey[]): Iterable<Issue> {
  if (config === undefined) return;
  if (!isRecord(config)) {
    yield notAnObject(path, config);
    return;
  }
  yield* unknownKeys(config, ['OnSuccess', 'OnFailure'], path);
  for (const kind of ['OnSuccess', 'OnFailure'] as const) {
    const route = config[kind];
    if (route === undefined) continue;
    if (!isRecord(route)) {
      yield notAnObject([...path, kind], route);
      continue;
    }
    yield* unknownKeys(route, ['Destination'], [...path, kind]);
    if (route['Destination'] === undefined) continue;
    const issue = sinkArnIssue(pathText([...path, kind, 'Destination']), route['Destination'], kind, source);
    if (issue !== null) yield issue;
  }
}

/** An issue for each key of an object that it should not have. */
export function* unknownKeys(value: Record<string, unknown>, known: readonly string[], path: readonly PropertyKey[] = []): Iterable<Issue> {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const guess = closest(key, known);
    yield {
      path: pathText([...path, key]),
      found: shown(key),
      allowed: `one of the keys ${oneOf(known)}`,
      message: `${shown(key)} is no key of ${path.length === 0 ? 'this' : pathText(path)}.${guess === null ? '' : ` Did you mean ${shown(guess)}?`}`,
    };
  }
}

/** The issue of a value that should have keys. */
export function notAnObject(path: readonly PropertyKey[], value: unknown): Issue {
  const place = pathText(path);
  return { path: place, found: shown(value), allowed: 'an object', message: `${place === '' ? 'This' : place} must be an object, but is ${shown(value)}.` };
}
