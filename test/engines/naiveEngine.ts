import type { Scenario } from '../../sim/scenario/schema.ts';
import { arn, busEvent, bytesOf, deadLetter, errorFor, invocationRecord, isJson, largestResponse, ofSize, timedOut, tooLarge, type NaiveAnswer } from './naiveRecords.ts';

/**
 * A second opinion: the rules for asynchronous invocation told once more, as plainly as possible, from the written rules and
 * not from the engine. The future is a list that is searched from end to end for the next thing; every event is an object,
 * and everything that is sent is a text.
 *
 * It understands what has no randomness: constant durations, scripts, rates of 0 or 1, documented timing, and arrivals that
 * are `constant`, `burst`, `at` or `counts` in front of their interval. Durations must be numbers of seconds (or, as some defaults, `"60s"` or `"100ms"`).
 */
export function secondOpinion(scenario: Scenario): Opinion {
  const { assumptions, account } = scenario;
  const { dispatch } = assumptions;
  const duration = us(scenario.duration);
  const due: Due[] = [];
  let scheduled = 0;
  let now = 0;
  const schedule = (time: number, phase: number, what: () => void, order = scheduled++): void => {
    due.push({ time, phase, order, what });
  };

  const events: NaiveEvent[] = [];
  const sent: NaiveSent[] = [];
  const sinks = new Map<string, NaiveSink>();
  /**
   * Every function as $LATEST, as each of its versions and as each of its aliases. The rules tell of the queue of a function; that each of
   * these has one of its own, with its own reading and its own count for scripts, is the engine's.
   */
  const functions = Object.entries(scenario.functions).flatMap(([name, config]) => {
    const shared: Shared = { name, reserved: config.ReservedConcurrentExecutions, stopsLoops: config.RecursiveLoop === 'Terminate', tokens: newTokens(), idleSince: new Map() };
    const settingsOf = (version: string, own: OwnSettings): Settings => {
      // EventInvokeConfig and provisioned concurrency are the qualifier's own; the rest is the version's, or else as $LATEST has it.
      const { Timeout, DeadLetterConfig, behaviour } = { ...config, ...config.versions[version] };
      return { Timeout, DeadLetterConfig, behaviour, EventInvokeConfig: own.EventInvokeConfig, ProvisionedConcurrencyConfig: own.ProvisionedConcurrencyConfig };
    };
    return [
      newFunction(shared, '$LATEST', '$LATEST', settingsOf('$LATEST', { EventInvokeConfig: config.EventInvokeConfig })),
      ...Object.entries(config.versions).map(([number, version]) => newFunction(shared, number, number, settingsOf(number, version))),
      ...Object.entries(config.aliases).map(([alias, own]) => newFunction(shared, alias, own.FunctionVersion, settingsOf(own.FunctionVersion, own))),
    ];
  });
  const functionNamed = (name: string, qualifier = '$LATEST'): NaiveFunction => functions.find((lambda) => lambda.shared.name === name && lambda.qualifier === qualifier)!;
  /** Under `seed-era` the account has one bucket of tokens for all. */
  const accountTokens = newTokens();

  // --- settings that faults change: the last written that covers the instant wins -------------------------------------------
  const setting = <K extends Changeable>(shared: Shared, key: K, usual: number, time: number): number => {
    let value = usual;
    for (const fault of scenario.faults)
      if ('function' in fault && fault.function === shared.name && us(fault.from) <= time && time < us(fault.until)) value = fault[key] ?? value;
    return value;
  };
  const isDeleted = ({ name }: Shared): boolean =>
    scenario.faults.some((fault) => 'function' in fault && fault.function === name && us(fault.from) <= now && now < us(fault.until) && fault.deleted);
  const reserved = (shared: Shared, time = now): number => setting(shared, 'ReservedConcurrentExecutions', shared.reserved ?? -1, time);

  // --- slots, environments, tokens ------------------------------------------------------------------------------------------
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
  const running = (): number => sum(functions.map((lambda) => lambda.running));
  /** Of all versions and aliases together, in environments made on demand. */
  const onDemand = (shared: Shared): number => sum(functions.filter((lambda) => lambda.shared === shared).map((lambda) => lambda.running - lambda.provisionedRunning));
  /** What is provisioned is taken out of what the others may use from its request on. */
  const requested = (shared: Shared): number =>
    sum(functions.filter((lambda) => lambda.shared === shared).map(({ provisioned }) => (provisioned !== null && now >= provisioned.requestedAt ? provisioned.environments : 0)));
  const slotFree = ({ shared }: NaiveFunction): boolean => {
    const own = reserved(shared);
    // What runs keeps its slot when a reservation is lowered, and the account's limit holds for all together.
    if (running() >= account.ConcurrentExecutions) return false;
    if (own >= 0) return onDemand(shared) < own - requested(shared);
    const all = [...new Set(functions.map((lambda) => lambda.shared))];
    const unreserved = all.filter((other) => reserved(other) < 0);
    const reservations = sum(all.map((other) => Math.max(0, reserved(other))));
    return sum(unreserved.map(onDemand)) < account.ConcurrentExecutions - reservations - sum(unreserved.map(requested));
  };
  const provisionedUsable = ({ provisioned }: NaiveFunction): boolean => provisioned !== null && now >= provisioned.usableFrom;
  const inThisSecond = ({ provisioned }: NaiveFunction): number => provisioned!.admissions.filter((time) => Math.floor(time / 1_000_000) === Math.floor(now / 1_000_000)).length;
  const provisionedFree = (lambda: NaiveFunction): boolean =>
    provisionedUsable(lambda) &&
    // The rules do not say that zero reserved concurrency stops provisioned environments too; here, as in the engine, it does.
    reserved(lambda.shared) !== 0 &&
    running() < account.ConcurrentExecutions &&
    lambda.provisionedRunning < lambda.provisioned!.environments &&
    // Ten requests a second for each; that these are admissions, in whole seconds of the scenario, is the engine's.
    inThisSecond(lambda) < 10 * lambda.provisioned!.environments;
  /** The idle environments of the version that executes; an alias uses those of its version. */
  const idleOf = ({ shared, version }: NaiveFunction): number[] => {
    const idle = (shared.idleSince.get(version) ?? []).filter((since) => now - since < us(assumptions.idleExpiry as number));
    shared.idleSince.set(version, idle);
    return idle;
  };
  const tokensOf = (lambda: NaiveFunction): Tokens => {
    const { interval, capacity } = scalings[scenario.profile];
    const tokens = scenario.profile === 'seed-era' ? accountTokens : lambda.shared.tokens;
    tokens.time = Math.min(capacity * interval, tokens.time + now - tokens.refilledAt);
    tokens.refilledAt = now;
    return tokens;
  };
  const tokenTime = scalings[scenario.profile].interval;
  /** Whether an environment can be had on demand now, warm or new. */
  const environmentFree = (lambda: NaiveFunction): boolean => idleOf(lambda).length > 0 || tokensOf(lambda).time >= tokenTime;
  const canStart = (lambda: NaiveFunction): boolean => provisionedFree(lambda) || (slotFree(lambda) && environmentFree(lambda));

  // --- one attempt ----------------------------------------------------------------------------------------------------------
  const admit = (delivery: Delivery): void => {
    const { lambda } = delivery;
    const provisioned = provisionedFree(lambda);
    const idle = idleOf(lambda);
    const cold = !provisioned && idle.length === 0;
    if (cold) tokensOf(lambda).time -= tokenTime;
    else if (!provisioned) idle.pop(); // the most recently used
    lambda.running++;
    lambda.counts.maxConcurrency = Math.max(lambda.counts.maxConcurrency, lambda.running);
    lambda.counts.Invocations++;
    if (cold) lambda.counts.ColdStarts++;
    if (provisioned) {
      lambda.provisioned!.admissions.push(now);
      lambda.counts.maxProvisioned = Math.max(lambda.counts.maxProvisioned, ++lambda.provisionedRunning);
      lambda.counts.ProvisionedConcurrencyInvocations++;
    } else if (provisionedUsable(lambda)) lambda.counts.ProvisionedConcurrencySpilloverInvocations++;
    delivery.refusals = 0;
    delivery.event.state = delivery.copy ? delivery.event.state : 'running';
    note(delivery, `admitted${provisioned ? ' provisioned' : provisionedUsable(lambda) ? ' spillover' : ''}${cold ? ' cold' : ''}`);
    const attempt = attemptOf(delivery);
    const startedAt = now + (cold ? us(constantOf(lambda.settings.behaviour.initDuration)) : 0);
    if (startedAt < duration) note(delivery, 'started', startedAt);
    const overtime = attempt.result === 'timeout' || attempt.duration > us(lambda.settings.Timeout);
    const endsAt = startedAt + (overtime ? us(lambda.settings.Timeout) : attempt.duration);
    const result = overtime ? 'timeout' : attempt.result === 'success' && bytesOf(attempt.response) > largestResponse ? 'tooLarge' : attempt.result;
    // Billed for the whole of it, however it ends and whether it still does.
    const milliseconds = Math.ceil((endsAt - now) / 1000);
    lambda.counts.requests++;
    lambda.counts[provisioned ? 'provisionedMilliseconds' : 'milliseconds'] += milliseconds;
    if (delivery.executions > 0) {
      lambda.counts.retryRequests++;
      lambda.counts[provisioned ? 'retryProvisionedMilliseconds' : 'retryMilliseconds'] += milliseconds;
    }
    schedule(endsAt, phases.executionEnd, () => {
      lambda.running--;
      // A provisioned environment is replaced at once, whatever became of it.
      if (provisioned) lambda.provisionedRunning--;
      else if (result !== 'timeout') idleOf(lambda).push(now);
      end(delivery, result, attempt, startedAt);
    });
  };
  const attemptOf = ({ lambda, event, executions }: Delivery): Attempt => {
    const { behaviour } = lambda.settings;
    const drawn = Math.round(us(constantOf(behaviour.duration)) * setting(lambda.shared, 'durationFactor', 1, now));
    const usual = { duration: drawn, response: responseText(behaviour), error: behaviour.error };
    const scripted = behaviour.script.find((story) => story.event === event.placeInFunction)?.attempts[executions];
    if (scripted)
      return {
        duration: scripted.duration === undefined ? drawn : us(scripted.duration),
        result: scripted.result,
        response: scripted.response === undefined ? usual.response : JSON.stringify(scripted.response),
        error: scripted.error ?? usual.error,
      };
    const fails = behaviour.poisonRate === 1 || setting(lambda.shared, 'errorRate', behaviour.errorRate, now) === 1;
    return { ...usual, result: fails ? 'error' : 'success' };
  };
  const end = (delivery: Delivery, result: string, attempt: Attempt, startedAt: number): void => {
    const { lambda, event } = delivery;
    delivery.executions++;
    note(delivery, { success: 'succeeded', timeout: 'timedOut', error: 'failed', tooLarge: 'failed of size' }[result]!);
    if (result === 'success') {
      delivery.answer = { response: attempt.response };
      send(delivery, 'OnSuccess', 'Success');
      if (!delivery.copy) {
        const onTime = startedAt - event.acceptedAt <= us(scenario.delayTarget);
        lambda.counts[onTime ? 'onTime' : 'delayed']++;
        if (delivery.executions > 1) lambda.counts.afterRetry++;
        finish(delivery, 'delivered');
      }
    } else {
      lambda.counts.Errors++;
      const id = requestId(event);
      const error = { timeout: timedOut(id, lambda.settings.Timeout), tooLarge, error: errorFor(id, attempt.error) }[result]!;
      // Code hands back an error or lets it go; what is cut off it never hands back.
      fail(delivery, { error, functionError: result === 'error' ? lambda.settings.behaviour.functionError : 'Unhandled' });
    }
    // Freed slots are taken when all that end at this instant have ended.
    if (dispatch === 'fifo') schedule(now, phases.reader, serve);
  };
  /** An execution failed, or there was no function to execute. The caller has counted it. */
  const fail = (delivery: Delivery, answer: NaiveAnswer): void => {
    delivery.answer = answer;
    if (delivery.executions > delivery.lambda.settings.EventInvokeConfig.MaximumRetryAttempts) drop(delivery, 'RetriesExhausted');
    else wait(delivery, 60_000_000 * delivery.executions);
  };
  /** The function is gone. The rules call it like a function error; that it ends a series of refusals, and is a read but no dispatch to the majority, is the engine's. */
  const miss = (delivery: Delivery): void => {
    delivery.read = true;
    delivery.refusals = 0;
    delivery.executions++;
    note(delivery, 'functionNotFound');
    fail(delivery, { status: 404 });
  };

  // --- waiting and leaving --------------------------------------------------------------------------------------------------
  const limitOf = ({ lambda, event }: Delivery): number => event.acceptedAt + us(lambda.settings.EventInvokeConfig.MaximumEventAgeInSeconds);
  const wait = (delivery: Delivery, time: number): void => {
    const limit = limitOf(delivery);
    if (!delivery.copy) delivery.event.state = 'waiting';
    if (now + time < limit) schedule(now + time, phases.dispatch, () => deliver(delivery));
    else if (assumptions.ageRule === 'lookAhead' || now >= limit) drop(delivery, 'EventAgeExceeded');
    else schedule(limit, phases.ageLimit, () => drop(delivery, 'EventAgeExceeded'));
  };
  const drop = (delivery: Delivery, condition: string): void => {
    const { counts } = delivery.lambda;
    note(delivery, `dropped ${condition}`);
    counts.AsyncEventsDropped++;
    if (condition === 'ZeroReservedConcurrency') delivery.answer = null;
    // A second delivery that is given up is sent as well; it only never changes what its event came to.
    const deadLetterQueue = send(delivery, 'DeadLetterConfig', condition);
    const onFailure = send(delivery, 'OnFailure', condition);
    if (delivery.copy) return;
    counts[condition] = (counts[condition] ?? 0) + 1;
    counts[deadLetterQueue && onFailure ? 'both' : deadLetterQueue ? 'deadLetterQueue' : onFailure ? 'onFailure' : 'gone']++;
    finish(delivery, 'discarded', condition);
  };
  const finish = ({ event, executions }: Delivery, state: NaiveEvent['state'], condition?: string): void => {
    event.state = state;
    event.endedAt = now;
    event.executions = executions;
    if (condition !== undefined) event.condition = condition;
  };

  // --- records and dead letters ---------------------------------------------------------------------------------------------
  /** A declared destination of that name, or else the function of that name. */
  const sinkNamed = (name: string): NaiveSink => {
    const known = sinks.get(name);
    if (known) return known;
    const declared = scenario.destinations[name];
    const payloads = payloadLimits[scenario.profile];
    const messages = { SQS: payloads, EventBridge: payloads, Lambda: payloads, SNS: 256 * 1024, S3: Infinity };
    const type = declared?.type ?? 'Lambda';
    const sink: NaiveSink = {
      name,
      type,
      received: 0,
      failed: 0,
      units: 0,
      latency: us(declared?.latency ?? assumptions.deliveryLatency),
      maximumBytes: declared?.maximumBytes ?? messages[type],
      reachable: declared === undefined || (declared.permission && (declared.keyPermission || !declared.customerManagedKey) && !declared.fifo && !name.endsWith('.fifo')),
      failureRate: declared?.failureRate ?? 0,
      invokes: type === 'Lambda' ? functionNamed(declared?.function ?? name, declared?.qualifier) : null,
    };
    sinks.set(name, sink);
    return sink;
  };
  Object.keys(scenario.destinations).forEach(sinkNamed);
  /** Decided when it is sent, counted when it arrives or would have; also whether a function that is invoked is there. */
  const takes = (sink: NaiveSink, bytes: number): boolean => {
    let { failureRate } = sink;
    for (const fault of scenario.faults)
      if ('destination' in fault && fault.destination === sink.name && us(fault.from) <= now && now < us(fault.until)) failureRate = fault.failureRate;
    if (!sink.reachable || failureRate === 1 || bytes > sink.maximumBytes) return false;
    // Whatever its destination takes, a function takes no larger payload than any.
    return sink.invokes === null || (bytes <= payloadLimits[scenario.profile] && isAvailable(sink.invokes));
  };
  const requestId = (event: NaiveEvent): string => idOf(events.indexOf(event));
  const send = (delivery: Delivery, route: 'DeadLetterConfig' | 'OnFailure' | 'OnSuccess', condition: string): boolean => {
    const { lambda, event, copy, executions, answer } = delivery;
    const { DeadLetterConfig, EventInvokeConfig } = lambda.settings;
    const reference = route === 'DeadLetterConfig' ? DeadLetterConfig.TargetArn : EventInvokeConfig.DestinationConfig[route].Destination;
    if (reference === undefined || reference === '') return false;
    const sink = sinkNamed(reference);
    const at = now + sink.latency;
    const facts = {
      requestId: requestId(event),
      functionArn: arn(account.Region, 'lambda', account.AccountId, `function:${lambda.shared.name}:${lambda.qualifier}`),
      version: lambda.version,
      condition,
      count: condition === 'Success' ? 1 : executions,
      instant: Date.parse(scenario.startsAt) + at / 1000,
      payload: event.payload,
      answer,
    };
    const message = ((): { body: string; bytes: number; attributes?: Record<string, string> } => {
      if (route === 'DeadLetterConfig') return deadLetter(facts);
      if (sink.type === 'EventBridge')
        return busEvent(facts, { bus: arn(account.Region, 'events', account.AccountId, `event-bus/${sink.name}`), region: account.Region, account: account.AccountId, id: idOf(0) });
      const body = invocationRecord(facts);
      return { body, bytes: bytesOf(body) };
    })();
    const delivered = takes(sink, message.bytes);
    if (!delivered) lambda.counts[route === 'DeadLetterConfig' ? 'DeadLetterErrors' : 'DestinationDeliveryFailures']++;
    schedule(at, phases.delivery, () => {
      const { body, bytes, attributes } = message;
      sent.push({ t: at, event: events.indexOf(event), function: lambda.name, destination: sink.name, type: sink.type, delivered, condition, body, bytes, attributes, key: keyOf(sink, lambda, facts.instant) });
      sink[delivered ? 'received' : 'failed']++;
      // A queue, a topic or a bus bills each 64 KB begun; a bucket the object; a function what it runs.
      if (delivered && sink.type !== 'Lambda') sink.units += sink.type === 'S3' ? 1 : Math.ceil(bytes / 65_536);
      if (delivered && sink.invokes !== null) accept(sink.invokes, body, { event, copy });
    });
    return delivered;
  };
  const keyOf = (sink: NaiveSink, lambda: NaiveFunction, instant: number): string | undefined => {
    if (sink.type !== 'S3') return undefined;
    const [date, time] = new Date(Math.floor(instant)).toISOString().slice(0, 19).split('T') as [string, string];
    return `aws/lambda/async/${lambda.shared.name}/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${idOf(0)}`;
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
      const expire = (): void => {
        if (!lambda.queue.includes(place)) return;
        lambda.queue = lambda.queue.filter((other) => other !== place);
        drop(delivery, 'EventAgeExceeded');
      };
      if (delivery.copy || delivery.read) schedule(limitOf(delivery), phases.ageLimit, expire);
      else schedule(limitOf(delivery), phases.ageLimit, expire, firstOf(lambda));
      serve();
    } else if (lambda.limited && !delivery.read) leaveUnread(delivery);
    else attemptDispatch(delivery);
  };
  const leaveUnread = (delivery: Delivery): void => {
    const { lambda } = delivery;
    lambda.unread.push(delivery);
    schedule(limitOf(delivery), phases.ageLimit, () => {
      if (!lambda.unread.includes(delivery)) return;
      lambda.unread = lambda.unread.filter((other) => other !== delivery);
      drop(delivery, 'EventAgeExceeded');
    }, firstOf(lambda));
  };
  /** What was never dispatched and expires at one instant does so before all else, in the order of the functions in the file; the rules name no order. */
  const firstOf = (lambda: NaiveFunction): number => functions.indexOf(lambda) - 1e9;
  const latency = us((assumptions.dispatchLatency as number | undefined) ?? 0);
  /** From acceptance to the first dispatch. How that goes with limited reading is the engine's reading of the rules. */
  const approach = (delivery: Delivery): void => {
    const { lambda, event } = delivery;
    if (lambda.limited) return leaveUnread(delivery);
    lambda.coming.push(delivery);
    schedule(event.acceptedAt + latency, phases.dispatch, () => {
      if (!lambda.coming.includes(delivery)) return;
      lambda.coming = lambda.coming.filter((other) => other !== delivery);
      deliver(delivery);
    });
  };
  const readableFrom = (lambda: NaiveFunction): number => (lambda.unread.length === 0 ? Infinity : lambda.unread[0]!.event.acceptedAt + latency);
  const hitsZero = ({ lambda, event }: Delivery): boolean => {
    if (reserved(lambda.shared) !== 0) return false;
    // A new event is one that was accepted since reserved concurrency became 0: it has never been anything else in its life.
    const changes = scenario.faults.flatMap(({ from, until }) => [us(from), us(until)]).filter((change) => event.acceptedAt < change && change <= now);
    return assumptions.zeroReservedAppliesTo === 'queuedEvents' || [event.acceptedAt, ...changes].every((time) => reserved(lambda.shared, time) === 0);
  };
  const attemptDispatch = (delivery: Delivery): void => {
    const { lambda } = delivery;
    if (hitsZero(delivery)) return drop(delivery, 'ZeroReservedConcurrency');
    // Which of the two comes first, here and in the queue, is the engine's.
    if (isDeleted(lambda.shared)) return miss(delivery);
    if (dispatch === 'adaptive' && !lambda.second.watched) watchSecond(lambda);
    lambda.second.dispatches++;
    if (!delivery.read) lambda.second.reads++;
    delivery.read = true;
    // The rules do not say what a dispatch without room is during system errors; here, as in the engine, a throttle.
    if (!canStart(lambda)) refuse(delivery, 'throttled');
    else if (meetsSystemError(lambda)) refuse(delivery, 'systemError');
    else {
      lambda.second.admissions++;
      admit(delivery);
    }
  };
  const meetsSystemError = ({ shared, settings }: NaiveFunction): boolean => setting(shared, 'systemErrorRate', settings.behaviour.systemErrorRate, now) === 1;
  const refuse = (delivery: Delivery, what: 'throttled' | 'systemError'): void => {
    if (what === 'throttled') delivery.lambda.counts.Throttles++;
    delivery.lambda.second.refusals++;
    note(delivery, what);
    delivery.answer = { status: what === 'throttled' ? 429 : 500 };
    wait(delivery, Math.min(300, 2 ** delivery.refusals++) * 1_000_000);
  };
  /** fifo: takes out of the queues what a zero reservation stops and what expires; that it goes in the order of the file is the engine's choice. */
  const clear = (): void => {
    for (const lambda of functions)
      for (const [condition, leaves] of [
        ['ZeroReservedConcurrency', hitsZero],
        ['EventAgeExceeded', (delivery: Delivery) => limitOf(delivery) <= now],
      ] as const) {
        const leaving = lambda.queue.filter(({ delivery }) => leaves(delivery));
        lambda.queue = lambda.queue.filter((place) => !leaving.includes(place));
        for (const { delivery } of leaving) drop(delivery, condition);
      }
  };
  /** fifo: gives free slots to the heads that have been ready longest. */
  const serve = (): void => {
    clear();
    for (;;) {
      let first: Place | undefined;
      for (const lambda of functions) {
        const head = lambda.queue[0];
        if (head === undefined) continue;
        if (!isDeleted(lambda.shared) && !canStart(lambda)) {
          wake(lambda);
          continue;
        }
        // Of heads ready and accepted at one microsecond the rules do not say whose turn it is; here, as in the engine, the first function's.
        if (first === undefined || (head.ready - first.ready || head.delivery.event.acceptedAt - first.delivery.event.acceptedAt) < 0) first = head;
      }
      if (first === undefined) return;
      const { lambda } = first.delivery;
      lambda.queue = lambda.queue.filter((other) => other !== first);
      first.delivery.read = true;
      if (isDeleted(lambda.shared)) miss(first.delivery);
      else if (meetsSystemError(lambda)) refuse(first.delivery, 'systemError');
      else admit(first.delivery);
    }
  };
  /** Room may come without an execution ending: another environment is allowed, or provisioned ones serve a new second. */
  const wake = (lambda: NaiveFunction): void => {
    const times = [];
    if (slotFree(lambda)) times.push(now + tokenTime - tokensOf(lambda).time);
    if (provisionedUsable(lambda)) times.push((Math.floor(now / 1_000_000) + 1) * 1_000_000);
    for (const time of times) {
      if (time <= now || wakes.has(time)) continue;
      wakes.add(time);
      schedule(time, phases.dispatch, serve);
    }
  };
  const wakes = new Set<number>();
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
    schedule((Math.floor(now / 1_000_000) + 1) * 1_000_000, phases.reader, () => endSecond(lambda));
  };
  const scheduleRead = (lambda: NaiveFunction, series: number): void =>
    schedule(now + Math.round(1_000_000 / lambda.rate), phases.dispatch, () => {
      if (series !== lambda.readSeries) return;
      if (readableFrom(lambda) <= now) attemptDispatch(lambda.unread.shift()!);
      // The rules do not say whether the next read is scheduled before or after the back-off of the event just read;
      // it matters only when both fall on one microsecond. Here, as in the engine, the read is over before the next is planned.
      scheduleRead(lambda, series);
    });

  // --- the beginning --------------------------------------------------------------------------------------------------------
  /** Whether an invocation now would be answered with 202. */
  const isAvailable = (lambda: NaiveFunction): boolean => !isDeleted(lambda.shared) && setting(lambda.shared, 'enqueueFailureRate', 0, now) === 0;
  const submit = (entry: Scenario['traffic'][number]): void => {
    const lambda = functionNamed(entry.to, entry.qualifier);
    const fits = (entry.payloadBytes ?? 0) <= payloadLimits[scenario.profile];
    const payload = fits ? payloadOf(entry, events.length) : '';
    if (fits && isAvailable(lambda) && bytesOf(payload) <= payloadLimits[scenario.profile] && isJson(payload)) accept(lambda, payload);
    else lambda.counts.rejected++;
  };
  /** Of traffic, or of a record, which is an asynchronous invocation like any other. */
  const accept = (lambda: NaiveFunction, payload: string, sender?: Pick<Delivery, 'event' | 'copy'>): void => {
    const event: NaiveEvent = {
      function: lambda.name,
      placeInFunction: lambda.counts.received++,
      payload,
      sentBy: sender && events.indexOf(sender.event),
      chain: [...(sender?.event.chain ?? []), lambda.shared.name],
      acceptedAt: now,
      endedAt: null,
      state: 'waiting',
      executions: 0,
      lifeLine: [],
    };
    lambda.counts.extraRequests += Math.max(0, Math.ceil((bytesOf(payload) - 256 * 1024) / (64 * 1024)));
    const id = events.push(event) - 1;
    const newDelivery = (copy: boolean): Delivery => ({ id, lambda, event, copy, executions: 0, refusals: 0, read: copy, answer: null });
    const delivery = newDelivery(false);
    note(delivery, 'accepted');
    // That what is stopped was received first is the engine's.
    if (lambda.shared.stopsLoops && event.chain.filter((name) => name === lambda.shared.name).length > 16) {
      lambda.counts.RecursiveInvocationsDropped++;
      delivery.answer = { status: 400 };
      return drop(delivery, 'RecursiveInvocation');
    }
    if (latency === 0) deliver(delivery);
    else approach(delivery);
    if (assumptions.duplicateProbability === 1)
      schedule(now, phases.dispatch, () => {
        lambda.counts.duplicates++;
        deliver(newDelivery(true));
      });
  };
  for (const { at, entry } of arrivalsOf(scenario, duration)) schedule(at, phases.arrival, () => submit(entry));
  if (dispatch === 'fifo') {
    for (const fault of scenario.faults)
      for (const edge of [us(fault.from), us(fault.until)])
        // That this comes after the executions that end at this instant, as the giving away of slots does, is the engine's.
        schedule(edge, phases.reader, serve);
    for (const { provisioned } of functions) if (provisioned !== null) schedule(Math.max(0, provisioned.usableFrom), phases.reader, serve);
  }

  const note = (delivery: Delivery, what: string, at = now): void => {
    delivery.event.lifeLine.push(`${at} ${what}${delivery.copy ? ' copy' : ''}`);
  };

  for (;;) {
    const next = due.reduce<Due | undefined>((first, thing) => (first === undefined || isBefore(thing, first) ? thing : first), undefined);
    if (next === undefined || next.time >= duration)
      return {
        events,
        sent,
        functions: Object.fromEntries(functions.map(({ name, counts }) => [name, counts])),
        destinations: Object.fromEntries([...sinks.values()].map(({ name, received, failed, units }) => [name, { received, failed, units }])),
      };
    due.splice(due.indexOf(next), 1);
    now = next.time;
    next.what();
  }
}

export interface Opinion {
  events: NaiveEvent[];
  /** In the order of arrival. */
  sent: NaiveSent[];
  /** By name as in results, those that nobody invokes too. */
  functions: Record<string, Counts>;
  destinations: Record<string, { received: number; failed: number; units: number }>;
}

export interface NaiveEvent {
  function: string;
  placeInFunction: number;
  payload: string;
  /** The place of the event whose record it is. */
  sentBy: number | undefined;
  /** The functions that were invoked on the way to it, its own the last. */
  chain: string[];
  acceptedAt: number;
  endedAt: number | null;
  state: 'waiting' | 'running' | 'delivered' | 'discarded';
  condition?: string;
  executions: number;
  /** `"<microseconds> <what>[ provisioned| spillover][ cold][ copy]"` */
  lifeLine: string[];
}

export interface NaiveSent {
  /** When it arrives or would, microseconds. */
  t: number;
  event: number;
  function: string;
  destination: string;
  type: string;
  delivered: boolean;
  condition: string;
  body: string;
  /** What the destination weighs. */
  bytes: number;
  attributes: Record<string, string> | undefined;
  key: string | undefined;
}

/** What comes first at one instant: docs/decisions/0004-one-instant.md. Settings are looked up by time, so they have changed before all else. */
const phases = { executionEnd: 2, reader: 3, ageLimit: 4, arrival: 5, dispatch: 6, delivery: 7 };

type Counts = Record<string, number>;
type Changeable = 'errorRate' | 'systemErrorRate' | 'durationFactor' | 'ReservedConcurrentExecutions' | 'enqueueFailureRate';
type Due = { time: number; phase: number; order: number; what: () => void };
/** An event on its way, or its copy. `read`: was dispatched before; a copy is no event, so its first dispatch is no read. */
type Delivery = { id: number; lambda: NaiveFunction; event: NaiveEvent; copy: boolean; executions: number; refusals: number; read: boolean; answer: NaiveAnswer };
type Attempt = { duration: number; result: string; response: string; error: Record<string, unknown> | undefined };
type Place = { delivery: Delivery; ready: number };
type NaiveFunction = ReturnType<typeof newFunction>;
type NaiveSink = { name: string; type: string; received: number; failed: number; units: number; latency: number; maximumBytes: number; reachable: boolean; failureRate: number; invokes: NaiveFunction | null };
/** What the scaling bucket holds, as the time it takes to refill it. */
type Tokens = { time: number; refilledAt: number };

/** What all versions and aliases of a function share. */
interface Shared {
  name: string;
  reserved: number | undefined;
  stopsLoops: boolean;
  tokens: Tokens;
  /** By version, when each idle environment was last used, the most recent last. */
  idleSince: Map<string, number[]>;
}

type OwnSettings = Pick<Scenario['functions'][string]['versions'][string], 'EventInvokeConfig' | 'ProvisionedConcurrencyConfig'>;
type Settings = Pick<Scenario['functions'][string], 'Timeout' | 'DeadLetterConfig' | 'behaviour' | 'EventInvokeConfig'> & {
  ProvisionedConcurrencyConfig: OwnSettings['ProvisionedConcurrencyConfig'] | undefined;
};

const newFunction = (shared: Shared, qualifier: string, version: string, settings: Settings) => ({
  shared,
  qualifier,
  version,
  name: qualifier === '$LATEST' ? shared.name : `${shared.name}:${qualifier}`,
  settings,
  counts: Object.fromEntries(alwaysCounted.map((name) => [name, 0])) as Counts & Record<(typeof alwaysCounted)[number], number>,
  running: 0,
  provisionedRunning: 0,
  provisioned: provisionedOf(settings),
  queue: [] as Place[],
  unread: [] as Delivery[],
  /** Accepted and not yet due for their first dispatch. */
  coming: [] as Delivery[],
  limited: false,
  rate: 0,
  readSeries: 0,
  second: { dispatches: 0, refusals: 0, admissions: 0, reads: 0, watched: false },
});

/** Ninety seconds until allocation begins, then a hundred a second; or all of it from before the beginning. */
function provisionedOf({ ProvisionedConcurrencyConfig: config }: Settings) {
  if (config === undefined) return null;
  const { ProvisionedConcurrentExecutions: environments, requestedAt } = config;
  const admissions: number[] = [];
  if (requestedAt === undefined) return { environments, requestedAt: -Infinity, usableFrom: -Infinity, admissions };
  return { environments, requestedAt: us(requestedAt), usableFrom: us(requestedAt) + 90_000_000 + 10_000 * environments, admissions };
}

const alwaysCounted = [
  'received', 'rejected', 'onTime', 'delayed', 'afterRetry', 'deadLetterQueue', 'onFailure', 'both', 'gone', 'duplicates', 'Invocations', 'Errors',
  'Throttles', 'ColdStarts', 'AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures', 'RecursiveInvocationsDropped',
  'ProvisionedConcurrencyInvocations', 'ProvisionedConcurrencySpilloverInvocations', 'maxConcurrency', 'maxProvisioned',
  'requests', 'extraRequests', 'milliseconds', 'provisionedMilliseconds', 'retryRequests', 'retryMilliseconds', 'retryProvisionedMilliseconds',
] as const; // prettier-ignore

const scalings = { current: { capacity: 1000, interval: 10_000 }, 'seed-era': { capacity: 3000, interval: 120_000 } };
const newTokens = (): Tokens => ({ time: Infinity, refilledAt: 0 });
const payloadLimits = { current: 1024 * 1024, 'seed-era': 256 * 1024 };

/** Something of the right form for identifiers, which the rules leave to chance. */
export const idOf = (place: number): string => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;

function payloadOf({ payload, payloadText, payloadBytes }: Scenario['traffic'][number], event: number): string {
  if (payloadText !== undefined) return payloadText;
  if (payload !== undefined) return JSON.stringify(payload);
  // Nothing sent is an empty object to the function.
  return ofSize(payloadBytes === 0 ? 2 : (payloadBytes ?? 1024), event);
}

function responseText({ response, responseText: text, responseBytes: bytes }: Settings['behaviour']): string {
  if (text !== undefined) return text;
  if (bytes !== undefined) return ofSize(bytes);
  return JSON.stringify(response ?? null);
}

/** Seconds, as a number or as a text that says its unit. */
const us = (time: string | number): number => Math.round(Number.parseFloat(String(time)) * (String(time).endsWith('ms') ? 1_000 : 1_000_000));
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
