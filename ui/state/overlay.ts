import { signal } from '@preact/signals';
import type { Subject } from './simulation.ts';

/** A second run over the charts of the first: what was there before the last change, or another scenario. */
export interface Overlay {
  kind: 'ghost' | 'scenario';
  /** A scenario's letter; of a ghost, what a reader hears. */
  label: string;
  subject: Subject;
  minutes: Float64Array;
  ends: Float64Array;
}

export const overlay = signal<Overlay | null>(null);
