import type { ShownRun, Subject } from './simulation.ts';

/** Whether a run has streams, queues or mappings to tell of. */
export function hasEventSources({ snapshot: { result } }: ShownRun): boolean {
  return result.eventSourceMappings !== undefined || result.queues !== undefined;
}

/** Whether events are what a run is about: false where only mappings invoke functions. */
export function isAboutEvents(run: ShownRun): boolean {
  return run.scenario.traffic.length > 0 || !hasEventSources(run);
}

/** Whether any mapping reads a stream. */
export function hasStreamMappings({ snapshot: { result } }: ShownRun): boolean {
  return Object.values(result.eventSourceMappings ?? {}).some(({ source }) => source === 'stream');
}

/** Whether nobody invokes the subject asynchronously, for it is mappings that invoke it: then it has no events to tell of. */
export function isWithoutEvents(run: ShownRun, { name, result }: Subject): boolean {
  if (!hasEventSources(run) || result.received + result.rejected > 0) return false;
  return !isAboutEvents(run) || Object.values(run.scenario.eventSourceMappings).some(({ FunctionName, qualifier }) => name === FunctionName || name === `${FunctionName}:${qualifier ?? ''}`);
}
