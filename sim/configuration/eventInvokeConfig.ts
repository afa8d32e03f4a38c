import { functionArn } from '../records/arn.ts';
import { pathText, shown, type Issue } from '../scenario/issue.ts';
import { isRecord } from '../scenario/rule.ts';
import { latest } from '../scenario/versions.ts';
import { defaults, notAnObject, settingIssues, settingKeys, unknownKeys, type EventInvokeSettings } from './eventInvokeSettings.ts';
import type { Refusal } from './refusal.ts';
import { contextFunction, qualifierOf, type RequestContext } from './requestTarget.ts';

/**
 * The API of asynchronous invocation's settings. Each operation takes the settings of one function and gives new ones, or
 * refuses; nothing is changed in place. What the operations answer has AWS's keys in AWS's order. [CFG-04, CFG-05]
 */

/** The settings of one function, version or alias, as AWS prints them; a number that was never set is not there. */
export interface EventInvokeConfig {
  /** Seconds since 1970, with milliseconds. */
  readonly LastModified: number;
  /** With the qualifier; `…:$LATEST` for the function itself. */
  readonly FunctionArn: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  /** `{}` where there is no destination. */
  readonly DestinationConfig: { readonly OnSuccess: { readonly Destination?: string }; readonly OnFailure: { readonly Destination?: string } };
}

/** The configurations of one function by qualifier: `$LATEST`, version numbers, aliases. They know nothing of each other. [CFG-03] */
export type EventInvokeConfigs = ReadonlyMap<string, EventInvokeConfig>;

/** What put and update are given. `FunctionName` may be left out: the context says which function it is. */
export interface EventInvokeConfigRequest extends EventInvokeSettings {
  FunctionName?: string;
  /** Left out: the one in the name, or `$LATEST`. */
  Qualifier?: string;
}

/** New settings and what AWS answers. */
export interface EventInvokeConfigAnswer {
  configs: EventInvokeConfigs;
  response: EventInvokeConfig;
}

/** Sets the whole configuration; what the request leaves out is as if it had never been set. [DST-24, DST-25] */
export function putFunctionEventInvokeConfig(
  configs: EventInvokeConfigs,
  request: unknown,
  context: RequestContext,
): EventInvokeConfigAnswer | Refusal {
  const read = readSettings(request, context);
  return 'problem' in read ? read : write(configs, read.qualifier, {}, read.settings, context);
}

/** Changes what the request names and leaves the rest, each destination by itself; refused where nothing is configured. [DST-24, DST-25] */
export function updateFunctionEventInvokeConfig(
  configs: EventInvokeConfigs,
  request: unknown,
  context: RequestContext,
): EventInvokeConfigAnswer | Refusal {
  const read = readSettings(request, context);
  if ('problem' in read) return read;
  const current = configs.get(read.qualifier);
  return current === undefined ? notConfigured(read.qualifier, context) : write(configs, read.qualifier, current, read.settings, context);
}

/** Takes a configuration away, so that the defaults hold again. */
export function deleteFunctionEventInvokeConfig(
  configs: EventInvokeConfigs,
  request: unknown,
  context: RequestContext,
): { configs: EventInvokeConfigs } | Refusal {
  const target = readTarget(request, [], context);
  if ('problem' in target) return target;
  const left = new Map(configs);
  return left.delete(target.qualifier) ? { configs: left } : notConfigured(target.qualifier, context);
}

/** The configuration of one qualifier, or a refusal where it has none. */
export function getFunctionEventInvokeConfig(
  configs: EventInvokeConfigs,
  request: unknown,
  context: RequestContext,
): { response: EventInvokeConfig } | Refusal {
  const target = readTarget(request, [], context);
  if ('problem' in target) return target;
  const response = configs.get(target.qualifier);
  return response === undefined ? notConfigured(target.qualifier, context) : { response };
}

/** All configurations of the function, in the order in which their qualifiers were first configured. */
export function listFunctionEventInvokeConfigs(configs: EventInvokeConfigs): { response: { FunctionEventInvokeConfigs: EventInvokeConfig[] } } {
  return { response: { FunctionEventInvokeConfigs: [...configs.values()] } };
}

/** What holds for an invocation of a qualifier: its own configuration, and the defaults for what is missing there. Nothing is inherited. [CFG-03] */
export function settingsInForce(configs: EventInvokeConfigs, qualifier: string = latest): Required<EventInvokeSettings> {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = configs.get(qualifier) ?? { DestinationConfig: none };
  return {
    MaximumRetryAttempts: MaximumRetryAttempts ?? defaults.MaximumRetryAttempts,
    MaximumEventAgeInSeconds: MaximumEventAgeInSeconds ?? defaults.MaximumEventAgeInSeconds,
    DestinationConfig: { OnSuccess: { ...DestinationConfig.OnSuccess }, OnFailure: { ...DestinationConfig.OnFailure } },
  };
}

const none: EventInvokeConfig['DestinationConfig'] = { OnSuccess: {}, OnFailure: {} };

function readSettings(request: unknown, context: RequestContext): { qualifier: string; settings: EventInvokeSettings } | Refusal {
  const target = readTarget(request, settingKeys, context);
  const given = isRecord(request) ? request : {};
  const problem = [...('problem' in target ? target.problem : []), ...settingIssues(given, contextFunction(context))];
  if ('problem' in target || problem.length > 0) return { problem };
  const settings: EventInvokeSettings = given;
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig: { OnSuccess, OnFailure } = {} } = settings;
  const setsSomething = [MaximumRetryAttempts, MaximumEventAgeInSeconds, OnSuccess, OnFailure].some((value) => value !== undefined);
  return setsSomething ? { qualifier: target.qualifier, settings } : { problem: [nothingToSet(given)] };
}

function readTarget(request: unknown, keys: readonly string[], context: RequestContext): { qualifier: string } | Refusal {
  if (!isRecord(request)) return { problem: [notAnObject([], request)] };
  const { qualifier, issues } = qualifierOf(request, context);
  const problem = [...unknownKeys(request, ['FunctionName', 'Qualifier', ...keys]), ...issues];
  return problem.length > 0 ? { problem } : { qualifier };
}

function nothingToSet(request: Record<string, unknown>): Issue {
  return {
    path: '',
    found: shown(request),
    allowed: `at least one of MaximumRetryAttempts, MaximumEventAgeInSeconds, ${pathText(['DestinationConfig', 'OnSuccess'])}, ${pathText(['DestinationConfig', 'OnFailure'])}`,
    clause: 'DST-25',
    message: 'You must specify at least one of error handling or destination setting.',
  };
}

function notConfigured(qualifier: string, { region, account, functionName }: RequestContext): Refusal {
  const message = `The function ${functionArn(region, account, functionName, qualifier)} doesn't have an EventInvokeConfig`;
  return { problem: [{ path: '', found: shown(qualifier), allowed: 'a qualifier that is configured', clause: 'CFG-03', message }] };
}

function write(
  configs: EventInvokeConfigs,
  qualifier: string,
  before: Partial<EventInvokeConfig>,
  settings: EventInvokeSettings,
  { region, account, functionName, now }: RequestContext,
): EventInvokeConfigAnswer {
  const retries = settings.MaximumRetryAttempts ?? before.MaximumRetryAttempts;
  const age = settings.MaximumEventAgeInSeconds ?? before.MaximumEventAgeInSeconds;
  const route = (kind: 'OnSuccess' | 'OnFailure'): { Destination?: string } => {
    const destination = settings.DestinationConfig?.[kind]?.Destination ?? before.DestinationConfig?.[kind].Destination ?? '';
    return destination === '' ? {} : { Destination: destination };
  };
  const response: EventInvokeConfig = {
    LastModified: Math.round(now * 1000) / 1000,
    FunctionArn: functionArn(region, account, functionName, qualifier),
    ...(retries === undefined ? {} : { MaximumRetryAttempts: retries }),
    ...(age === undefined ? {} : { MaximumEventAgeInSeconds: age }),
    DestinationConfig: { OnSuccess: route('OnSuccess'), OnFailure: route('OnFailure') },
  };
  return { configs: new Map([...configs, [qualifier, response]]), response };
}
