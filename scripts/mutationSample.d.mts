/** A place in a file; lines count from 0. */
export interface Place {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

/** Whether a mutant, as Stryker has it before it is tried, is in the sample. */
export function isDrawnMutant(mutant: { fileName: string; location: Place }): boolean;

/** What keeps mutants out of a file: gives a reason, or nothing where something in the subtree is drawn. */
export const subtreesWithoutADrawnPlace: { shouldIgnore(path: { node: object; key: unknown; hub: { file: { opts: { filename: string } } } }): string | undefined };
