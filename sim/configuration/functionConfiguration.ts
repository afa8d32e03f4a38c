import { destinationArn } from '../records/arn.ts';
import { pathText, shown, type Issue } from '../scenario/issue.ts';
import { readJson } from '../scenario/json.ts';
import { plainData } from '../scenario/plainData.ts';
import { isRecord } from '../scenario/rule.ts';
import { latest } from '../scenario/versions.ts';
import { notAnObject, unknownKeys } from './eventInvokeSettings.ts';
import type { FunctionReference } from './functionName.ts';
import type { Refusal } from './refusal.ts';
import { contextFunction, nameIssues, qualifierOf, type RequestContext } from './requestTarget.ts';
import { sinkArnIssue } from './sinkArn.ts';

/** Where dead letters go; without `TargetArn`, nowhere. [DLQ-15] */
export interface DeadLetterConfig {
  TargetArn?: string;
}

/** The part of a function's configuration that its versions keep: what `$LATEST` has now, and what each version was published with. [DLQ-07] */
export interface FunctionConfigurations {
  readonly latest: DeadLetterConfig;
  /** By version number, in the order of publication. */
  readonly versions: ReadonlyMap<string, DeadLetterConfig>;
}

/** What the operations answer, as far as it is modelled. */
export interface FunctionConfiguration {
  FunctionName: string;
  /** Of a version, with its number. */
  FunctionArn: string;
  Version: string;
  /** Left out where there is no dead-letter queue. */
  DeadLetterConfig?: DeadLetterConfig;
}

/** New configurations and what AWS answers. */
export interface FunctionConfigurationAnswer {
  configurations: FunctionConfigurations;
  response: FunctionConfiguration;
}

/** A function before anything was set or published. */
export const unconfigured: FunctionConfigurations = { latest: {}, versions: new Map() };

/** Sets the dead-letter queue of `$LATEST`: an empty `DeadLetterConfig` leaves it as it is, an empty `TargetArn` removes it. [DLQ-07, DLQ-15] */
export function updateFunctionConfiguration(
  configurations: FunctionConfigurations,
  request: unknown,
  context: RequestContext,
): FunctionConfigurationAnswer | Refusal {
  if (!isRecord(request)) return { problem: [notAnObject([], request)] };
  const { qualifier, issues } = qualifierOf({ FunctionName: request['FunctionName'] }, context);
  const problem = [
    ...unknownKeys(request, ['FunctionName', 'DeadLetterConfig']),
    ...issues,
    ...(qualifier === latest ? [] : [published(request['FunctionName'], qualifier)]),
    ...deadLetterIssues(request['DeadLetterConfig'], contextFunction(context)),
  ];
  if (problem.length > 0) return { problem };
  const { DeadLetterConfig }: { DeadLetterConfig?: DeadLetterConfig } = request;
  const target = DeadLetterConfig?.TargetArn ?? configurations.latest.TargetArn ?? '';
  const changed = target === '' ? {} : { TargetArn: target };
  return { configurations: { ...configurations, latest: changed }, response: answer(changed, latest, context) };
}

/**
 * Publishes `$LATEST` as the next version, which keeps the dead-letter queue of this moment for good. A function that has
 * not changed since it was last published gives that version again, as AWS does. [DLQ-07]
 */
export function publishVersion(configurations: FunctionConfigurations, context: RequestContext): FunctionConfigurationAnswer {
  const { latest: current, versions } = configurations;
  const last = String(versions.size);
  if (versions.get(last)?.TargetArn === current.TargetArn && versions.has(last))
    return { configurations, response: answer(current, last, context) };
  const version = String(versions.size + 1);
  return {
    configurations: { latest: current, versions: new Map([...versions, [version, { ...current }]]) },
    response: answer(current, version, context),
  };
}

/**
 * Reads the `DeadLetterConfig` out of a function's configuration in JSON, as the older guide prints it beside the
 * function's other settings, which are passed over.
 */
export function readDeadLetterConfig(text: string): { FunctionName?: string; DeadLetterConfig: DeadLetterConfig } | Refusal {
  const read = readJson(text);
  if (!read.readable) return { problem: read.issues };
  const plain = plainData(read.value);
  const problem = [...read.issues, ...plain.issues];
  if (!isRecord(plain.value)) return { problem: [...problem, notAnObject([], plain.value)] };
  const { FunctionName: name, DeadLetterConfig: config } = plain.value;
  const { reference, issues } = nameIssues(name);
  problem.push(...issues, ...(config === undefined ? [noDeadLetterConfig(plain.value)] : deadLetterIssues(config, reference)));
  if (problem.length > 0 || !isRecord(config)) return { problem };
  return { ...(typeof name === 'string' ? { FunctionName: name } : {}), DeadLetterConfig: config };
}

/** Everything that is wrong with a `DeadLetterConfig`; a missing one is right. [DLQ-01, DLQ-15] */
export function deadLetterIssues(config: unknown, source: FunctionReference | null, path: readonly PropertyKey[] = ['DeadLetterConfig']): Issue[] {
  if (config === undefined) return [];
  if (!isRecord(config)) return [notAnObject(path, config)];
  const target = config['TargetArn'];
  const issue = target === undefined ? null : sinkArnIssue(pathText([...path, 'TargetArn']), target, 'DeadLetterConfig', source);
  return [...unknownKeys(config, ['TargetArn'], path), ...(issue === null ? [] : [issue])];
}

function answer(config: DeadLetterConfig, version: string, { region, account, functionName }: RequestContext): FunctionConfiguration {
  return {
    FunctionName: functionName,
    FunctionArn: destinationArn('Lambda', region, account, functionName, version === latest ? null : version),
    Version: version,
    ...(config.TargetArn === undefined ? {} : { DeadLetterConfig: { TargetArn: config.TargetArn } }),
  };
}

function published(name: unknown, qualifier: string): Issue {
  return {
    path: 'FunctionName',
    found: shown(name),
    allowed: 'the function itself',
    clause: 'DLQ-07',
    message: `A published version keeps its configuration: ${shown(qualifier)} cannot be changed.`,
  };
}

function noDeadLetterConfig(value: Record<string, unknown>): Issue {
  return { path: 'DeadLetterConfig', found: 'nothing', allowed: '{ "TargetArn": "an ARN" }', clause: 'DLQ-15', message: `There is no DeadLetterConfig in ${shown(value)}.` };
}
