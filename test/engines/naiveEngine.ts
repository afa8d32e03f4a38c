import type { Scenario, LambdaFunction } from '../../sim/scenario/schema.ts';

/**
 * A second opinion: the rules for asynchronous invocation told once more, as plainly as possible, from the written rules and
 * not from the engine. The future is a list that is searched from end to end for the next thing; every event is an object.
 *
 * It understands what has no randomness: constant durations, scripts, rates of 0 or 1, documented timing, and arrivals that
 * are `constant`, `burst`, `at` or `counts` in front of their interval. Durations must be numbers of seconds (or `"60s"`, as the defaults are).
 */
export function secondOpinion(scenario: Scenario): Opinion {
  const { assumptions } = scenario;
  const { dispatch } = assumptions;
  const duration = us(scenario.duration);
  const due: Due[] = [];
  let scheduled = 0;
  let now = 0;
  const schedule = (time: number, phase: number, what: () => void): void => {
    due.push({ time, phase, order: scheduled++, what });
  };

  const events: NaiveEvent[] = [];
  const functions = Object.entries(scenario.functions).map(([name, config]) => newFunction(name, config));
  const byName = new Map(functions.map((lambda) => [lambda.name, lambda]));

  // --- settings that faults change: the last written that covers the instant wins -------------------------------------------
  const setting = <K extends Changeable>(lambda: NaiveFunction, key: K, usual: number, time: number): number => {
    let value = usual;
    for (const fault of scenario.faults)
      if ('function' in fault && fault.function === lambda.name && us(fault.from) <= time && time < us(fault.until)) value = fault[key] ?? value;
    return value;
  };
  const reserved = (lambda: NaiveFunction, time = now): number =>
    setting(lambda, 'ReservedConcurrentExecutions', lambda.config.ReservedConcurrentExecutions ?? -1, time);
  const accepts = (destination: string | undefined): boolean | undefined => {
    if (destination === undefined) return undefined;
    let failureRate = 0;
    for (const fault of scenario.faults)
      if ('destination' in fault && fault.destination === destination && us(fault.from) <= now && now < us(fault.until)) failureRate = fault.failureRate;
    return failureRate === 0;
  };

  // --- slots, environments, tokens ------------------------------------------------------------------------------------------
  const slotFree = (lambda: NaiveFunction): boolean => {
    const own = reserved(lambda);
    // What runs keeps its slot when a reservation is lowered, and the account's limit holds for all together.
    if (functions.reduce((sum, other) => sum + other.running, 0) >= scenario.account.ConcurrentExecutions) return false;
    if (own >= 0) return lambda.running < own;
    const shared = functions.filter((other) => reserved(other) < 0).reduce((sum, other) => sum + other.running, 0);
    const reservations = functions.reduce((sum, other) => sum + Math.max(0, reserved(other)), 0);
    return shared < scenario.account.ConcurrentExecutions - reservations;
  };
  const forgetIdle = (lambda: NaiveFunction): void => {
    lambda.idleSince = lambda.idleSince.filter((since) => now - since < us(assumptions.idleExpiry as number));
  };
  const refill = (lambda: NaiveFunction): void => {
    lambda.tokenTime = Math.min(1000 * microsecondsPerToken, lambda.tokenTime + now - lambda.refilledAt);
    lambda.refilledAt = now;
  };
  /** Whether an environment can be had now, warm or new. */
  const environmentFree = (lambda: NaiveFunction): boolean => {
    forgetIdle(lambda);
    refill(lambda);
    return lambda.idleSince.length > 0 || lambda.tokenTime >= microsecondsPerToken;
  };

  // --- one attempt ----------------------------------------------------------------------------------------------------------
  const admit = (delivery: Delivery): void => {
    const { lambda } = delivery;
    const cold = lambda.idleSince.length === 0;
    if (cold) lambda.tokenTime -= microsecondsPerToken;
    else lambda.idleSince.pop(); // the most recently used
    lambda.running++;
    lambda.counts.maxConcurrency = Math.max(lambda.counts.maxConcurrency, lambda.running);
    lambda.counts.Invocations++;
    if (cold) lambda.counts.ColdStarts++;
    delivery.refusals = 0;
    delivery.event.state = delivery.copy ? delivery.event.state : 'running';
    note(delivery, 'admitted', cold);
    const attempt = attemptOf(delivery);
    const startedAt = now + (cold ? us(constantOf(lambda.config.behaviour.initDuration)) : 0);
    if (startedAt < duration) note(delivery, 'started', false, startedAt);
    const timedOut = attempt.result === 'timeout' || attempt.duration > us(lambda.config.Timeout);
    const endsAt = startedAt + (timedOut ? us(lambda.config.Timeout) : attempt.duration);
    schedule(endsAt, 0, () => end(delivery, timedOut ? 'timeout' : attempt.result, startedAt));
  };
  const attemptOf = ({ lambda, event, executions }: Delivery): { duration: number; result: string } => {
    const { behaviour } = lambda.config;
    const drawn = Math.round(us(constantOf(behaviour.duration)) * setting(lambda, 'durationFactor', 1, now));
    const scripted = behaviour.script.find((story) => story.event === event.placeInFunction)?.attempts[executions];
    if (scripted) return { duration: scripted.duration === undefined ? drawn : us(scripted.duration), result: scripted.result };
    const fails = behaviour.poisonRate === 1 || setting(lambda, 'errorRate', behaviour.errorRate, now) === 1;
    return { duration: drawn, result: fails ? 'error' : 'success' };
  };
  const end = (delivery: Delivery, result: string, startedAt: number): void => {
    const { lambda, event } = delivery;
    lambda.running--;
    if (result !== 'timeout') lambda.idleSince.push(now);
    delivery.executions++;
    note(delivery, result === 'success' ? 'succeeded' : result === 'timeout' ? 'timedOut' : 'failed');
    if (result === 'success') {
      if (!delivery.copy) {
        const onTime = startedAt - event.acceptedAt <= us(scenario.delayTarget);
        lambda.counts[onTime ? 'onTime' : 'delayed']++;
        if (delivery.executions > 1) lambda.counts.afterRetry++;
        finish(delivery, 'delivered');
      }
    } else {
      lambda.counts.Errors++;
      const { MaximumRetryAttempts } = lambda.config.EventInvokeConfig;
      if (delivery.executions > MaximumRetryAttempts) drop(delivery, 'RetriesExhausted');
      else wait(delivery, 60_000_000 * delivery.executions);
    }
    // Freed slots are taken when all that end at this instant have ended.
    if (dispatch === 'fifo') schedule(now, 0.6, serve);
  };

  // --- waiting and leaving --------------------------------------------------------------------------------------------------
  const limitOf = ({ lambda, event }: Delivery): number => event.acceptedAt + us(lambda.config.EventInvokeConfig.MaximumEventAgeInSeconds);
  const wait = (delivery: Delivery, time: number): void => {
    const limit = limitOf(delivery);
    if (!delivery.copy) delivery.event.state = 'waiting';
    if (now + time < limit) schedule(now + time, 4, () => deliver(delivery));
    else if (assumptions.ageRule === 'lookAhead' || now >= limit) drop(delivery, 'EventAgeExceeded');
    else schedule(limit, 2, () => drop(delivery, 'EventAgeExceeded'));
  };
  const drop = (delivery: Delivery, condition: string): void => {
    note(delivery, 'dropped');
    if (delivery.copy) return;
    const { counts, config } = delivery.lambda;
    counts[condition] = (counts[condition] ?? 0) + 1;
    const sinks = [accepts(config.DeadLetterConfig.TargetArn), accepts(config.EventInvokeConfig.DestinationConfig.OnFailure.Destination)];
    counts[sinks.includes(true) ? 'captured' : 'gone']++;
    finish(delivery, 'discarded', condition);
  };
  const finish = ({ event, executions }: Delivery, state: NaiveEvent['state'], condition?: string): void => {
    event.state = state;
    event.endedAt = now;
    event.executions = executions;
    if (condition !== undefined) event.condition = condition;
  };

  // --- dispatch: the three disciplines --------------------------------------------------------------------------------------
  /** An event is ready to be sent: for the first time, or after a wait. */
  const deliver = (delivery: Delivery): void => {
    const { lambda } = delivery;
    if (dispatch === 'fifo') {
      if (hitsZero(delivery)) return drop(delivery, 'ZeroReservedConcurrency');
      const place = { delivery, ready: now };
      lambda.queue.push(place);
      lambda.queue.sort((a, b) => before(a, b));
      schedule(limitOf(delivery), 2, () => {
        if (!lambda.queue.includes(place)) return;
        lambda.queue = lambda.queue.filter((other) => other !== place);
        drop(delivery, 'EventAgeExceeded');
      });
      serve();
    } else if (lambda.limited && !delivery.read) leaveUnread(delivery);
    else attemptDispatch(delivery);
  };
  const leaveUnread = (delivery: Delivery): void => {
    const { lambda } = delivery;
    lambda.unread.push(delivery);
    schedule(limitOf(delivery), 2, () => {
      if (!lambda.unread.includes(delivery)) return;
      lambda.unread = lambda.unread.filter((other) => other !== delivery);
      drop(delivery, 'EventAgeExceeded');
    });
  };
  const latency = us((assumptions.dispatchLatency as number | undefined) ?? 0);
  /** From acceptance to the first dispatch. How that goes with limited reading is the engine's reading of the rules. */
  const approach = (delivery: Delivery): void => {
    const { lambda, event } = delivery;
    if (lambda.limited) return leaveUnread(delivery);
    lambda.coming.push(delivery);
    schedule(event.acceptedAt + latency, 4, () => {
      if (!lambda.coming.includes(delivery)) return;
      lambda.coming = lambda.coming.filter((other) => other !== delivery);
      deliver(delivery);
    });
  };
  const readableFrom = (lambda: NaiveFunction): number => (lambda.unread.length === 0 ? Infinity : lambda.unread[0]!.event.acceptedAt + latency);
  const hitsZero = ({ lambda, event }: Delivery): boolean => {
    if (reserved(lambda) !== 0) return false;
    // A new event is one that was accepted since reserved concurrency became 0: it has never been anything else in its life.
    const changes = scenario.faults.flatMap(({ from, until }) => [us(from), us(until)]).filter((change) => event.acceptedAt < change && change <= now);
    return assumptions.zeroReservedAppliesTo === 'queuedEvents' || [event.acceptedAt, ...changes].every((time) => reserved(lambda, time) === 0);
  };
  const attemptDispatch = (delivery: Delivery): void => {
    const { lambda } = delivery;
    if (hitsZero(delivery)) return drop(delivery, 'ZeroReservedConcurrency');
    if (dispatch === 'adaptive' && !lambda.second.watched) watchSecond(lambda);
    lambda.second.dispatches++;
    if (!delivery.read) lambda.second.reads++;
    delivery.read = true;
    // The rules do not say what a dispatch without room is during system errors; here, as in the engine, a throttle.
    if (!slotFree(lambda) || !environmentFree(lambda)) refuse(delivery, 'throttled');
    else if (setting(lambda, 'systemErrorRate', lambda.config.behaviour.systemErrorRate, now) === 1) refuse(delivery, 'systemError');
    else {
      lambda.second.admissions++;
      admit(delivery);
    }
  };
  const refuse = (delivery: Delivery, what: 'throttled' | 'systemError'): void => {
    if (what === 'throttled') delivery.lambda.counts.Throttles++;
    delivery.lambda.second.refusals++;
    note(delivery, what);
    wait(delivery, Math.min(300, 2 ** delivery.refusals++) * 1_000_000);
  };
  /** fifo: gives free slots to the heads that have been ready longest. A head whose limit is reached expires instead. */
  const serve = (): void => {
    for (;;) {
      let first: Place | undefined;
      for (const lambda of functions) {
        const head = lambda.queue.find(({ delivery }) => limitOf(delivery) > now);
        if (head === undefined || !slotFree(lambda)) continue;
        if (!environmentFree(lambda)) {
          if (lambda.wakesAt <= now) {
            lambda.wakesAt = now + microsecondsPerToken - lambda.tokenTime;
            schedule(lambda.wakesAt, 4, serve);
          }
          continue;
        }
        // Of heads ready and accepted at one microsecond the rules do not say whose turn it is; here, as in the engine, the first function's.
        if (first === undefined || (head.ready - first.ready || head.delivery.event.acceptedAt - first.delivery.event.acceptedAt) < 0) first = head;
      }
      if (first === undefined) return;
      const { lambda } = first.delivery;
      lambda.queue = lambda.queue.filter((other) => other !== first);
      admit(first.delivery);
    }
  };
  /** adaptive: at the end of every whole second. */
  const endSecond = (lambda: NaiveFunction): void => {
    const { dispatches, refusals, admissions, reads } = lambda.second;
    lambda.second = { dispatches: 0, refusals: 0, admissions: 0, reads: 0, watched: false };
    if (2 * refusals > dispatches) {
      lambda.rate = Math.max(1, admissions, 0.9 * (lambda.limited ? lambda.rate : reads));
      if (!lambda.limited) {
        lambda.limited = true;
        lambda.coming.splice(0).forEach(leaveUnread);
        scheduleRead(lambda, lambda.readSeries);
      }
    } else if (lambda.limited && readableFrom(lambda) >= now) {
      // Nothing is unread: what becomes due at this very instant is dispatched after the second's end.
      lambda.limited = false;
      lambda.unread.splice(0).forEach(approach);
      lambda.readSeries++; // cancels the read that is due
    } else if (lambda.limited) lambda.rate = 1.1 * lambda.rate + 1;
    if (lambda.limited) watchSecond(lambda);
  };
  /** Of several functions whose seconds end at once the rules name no order; here, as in the engine, the first to dispatch in it. */
  const watchSecond = (lambda: NaiveFunction): void => {
    lambda.second.watched = true;
    schedule((Math.floor(now / 1_000_000) + 1) * 1_000_000, 1, () => endSecond(lambda));
  };
  const scheduleRead = (lambda: NaiveFunction, series: number): void =>
    schedule(now + Math.round(1_000_000 / lambda.rate), 4, () => {
      if (series !== lambda.readSeries) return;
      if (readableFrom(lambda) <= now) attemptDispatch(lambda.unread.shift()!);
      // The rules do not say whether the next read is scheduled before or after the back-off of the event just read;
      // it matters only when both fall on one microsecond. Here, as in the engine, the read is over before the next is planned.
      scheduleRead(lambda, series);
    });

  // --- the beginning --------------------------------------------------------------------------------------------------------
  const accept = (lambda: NaiveFunction, payloadBytes: number): void => {
    if (payloadBytes > payloadLimits[scenario.profile] || setting(lambda, 'enqueueFailureRate', 0, now) === 1) {
      lambda.counts.rejected++;
      return;
    }
    const event: NaiveEvent = { function: lambda.name, placeInFunction: lambda.counts.received++, acceptedAt: now, endedAt: null, state: 'waiting', executions: 0, lifeLine: [] };
    const id = events.push(event) - 1;
    const newDelivery = (copy: boolean): Delivery => ({ id, lambda, event, copy, executions: 0, refusals: 0, read: copy });
    const delivery = newDelivery(false);
    note(delivery, 'accepted');
    if (latency === 0) deliver(delivery);
    else approach(delivery);
    if (assumptions.duplicateProbability === 1)
      schedule(now, 4, () => {
        lambda.counts.duplicates++;
        deliver(newDelivery(true));
      });
  };
  for (const { at, entry } of arrivalsOf(scenario, duration)) schedule(at, 3, () => accept(byName.get(entry.to)!, entry.payloadBytes));
  if (dispatch === 'fifo')
    for (const fault of scenario.faults)
      for (const edge of [us(fault.from), us(fault.until)])
        schedule(edge, 0.5, () => {
          for (const lambda of functions)
            for (const { delivery } of lambda.queue.filter(({ delivery }) => hitsZero(delivery))) {
              lambda.queue = lambda.queue.filter((other) => other.delivery !== delivery);
              drop(delivery, 'ZeroReservedConcurrency');
            }
          schedule(now, 0.6, serve);
        });

  const note = (delivery: Delivery, what: string, cold = false, at = now): void => {
    delivery.event.lifeLine.push(`${at} ${what}${delivery.copy ? ' copy' : ''}${cold ? ' cold' : ''}`);
  };

  for (;;) {
    const next = due.reduce<Due | undefined>((first, thing) => (first === undefined || isBefore(thing, first) ? thing : first), undefined);
    if (next === undefined || next.time >= duration) return { events, functions: Object.fromEntries(functions.map(({ name, counts }) => [name, counts])) };
    due.splice(due.indexOf(next), 1);
    now = next.time;
    next.what();
  }
}

export interface Opinion {
  events: NaiveEvent[];
  functions: Record<string, Counts>;
}

export interface NaiveEvent {
  function: string;
  placeInFunction: number;
  acceptedAt: number;
  endedAt: number | null;
  state: 'waiting' | 'running' | 'delivered' | 'discarded';
  condition?: string;
  executions: number;
  /** `"<microseconds> <what>[ copy][ cold]"` */
  lifeLine: string[];
}

type Counts = Record<string, number>;
type Changeable = 'errorRate' | 'systemErrorRate' | 'durationFactor' | 'ReservedConcurrentExecutions' | 'enqueueFailureRate';
type Due = { time: number; phase: number; order: number; what: () => void };
/** An event on its way, or its copy. `read`: was dispatched before; a copy is no event, so its first dispatch is no read. */
type Delivery = { id: number; lambda: NaiveFunction; event: NaiveEvent; copy: boolean; executions: number; refusals: number; read: boolean };
type Place = { delivery: Delivery; ready: number };
type NaiveFunction = ReturnType<typeof newFunction>;

const newFunction = (name: string, config: LambdaFunction) => ({
  name,
  config,
  counts: { received: 0, rejected: 0, onTime: 0, delayed: 0, afterRetry: 0, captured: 0, gone: 0, duplicates: 0, Invocations: 0, Errors: 0, Throttles: 0, ColdStarts: 0, maxConcurrency: 0 } as Counts & Record<NeverMissing, number>,
  running: 0,
  /** When each idle environment was last used, the most recent last. */
  idleSince: [] as number[],
  /** What the scaling bucket holds, as the time it takes to refill it. */
  tokenTime: 1000 * microsecondsPerToken,
  refilledAt: 0,
  wakesAt: 0,
  queue: [] as Place[],
  unread: [] as Delivery[],
  /** Accepted and not yet due for their first dispatch. */
  coming: [] as Delivery[],
  limited: false,
  rate: 0,
  readSeries: 0,
  second: { dispatches: 0, refusals: 0, admissions: 0, reads: 0, watched: false },
});

type NeverMissing = 'received' | 'rejected' | 'onTime' | 'delayed' | 'afterRetry' | 'captured' | 'gone' | 'duplicates' | 'Invocations' | 'Errors' | 'Throttles' | 'ColdStarts' | 'maxConcurrency';

const microsecondsPerToken = 10_000;
const payloadLimits = { current: 1024 * 1024, 'seed-era': 256 * 1024 };

const us = (time: string | number): number => Math.round(Number.parseFloat(String(time)) * 1_000_000);
const constantOf = (distribution: object): number => (distribution as { constant: number }).constant;
const isBefore = (a: Due, b: Due): boolean => a.time < b.time || (a.time === b.time && (a.phase < b.phase || (a.phase === b.phase && a.order < b.order)));
const before = (a: Place, b: Place): number => a.ready - b.ready || a.delivery.id - b.delivery.id;

/** Every submission in order: by time, then traffic entry, then place in it. */
function arrivalsOf(scenario: Scenario, duration: number): { at: number; entry: Scenario['traffic'][number] }[] {
  const all = scenario.traffic.flatMap((entry) => {
    const until = Math.min(duration, entry.until === undefined ? duration : us(entry.until));
    return instantsOf(entry.arrivals as Record<string, any>, until - us(entry.from))
      .map((at) => ({ at: at + us(entry.from), entry }))
      .filter(({ at }) => at < until);
  });
  return all.sort((a, b) => a.at - b.at); // stable: file order, then place
}

function instantsOf(arrivals: Record<string, any>, span: number): number[] {
  if ('burst' in arrivals) return Array.from({ length: arrivals['burst'].count }, () => us(arrivals['burst'].at ?? 0));
  if ('at' in arrivals) return arrivals['at'].map(us).sort((a: number, b: number) => a - b);
  if ('counts' in arrivals) return arrivals['counts'].counts.flatMap((count: number, k: number) => Array.from({ length: count }, () => k * us(arrivals['counts'].interval)));
  const rate = Number.parseFloat(arrivals['constant'].rate);
  const instants: number[] = [];
  for (let k = 0; (k / rate) * 1_000_000 < span; k++) instants.push(Math.round((k * 1_000_000) / rate));
  return instants;
}
