import type { Plugin } from 'vite';

/**
 * What the simulation thread would carry and never use.
 *
 * The mathematics library asks at every corner whether typed arrays and `Object.defineProperty` exist, and brings what
 * it would take to do without; every browser that the page is built for has them.
 */
export function leanWorker(): Plugin {
  return {
    name: 'lean-worker',
    enforce: 'pre',
    resolveId: (specifier) => (builtIn.has(specifier) ? `${virtual}${specifier}` : null),
    load: (id) => (id.startsWith(virtual) ? `module.exports = ${builtIn.get(id.slice(virtual.length)) ?? ''};` : null),
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
