import data from './measurements.json' with { type: 'json' };

/** Who measured: a name, where it can be read, and what it is. */
export interface Source {
  name: string;
  link: string;
  says: string;
}

/**
 * One figure of the real service, with its source and date. It is one of five kinds: a `value`, or one with the `standardError` it was
 * published with; a value known only `between` two; `several` of one kind; the time that something took `atMost`; an `outcome`.
 */
export interface Measurement {
  id: string;
  value?: number;
  standardError?: number;
  between?: number[];
  several?: number[];
  atMost?: number;
  outcome?: unknown;
  unit?: string;
  source: string;
  /** A second source, where figures of both are put together. */
  alsoFrom?: string;
  /** Which file or test of the source. */
  file?: string;
  date: string;
  /** The situation of an experiment with cold starts. */
  arrivalsPerSecond?: number;
  warmMilliseconds?: number;
  coldMilliseconds?: number;
}

export const sources: Record<string, Source> = data.sources;
export const measurements: Measurement[] = data.measurements;
