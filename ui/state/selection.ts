import { signal } from '@preact/signals';
import type { Span } from './workspace.ts';

/** The stretch of simulated time that was marked on a chart; null: none. */
export const selection = signal<Span | null>(null);
