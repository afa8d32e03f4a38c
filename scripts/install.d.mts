/** Runs `npm ci` if node_modules is not what package-lock.json asks for; throws one readable sentence if that fails. */
export function ensureInstalled(root: string): void;

/** Why node_modules does not answer to package-lock.json, in a few words; null if it does. */
export function whyInstall(root: string): string | null;

/** Throws a sentence that says what to do if this Node is too old. */
export function requireNode(version?: string): void;

/** Runs npm with these words in `folder`, showing its output; returns its exit status. */
export function npm(words: string[], folder: string): number | null;
