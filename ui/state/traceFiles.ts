import { signal } from '@preact/signals';
import { baseName, bundledTrace } from './gallery.ts';

/** The trace files that were opened here, by name. */
export const userTraces = signal<ReadonlyMap<string, string>>(new Map());

/** Makes trace files available to the scenarios that name them. */
export function openUserTraces(traces: ReadonlyMap<string, string>): void {
  if (traces.size > 0) userTraces.value = new Map([...userTraces.value, ...traces]);
}

/** The text of a trace file that a scenario names: one that was opened here, or one that ships with the page. */
export async function traceFile(name: string): Promise<string | null> {
  return userTraces.value.get(baseName(name)) ?? (await bundledTrace(name));
}
