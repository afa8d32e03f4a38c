import { inSeconds, type Time } from '../kernel/time.ts';
import { Ending, ofCopy, Step, traceSteps, withColdStart, type Trace, type TracedEvent } from '../lambda/trace.ts';
import type { Model } from '../model/model.ts';
import { conditions, type EventRecord } from './result.ts';

/** Every accepted event's story, in order of id, made one at a time so that any number of them can be written out. */
export function* eventRecords(trace: Trace, model: Model, until: Time): Iterable<EventRecord> {
  for (let id = 0; id < trace.events; id++) yield eventRecord(id, trace.read(id, until), model);
}

function eventRecord(id: number, event: TracedEvent, model: Model): EventRecord {
  const record: EventRecord = {
    id,
    function: model.functions[event.functionIndex]!.name,
    acceptedAt: inSeconds(event.steps[0]!.at),
    endedAt: event.ending === Ending.none ? null : inSeconds(event.endedAt),
    outcome: outcomeOf(event),
    lifeLine: event.steps.map(({ at, step }) => {
      const { what, clause } = traceSteps[step & stepMask]!;
      return {
        t: inSeconds(at),
        what,
        clause,
        ...((step & ofCopy) === 0 ? {} : { copy: true as const }),
        ...((step & withColdStart) === 0 ? {} : { coldStart: true as const }),
      };
    }),
  };
  const executions = event.ending === Ending.none ? failuresIn(event) : event.executions;
  const { lifeLine, ...rest } = record;
  return {
    ...rest,
    ...(event.ending >= Ending.discarded ? { condition: conditions[event.ending - Ending.discarded]! } : {}),
    ...(event.ending === Ending.lost ? {} : { approximateInvokeCount: executions }),
    lifeLine,
  };
}

function outcomeOf(event: TracedEvent): EventRecord['outcome'] {
  if (event.ending === Ending.delivered) return 'delivered';
  if (event.ending === Ending.lost) return 'lost';
  if (event.ending >= Ending.discarded) return 'discarded';
  const own = event.steps.filter(({ step }) => (step & ofCopy) === 0);
  const last = own[own.length - 1]!.step & stepMask;
  return last === Step.admitted || last === Step.started ? 'running' : 'waiting';
}

/** Executions of the event itself that returned; those of a second delivery carry a flag and are not among them. */
const failuresIn = (event: TracedEvent): number =>
  event.steps.filter(({ step }) => step === Step.failed || step === Step.timedOut).length;

const stepMask = ofCopy - 1;
