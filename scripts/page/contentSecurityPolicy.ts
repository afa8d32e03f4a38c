import { createHash } from 'node:crypto';

/** What the browser is to refuse, as the text of a `Content-Security-Policy`. */
export type Policy = Readonly<Record<string, string>>;

const nothingElse: Policy = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  // Addresses of code go through the one policy of ui/state/ownScripts.ts; text becomes code or markup nowhere.
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
};

/** The page as a folder of files: nothing but its own. It forbids itself every connection before there is anything to send (ui/state/noConnections.ts). */
export const folderPolicy: Policy = {
  ...nothingElse,
  'connect-src': "'self'",
  'script-src': "'self'",
  'worker-src': "'self'",
  'manifest-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  // The page makes pictures of its charts, and carries its icon in itself.
  'img-src': "'self' blob: data:",
};

/** The page as one file: this script and this style sheet, and what they carry in themselves. */
export function singleFilePolicy(script: string, style: string): Policy {
  return {
    ...nothingElse,
    'connect-src': "'none'",
    'script-src': hashOf(script),
    'worker-src': 'blob:',
    'style-src': hashOf(style),
    'font-src': 'data:',
    'img-src': 'data: blob:',
  };
}

/** As it stands in the page's head. */
export function policyText(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
