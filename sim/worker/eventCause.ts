import type { EventRecord } from '../engines/result.ts';
import type { Cause, EventOutcome } from './api.ts';

/** Why an event was discarded or late; null for any other. A late one names what took more of its time: waiting for room, or failing and being tried again. */
export function causeOf(outcome: EventOutcome, lifeLine: EventRecord['lifeLine']): Cause | null {
  if (outcome === 'late') return heldUpBy(lifeLine);
  return outcome === 'onTime' || outcome === 'lost' || outcome === 'waiting' || outcome === 'running' ? null : outcome;
}

/** Null: neither, but for instance a long initialisation. Second deliveries live by themselves. */
function heldUpBy(lifeLine: EventRecord['lifeLine']): 'throttled' | 'retried' | null {
  let retrying = 0;
  let initialising = 0;
  let waiting = 0;
  let before: EventRecord['lifeLine'][number] | null = null;
  for (const step of lifeLine) {
    if (step.copy === true) continue;
    if (before !== null) {
      const passed = step.t - before.t;
      // From the start of a handler that fails to the next dispatch.
      if (failing.has(step.what) || failing.has(before.what)) retrying += passed;
      else if (step.what === 'started') initialising += passed;
      else if (step.what !== 'succeeded') waiting += passed;
    }
    if (step.what === 'succeeded') break;
    before = step;
  }
  if (initialising > Math.max(waiting, retrying)) return null;
  return retrying > waiting ? 'retried' : 'throttled';
}

const failing: ReadonlySet<string> = new Set(['failed', 'timedOut', 'functionNotFound']);
