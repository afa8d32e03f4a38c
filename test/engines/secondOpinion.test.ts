import { describe, it } from 'vitest';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { agree } from './agreement.ts';
import { testProperties } from '../properties/holds.ts';
import { ofSecondOpinions } from '../properties/ofSecondOpinions.ts';

describe('second opinions', () => testProperties(ofSecondOpinions));

describe('a second opinion', () => {
  // Sentences of the rules in which the two once differed, each by itself.

  it('an attempt that fails after the age limit is discarded at once, also under the deadline rule', () => {
    agree(one({ Timeout: 900, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 }, behaviour: { duration: { constant: 70 }, errorRate: 1 } }, { ageRule: 'deadline' }));
  });

  it('a steady flow whose first dispatches fall on whole seconds does not keep reading limited', () => {
    // 0.96 s + 40 ms: at every second's end one event is due for its first dispatch, which is not the same as unread.
    const scenario = one({ ReservedConcurrentExecutions: 3, behaviour: { duration: { constant: 0.01 } } }, { dispatch: 'adaptive', dispatchLatency: 0.04 });
    agree({
      ...scenario,
      duration: 30,
      traffic: [{ to: 'a', arrivals: { constant: { rate: '25/s' } }, until: 20 }],
      faults: [{ function: 'a', from: 2, until: 5, systemErrorRate: 1 }],
    });
  });

  it('newEvents: what was accepted before reserved concurrency became 0 is throttled, also if it was never dispatched', () => {
    const scenario = one({}, { dispatch: 'backoff', dispatchLatency: 1, zeroReservedAppliesTo: 'newEvents' });
    agree({ ...scenario, faults: [{ function: 'a', from: 0.5, until: 60, ReservedConcurrentExecutions: 0 }] });
  });

  it('executions end before a raised reservation lets a queue take slots at the same instant', () => {
    const scenario = one({ ReservedConcurrentExecutions: 3, behaviour: { duration: { constant: 2 } } }, { dispatch: 'fifo' });
    agree({
      ...scenario,
      traffic: [{ to: 'a', arrivals: { burst: { count: 6, at: 0 } } }],
      faults: [{ function: 'a', from: 0, until: 2, ReservedConcurrentExecutions: 1 }],
    });
  });

  it.each([
    ['is deleted', { from: 10, until: 50 }],
    ['is there again', { from: 0, until: 10 }],
  ])('what a reservation of 0 drops from a queue is sent to a function that %s at that very instant', (_, deletion) => {
    const scenario = one({ ReservedConcurrentExecutions: 1, Timeout: 900, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'b' } } }, behaviour: { duration: { constant: 30 } } }, { dispatch: 'fifo' });
    agree({
      ...scenario,
      functions: { ...scenario.functions, b: { behaviour: { duration: { constant: 1 }, initDuration: { constant: 0 } } } },
      traffic: [{ to: 'a', arrivals: { burst: { count: 2 } } }],
      faults: [
        { function: 'a', from: 10, until: 50, ReservedConcurrentExecutions: 0 },
        { function: 'b', ...deletion, deleted: true },
      ],
    });
  });

  it('under fifo a new environment goes to the head that has been ready longest, not to what arrives as it is allowed', () => {
    const scenario = one({ Timeout: 900, versions: { '1': {} }, behaviour: { duration: { constant: 5 } } }, { dispatch: 'fifo' });
    agree({
      ...scenario,
      duration: 10,
      account: { ConcurrentExecutions: 2000 },
      traffic: [
        { to: 'a', arrivals: { burst: { count: 1001 } } },
        { to: 'a', qualifier: '1', arrivals: { at: [0.01] } },
      ],
    });
  });

  it('queues that a reservation of 0 empties at one instant are emptied in the order of the file', () => {
    const EventInvokeConfig = { DestinationConfig: { OnFailure: { Destination: 'b' } } };
    const scenario = one({ ReservedConcurrentExecutions: 1, Timeout: 900, EventInvokeConfig, versions: { '1': { EventInvokeConfig } }, behaviour: { duration: { constant: 30 } } }, { dispatch: 'fifo' });
    agree({
      ...scenario,
      functions: { ...scenario.functions, b: { behaviour: { duration: { constant: 1 }, initDuration: { constant: 0 } } } },
      traffic: [
        { to: 'a', arrivals: { burst: { count: 2 } } },
        { to: 'a', qualifier: '1', arrivals: { at: [1] } },
      ],
      faults: [{ function: 'a', from: 10, until: 50, ReservedConcurrentExecutions: 0 }],
    });
  });

  it.each([
    ['the first in the file was queued first', 0, 0],
    ['the first in the file was queued last', 10, 0],
    ['the first in the file was queued first, with a longer limit', 0, 10],
  ])('what expires as an execution ends leaves the queues in the order of the file: %s', (_, atA, atB) => {
    // Of each function's two events the first runs: a's until 70 s, b's for longer. Both second ones expire at 70 s.
    const queued = (from: number, until: number) => ({
      ReservedConcurrentExecutions: 1,
      Timeout: 900,
      EventInvokeConfig: { MaximumEventAgeInSeconds: 70 - from, DestinationConfig: { OnFailure: { Destination: 'c' } } },
      behaviour: { duration: { constant: until - from }, initDuration: { constant: 0 } },
    });
    agree({
      ...one({}, { dispatch: 'fifo' }),
      functions: { a: queued(atA, 70), b: queued(atB, 90), c: { behaviour: { duration: { constant: 1 }, initDuration: { constant: 0 } } } },
      traffic: [
        { to: 'a', arrivals: { burst: { count: 2, at: atA } } },
        { to: 'b', arrivals: { burst: { count: 2, at: atB } } },
      ],
    });
  });

  it('what has run and waits again expires, at one instant, in the order in which it came back', () => {
    // The first runs until 60 s and is ready again at 120 s; the others met no function and are ready from 61 s on. What is left of them expires at 180 s.
    const EventInvokeConfig = { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 180, DestinationConfig: { OnFailure: { Destination: 'b' } } };
    const { functions, ...scenario } = one({ Timeout: 60, EventInvokeConfig, behaviour: { duration: { constant: 62 } } }, { dispatch: 'fifo', deliveryLatency: 0 });
    agree({
      ...scenario,
      account: { ConcurrentExecutions: 1 },
      functions: { ...functions, b: { behaviour: { duration: { constant: 1 }, initDuration: { constant: 0 } } } },
      traffic: [{ to: 'a', arrivals: { burst: { count: 4 } } }],
      faults: [{ function: 'a', from: 1, until: 15, deleted: true }],
    });
  });
});

/** One event at 0 for one function. */
function one(a: ScenarioInput['functions'][string], assumptions: ScenarioInput['assumptions']): ScenarioInput {
  return {
    version: 1,
    duration: 300,
    functions: { a: { ...a, behaviour: { duration: { constant: 0.1 }, initDuration: { constant: 0 }, ...a.behaviour } } },
    traffic: [{ to: 'a', arrivals: { at: [0] } }],
    assumptions: { timing: 'documented', dispatchLatency: 0, duplicateProbability: 0, ...assumptions },
  };
}
