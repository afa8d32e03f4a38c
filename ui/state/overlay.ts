import { signal } from '@preact/signals';
import type { Subject } from './simulation.ts';

/** Another run whose main quantities are drawn as outlines over the charts. */
export interface Overlay {
  /** What the charts showed before a change, without words; or another scenario, with its name. */
  kind: 'ghost' | 'scenario';
  /** What labels and tables call it: a scenario's letter. */
  label: string;
  subject: Subject;
  /** Seconds at which each row of its series starts and ends; it may be shorter or longer than the run on the page. */
  minutes: Float64Array;
  ends: Float64Array;
}

/** What is drawn over the charts; null for nothing. */
export const overlay = signal<Overlay | null>(null);
