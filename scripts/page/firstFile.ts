import type { Plugin } from 'vite';

/**
 * Keeps in one file what a page, or its thread, needs before its first result. Left to itself the bundler takes out whatever some later
 * part needs as well: a telephone then waits for a dozen files of a few hundred bytes, each a journey to the server.
 * `begins` says which entry is meant; to be given to Rolldown's `codeSplitting` as a group with `isNeededAtOnce`.
 */
export function firstFile(begins: (id: string) => boolean): { plugin: Plugin; isNeededAtOnce: (id: string) => boolean } {
  const needed = new Set<string>();
  return {
    isNeededAtOnce: (id) => needed.has(id),
    plugin: {
      name: 'first-file',
      buildEnd() {
        const waiting = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry === true && begins(id));
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
          if (needed.has(id)) continue;
          needed.add(id);
          waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
        }
      },
    },
  };
}
