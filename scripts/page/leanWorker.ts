import type { Plugin } from 'vite';

/**
 * What the simulation thread would carry and never use.
 *
 * The mathematics library asks at every corner whether typed arrays and `Object.defineProperty` exist, and brings what
 * it would take to do without; every browser that the page is built for has them. The `doc` sentences of the parameter
 * table are for forms and documentation; the thread reads labels, units and clauses only.
 */
export function leanWorker(): Plugin {
  return {
    name: 'lean-worker',
    enforce: 'pre',
    resolveId: (specifier) => (builtIn.has(specifier) ? `${virtual}${specifier}` : null),
    load: (id) => (id.startsWith(virtual) ? `module.exports = ${builtIn.get(id.slice(virtual.length)) ?? ''};` : null),
    transform: (code, id) => (/\/sim\/scenario\/\w+\.ts$/.test(id) ? { code: code.replace(docSentence, `doc: ''`), map: null } : null),
  };
}

const virtual = '\0built-in:';

const builtIn = new Map([
  ['@stdlib/array-float64', 'Float64Array'],
  ['@stdlib/array-uint8', 'Uint8Array'],
  ['@stdlib/array-uint16', 'Uint16Array'],
  ['@stdlib/array-uint32', 'Uint32Array'],
  ['@stdlib/utils-define-property', 'Object.defineProperty'],
]);

/** A property `doc` that is one string literal without anything to fill in. */
const docSentence = /\bdoc:\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.)*`)/g;
