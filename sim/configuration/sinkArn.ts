import { oneOf, shown, type Issue } from '../scenario/issue.ts';
import { readFunctionName, type FunctionReference } from './functionName.ts';

/** Where something is sent to, as far as its rules differ. */
export type Route = 'OnSuccess' | 'OnFailure' | 'DeadLetterConfig';

/** The services that a route may lead to. [DST-01, DLQ-01] */
const services: Record<Route, readonly string[]> = {
  OnSuccess: ['SQS', 'SNS', 'Lambda', 'EventBridge'],
  OnFailure: ['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3'],
  DeadLetterConfig: ['SQS', 'SNS'],
};

const clauses: Record<Route, string> = { OnSuccess: 'DST-01', OnFailure: 'DST-01', DeadLetterConfig: 'DLQ-01' };

const forms: readonly [service: string, form: RegExp][] = [
  ['SQS', /^arn:aws[a-z-]*:sqs:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:[A-Za-z0-9_.-]+$/],
  ['SNS', /^arn:aws[a-z-]*:sns:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:[A-Za-z0-9_.-]+$/],
  ['Lambda', /^arn:aws[a-z-]*:lambda:/],
  ['EventBridge', /^arn:aws[a-z-]*:events:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:event-bus\/[A-Za-z0-9_./-]+$/],
  ['S3', /^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$/],
];

/**
 * What is wrong with an ARN as the end of a route of a function; null if nothing is. The empty text is right: it removes
 * the route. A FIFO queue or topic is allowed as a destination, and its deliveries fail. [DST-11, DST-13, DLQ-15, DST-25]
 */
export function sinkArnIssue(path: string, arn: unknown, route: Route, source: FunctionReference | null): Issue | null {
  if (arn === '') return null;
  const allowed = `the ARN of ${route === 'DeadLetterConfig' ? 'a standard queue or topic' : 'a destination'} of ${oneOf(services[route])}, or "" for none`;
  const issue = (message: string, clause = clauses[route]): Issue => ({ path, found: shown(arn), allowed, clause, message });
  const formula = intrinsic(arn);
  if (formula !== null) return issue(`${formula} is worked out by CloudFormation; write the ARN itself.`);
  if (typeof arn !== 'string') return issue(`${path} must be the text of an ARN, but is ${shown(arn)}.`);
  const service = forms.find(([, form]) => form.test(arn))?.[0];
  const target = service === 'Lambda' ? readFunctionName(arn) : null;
  if (service === undefined || (service === 'Lambda' && target === null)) return issue(`The destination ARN ${shown(arn)} is invalid.`);
  if (!services[route].includes(service)) {
    if (service === 'S3' && route === 'OnSuccess') return issue('An S3 bucket receives failed events only.');
    return issue(`This is the ARN of ${service}; a dead-letter queue is an SQS queue or an SNS topic.`);
  }
  if (route === 'DeadLetterConfig' && arn.endsWith('.fifo')) return issue('A FIFO queue or topic cannot be a dead-letter queue.');
  if (target !== null && isSame(target, source)) return issue("You can't specify the function as a destination for itself.", 'DST-11');
  return null;
}

/** Whether two references name one function, whatever the qualifiers; a part that one of them does not say is taken to agree. */
function isSame(target: FunctionReference, source: FunctionReference | null): boolean {
  if (source === null || target.name !== source.name) return false;
  return (['region', 'account'] as const).every((part) => source[part] === undefined || target[part] === source[part]);
}

/** `!Ref Queue` or `{ "Ref": "Queue" }` as a person writes it; null for any other value. */
export function intrinsic(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const keys = Object.keys(value);
  return keys.length === 1 && /^(?:Ref|Condition|Fn::\w+|!\w+)$/.test(keys[0] ?? '') ? `${keys[0]}: ${shown(Object.values(value)[0])}` : null;
}
