import { latest } from '../scenario/versions.ts';

/** Which function, and which version or alias of it, a name stands for; what the name does not say is left out. */
export interface FunctionReference {
  name: string;
  qualifier?: string;
  region?: string;
  account?: string;
}

/** What to write where AWS takes the name of a function. */
export const functionNames = 'a function name, name:qualifier, account:function:name or an ARN';
/** What to write where AWS takes a qualifier. */
export const qualifiers = 'a version number, an alias or "$LATEST"';

const pattern =
  /^(?:arn:aws[a-z-]*:lambda:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):function:|(\d{12}):function:)?([A-Za-z0-9_-]{1,140})(?::(\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

/**
 * Reads a function's name in any of AWS's forms: `error`, `error:prod`, `123456789012:function:error`,
 * `arn:aws:lambda:us-east-2:123456789012:function:error:prod`. Null for anything else.
 */
export function readFunctionName(text: string): FunctionReference | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, region, account = match[3], , name = '', qualifier] = match;
  return {
    name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
  };
}

/** Whether a text is `$LATEST`, a version number or the name of an alias. */
export function isQualifier(text: string): boolean {
  return text === latest || /^(?:[1-9]\d{0,9}|(?!\d+$)[A-Za-z0-9_-]{1,128})$/.test(text);
}
