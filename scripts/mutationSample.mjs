/**
 * A plugin of Stryker that tries a random share of all mutants: those at places whose hash is small enough. The hash is of the file,
 * the place in it and the seed, so that the same seed draws the same places again; all mutants of one place are drawn together.
 *
 * It works twice. Before mutants are written into a file, Stryker lets a plugin leave out whole subtrees of it (`shouldIgnore`): those
 * without a drawn place go, which keeps the code fast. Before a mutant is tried, it asks for that one (`check`), and that is exact.
 *
 * HEADROOM_MUTATION_SHARE (from 0 to 1) and HEADROOM_MUTATION_SEED are how scripts/mutation.mjs tells it, also in other processes.
 */
import { createHash } from 'node:crypto';
import { CheckStatus } from '@stryker-mutator/api/check';
import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** @typedef {{ line: number, column: number }} Position */
/** @typedef {{ start: Position, end: Position }} Place a place in a file; lines count from 0 */
/** @typedef {{ type: string, loc?: Place | null }} Node */
/** @typedef {{ node: Node, key: unknown, hub: { file: { opts: { filename: string } } } }} Path */
/** @typedef {{ fileName: string, location: Place }} Mutant */

/** What Stryker has mutators for; besides, whatever a loop or a condition tests. */
const mutable = /^(?!Numeric|TS|Member).*(Expression|Statement|Literal|SwitchCase)$/;

/** Whether the places in the subtree are drawn, by its root, as far as it is known. */
const known = /** @type {WeakMap<Node, boolean>} */ (new WeakMap());

/** Whether a place is in the sample; lines count from 0. Stryker works on a copy of the project, so of the file's path only the end counts. */
function isDrawn(/** @type {string} */ path, /** @type {Position} */ start, /** @type {Position} */ end) {
  const { HEADROOM_MUTATION_SHARE: share, HEADROOM_MUTATION_SEED: seed } = process.env;
  const place = `${seed} ${path.slice(path.lastIndexOf('/sim/'))} ${start.line}:${start.column} ${end.line}:${end.column}`;
  return createHash('sha256').update(place).digest().readUInt32BE(0) < Number(share) * 2 ** 32;
}

/** Whether a mutant, as Stryker has it before it is tried, is in the sample. */
export function isDrawnMutant(/** @type {Mutant} */ { fileName, location }) {
  return isDrawn(fileName, location.start, location.end);
}

/** Whether anything in a subtree is drawn; `isTest` says that its root is what a loop or a condition tests. */
function holdsDrawn(/** @type {string} */ path, /** @type {Node} */ node, /** @type {boolean} */ isTest) {
  let holds = known.get(node);
  if (holds !== undefined) return holds;
  holds = (isTest || mutable.test(node.type)) && isDrawnNode(path, node);
  for (const [key, value] of Object.entries(node)) {
    for (const child of /** @type {unknown[]} */ ([value]).flat()) if (isNode(child) && holdsDrawn(path, child, key === 'test')) holds = true;
  }
  known.set(node, holds);
  return holds;
}

/** The compiler counts lines from 1. */
function isDrawnNode(/** @type {string} */ path, /** @type {Node} */ { loc }) {
  return loc != null && isDrawn(path, { ...loc.start, line: loc.start.line - 1 }, { ...loc.end, line: loc.end.line - 1 });
}

/** @returns {value is Node} */
function isNode(/** @type {any} */ value) {
  return typeof value?.type === 'string' && value.loc != null;
}

export const subtreesWithoutADrawnPlace = {
  shouldIgnore(/** @type {Path} */ { node, key, hub }) {
    return holdsDrawn(hub.file.opts.filename, node, key === 'test') ? undefined : 'not drawn';
  },
};

class Checker {
  async init() {}

  async group(/** @type {(Mutant & { id: string })[]} */ mutants) {
    return [mutants.map(({ id }) => id)];
  }

  async check(/** @type {(Mutant & { id: string })[]} */ mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, isDrawnMutant(mutant) ? { status: CheckStatus.Passed } : { status: CheckStatus.CompileError, reason: 'not drawn' }]));
  }
}

// The cast: a class that wants nothing injected may leave out saying so, which the type does not know.
export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sample', subtreesWithoutADrawnPlace), declareClassPlugin(PluginKind.Checker, 'sample', /** @type {any} */ (Checker))];
