import { pathText, shown, type Issue } from '../scenario/issue.ts';
import { readJson } from '../scenario/json.ts';
import { mostIssues, plainData } from '../scenario/plainData.ts';
import { isRecord } from '../scenario/rule.ts';
import { notAnObject, settingIssues, settingKeys, unknownKeys, type EventInvokeSettings } from './eventInvokeSettings.ts';
import { deadLetterIssues, type DeadLetterConfig } from './functionConfiguration.ts';
import { functionNames, qualifiers, type FunctionReference } from './functionName.ts';
import { asWritten } from './printedTemplate.ts';
import type { Refusal } from './refusal.ts';
import { nameIssues, qualifierIssues } from './requestTarget.ts';
import { intrinsic } from './sinkArn.ts';
import { longestYaml, readYaml } from './yaml.ts';

/** One `AWS::Lambda::EventInvokeConfig` of a template. */
export interface EventInvokeConfigResource {
  /** Its name in the template; '' where the resource stands alone. */
  logicalId: string;
  FunctionName: string;
  Qualifier: string;
  config: EventInvokeSettings;
}

/** The dead-letter queue of one `AWS::Lambda::Function` of a template. */
export interface DeadLetterResource {
  logicalId: string;
  /** Left out where CloudFormation chooses the name. */
  FunctionName?: string;
  DeadLetterConfig: DeadLetterConfig;
}

/** What a template says about asynchronous invocation, in the order in which it says it. */
export interface TemplateSettings {
  eventInvokeConfigs: EventInvokeConfigResource[];
  deadLetterConfigs: DeadLetterResource[];
}

/**
 * Reads a CloudFormation template in YAML or JSON, or one resource of it: its EventInvokeConfigs, and the dead-letter
 * queues of its functions; everything else in it is passed over. Values that CloudFormation works out at deployment, such
 * as `!Ref Queue`, are refused where a value itself is needed. [CFG-01, CFG-06, DLQ-15]
 */
export function readTemplate(text: string): TemplateSettings | Refusal {
  const read = text.trimStart().startsWith('{') ? readJson(text) : readYaml(text.length > longestYaml ? text : asWritten(text));
  const plain = plainData(read.value);
  const problem = [...read.issues, ...plain.issues];
  if (problem.length > 0) return { problem: problem.slice(0, mostIssues) };
  const found: TemplateSettings = { eventInvokeConfigs: [], deadLetterConfigs: [] };
  for (const [path, resource] of resourcesOf(plain.value)) problem.push(...take(found, path, resource));
  if (problem.length === 0 && found.eventInvokeConfigs.length + found.deadLetterConfigs.length === 0) problem.push(nothingOfOurs(plain.value));
  return problem.length > 0 ? { problem: problem.slice(0, mostIssues) } : found;
}

const eventInvokeConfigType = 'AWS::Lambda::EventInvokeConfig';
const functionType = 'AWS::Lambda::Function';

/** The resources of a template with their paths, or the one resource that a text is. */
function resourcesOf(template: unknown): [path: string[], resource: unknown][] {
  if (!isRecord(template)) return [];
  if (typeof template['Type'] === 'string') return [[[], template]];
  const resources = template['Resources'];
  return isRecord(resources) ? Object.entries(resources).map(([id, resource]) => [['Resources', id], resource]) : [];
}

/** Adds what a resource says to what was found, or tells what is wrong with it. */
function take(found: TemplateSettings, path: readonly string[], resource: unknown): Issue[] {
  if (!isRecord(resource) || (resource['Type'] !== eventInvokeConfigType && resource['Type'] !== functionType)) return [];
  const logicalId = path[1] ?? '';
  const inside = [...path, 'Properties'];
  const properties = resource['Properties'];
  if (!isRecord(properties)) return [notAnObject(inside, properties)];
  const { FunctionName, Qualifier, DeadLetterConfig, ...rest } = properties;
  const at = (key: string): string => pathText([...inside, key]);
  if (resource['Type'] === functionType) {
    if (DeadLetterConfig === undefined) return [];
    const { reference, issues } = readName(FunctionName, at('FunctionName'));
    issues.push(...deadLetterIssues(DeadLetterConfig, reference, [...inside, 'DeadLetterConfig']));
    if (issues.length === 0 && isRecord(DeadLetterConfig))
      found.deadLetterConfigs.push({ logicalId, ...(typeof FunctionName === 'string' ? { FunctionName } : {}), DeadLetterConfig });
    return issues;
  }
  const { reference, issues } = readName(FunctionName, at('FunctionName'));
  if (FunctionName === undefined) issues.push(missing(at('FunctionName'), functionNames));
  if (Qualifier === undefined) issues.push(missing(at('Qualifier'), qualifiers));
  else if (intrinsic(Qualifier) !== null) issues.push(workedOut(at('Qualifier'), Qualifier, qualifiers));
  else issues.push(...qualifierIssues(Qualifier, reference?.qualifier, at('Qualifier')));
  issues.push(...unknownKeys(properties, ['FunctionName', 'Qualifier', ...settingKeys], inside), ...settingIssues(rest, reference, inside));
  if (issues.length === 0 && typeof FunctionName === 'string' && typeof Qualifier === 'string')
    found.eventInvokeConfigs.push({ logicalId, FunctionName, Qualifier, config: rest });
  return issues;
}

function readName(name: unknown, path: string): { reference: FunctionReference | null; issues: Issue[] } {
  return intrinsic(name) === null ? nameIssues(name, path) : { reference: null, issues: [workedOut(path, name, functionNames)] };
}

function workedOut(path: string, value: unknown, allowed: string): Issue {
  return { path, found: shown(value), allowed, message: `${intrinsic(value)} is worked out by CloudFormation; write the value itself.` };
}

function missing(path: string, allowed: string): Issue {
  return { path, found: 'nothing', allowed, clause: 'CFG-01', message: `${path} is missing.` };
}

function nothingOfOurs(template: unknown): Issue {
  const allowed = `Resources with an ${eventInvokeConfigType}, or with an ${functionType} that has a DeadLetterConfig`;
  return { path: '', found: shown(template), allowed, clause: 'CFG-01', message: `There is nothing about asynchronous invocation here: expected ${allowed}.` };
}
