import { shown, type Issue } from '../scenario/issue.ts';
import { latest } from '../scenario/versions.ts';
import { functionNames, isQualifier, qualifiers, readFunctionName, type FunctionReference } from './functionName.ts';

/** Where and when a request is made, and of which function. */
export interface RequestContext {
  /** `us-east-2`. */
  region: string;
  /** Twelve digits. */
  account: string;
  functionName: string;
  /** Seconds since 1970. */
  now: number;
}

/** The function that the context speaks of. */
export function contextFunction({ functionName, region, account }: RequestContext): FunctionReference {
  return { name: functionName, region, account };
}

/**
 * Which version or alias a request means: its `Qualifier`, or the one in its `FunctionName`, or `$LATEST`; and everything
 * that is wrong with the two. [CFG-04]
 */
export function qualifierOf(request: Record<string, unknown>, context: RequestContext): { qualifier: string; issues: Issue[] } {
  const { FunctionName: name, Qualifier: given } = request;
  const { issues, reference } = nameIssues(name);
  if (reference !== null && !names(reference, context)) {
    const allowed = `${shown(context.functionName)} of account ${context.account} in ${context.region}`;
    issues.push({ path: 'FunctionName', found: shown(name), allowed, message: `${shown(name)} is another function than ${allowed}.` });
  }
  issues.push(...qualifierIssues(given, reference?.qualifier));
  return { qualifier: typeof given === 'string' ? given : (reference?.qualifier ?? latest), issues };
}

/** The function that a `FunctionName` stands for, if it stands for one; a missing one is no problem here. */
export function nameIssues(name: unknown, path = 'FunctionName'): { reference: FunctionReference | null; issues: Issue[] } {
  if (name === undefined) return { reference: null, issues: [] };
  const reference = typeof name === 'string' ? readFunctionName(name) : null;
  if (reference !== null) return { reference, issues: [] };
  return { reference, issues: [{ path, found: shown(name), allowed: functionNames, message: `${shown(name)} is no name of a function.` }] };
}

/** What is wrong with a `Qualifier`, beside the one that the function's name may have inside. */
export function qualifierIssues(given: unknown, inName: string | undefined, path = 'Qualifier'): Issue[] {
  if (given === undefined) return [];
  const issue = (message: string): Issue[] => [{ path, found: shown(given), allowed: qualifiers, clause: 'CFG-04', message }];
  if (typeof given !== 'string' || !isQualifier(given)) return issue(`${shown(given)} is no version, no alias and not "$LATEST".`);
  if (inName !== undefined && inName !== given)
    return issue(`The qualifier in the function's name, ${shown(inName)}, does not match the qualifier ${shown(given)}.`);
  return [];
}

function names({ name, region = '', account = '' }: FunctionReference, context: RequestContext): boolean {
  return name === context.functionName && (region === '' || region === context.region) && (account === '' || account === context.account);
}
