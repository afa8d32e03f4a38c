import { inSeconds, type Time } from '../kernel/time.ts';
import { Ending, ofCopy, Sender, Step, traceSteps, withColdStart, type Trace, type TracedEvent } from '../lambda/trace.ts';
import type { Model } from '../model/model.ts';
import type { Identities } from './identities.ts';
import { conditions, type EventRecord } from './result.ts';

/** Every accepted event's story, in order of id, made one at a time so that any number of them can be written out. */
export function* eventRecords(trace: Trace, model: Model, identities: Identities, until: Time): Iterable<EventRecord> {
  for (let id = 0; id < trace.events; id++) yield eventRecord(id, trace, model, identities, until);
}

/** One accepted event's story; steps at or after `until` are left out. */
export function eventRecord(id: number, trace: Trace, model: Model, identities: Identities, until: Time): EventRecord {
  return recordOf(id, trace.read(id, until), model, identities.requestId(id), traceIdOf(id, trace, model, identities));
}

/** The trace of the event of the traffic that an event descends from. [DST-23] */
export function traceIdOf(id: number, trace: Trace, model: Model, identities: Identities): string {
  const root = trace.rootOf(id);
  return identities.traceId(root, model.startsAt + trace.acceptedAt(root));
}

function recordOf(id: number, event: TracedEvent, model: Model, requestId: string, traceId: string): EventRecord {
  const record: EventRecord = {
    id,
    function: model.functions[event.functionIndex]!.name,
    requestId,
    traceId,
    ...(event.sender < 0 ? {} : { sentBy: Sender.id(event.sender) }),
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
  return running.has(last) ? 'running' : 'waiting';
}

/** Executions of the event itself that returned; those of a second delivery carry a flag and are not among them. */
const failuresIn = (event: TracedEvent): number =>
  event.steps.filter(({ step }) => failing.has(step & stepMask) && (step & ofCopy) === 0).length;

const failing: ReadonlySet<number> = new Set([Step.failed, Step.timedOut, Step.responseTooLarge, Step.functionNotFound]);

const stepMask = ofCopy - 1;

const running: ReadonlySet<number> = new Set([Step.admitted, Step.admittedProvisioned, Step.admittedSpillover, Step.started]);
