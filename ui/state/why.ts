import { signal } from '@preact/signals';
import type { SimulationRequest } from '../../sim/worker/api.ts';

/** The run of which somebody asked why its worst event fared as it did, until the answer is on the page; null: nobody asks. */
export const whyAsked = signal<SimulationRequest | null>(null);
