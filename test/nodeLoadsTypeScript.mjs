/**
 * Lets Node itself load the TypeScript of this project (`node --import` this file), for the tests that simulate for long.
 *
 * The test runner's own way puts every import behind an object, which makes each call in a simulation's hot loops slower; so loaded
 * they run as they do for users. Vite's own compiler takes the types away, and nothing else is changed.
 */
import { readFile } from 'node:fs/promises';
import { createRequire, register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Node calls the function below in a thread of its own, which loads this same file.
if (isMainThread) register(import.meta.url);

// The compiler comes with Vite; to load all of Vite for it would take every test file half a second.
const compiler = createRequire(createRequire(import.meta.url).resolve('vite')).resolve('rolldown/utils');
const { transformSync } = await import(pathToFileURL(compiler).href);

/** What Node calls for every module that is imported. */
export async function load(/** @type {string} */ url, /** @type {any} */ context, /** @type {(url: string, context: any) => any} */ next) {
  const [address = ''] = url.split('?');
  if (!address.endsWith('.ts') || address.includes('/node_modules/')) return next(url, context);
  const path = fileURLToPath(address);
  const { code, map, errors } = transformSync(path, await readFile(path, 'utf8'), { target: 'node20', sourcemap: true });
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}`);
  // So that a failure is shown at its place in the TypeScript.
  const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
  return { format: 'module', source, shortCircuit: true };
}
