import ln from '@stdlib/math-base-special-ln';
import { millisecond, second, type Duration, type Time } from '../kernel/time.ts';
import { isJson, utf8Bytes } from '../records/json.ts';
import { dispatchLatency } from '../scenario/dispatchLatency.ts';
import { parseIsoInstant } from '../scenario/isoInstant.ts';
import { largestMessage, largestPayload, maximumBytes } from '../scenario/maximumBytes.ts';
import type { Behaviour, Distribution, Fault, Scenario, Traffic } from '../scenario/schema.ts';
import { invokedBy, isFifo, sinkOf, targetName, targetsOf, type Sink, type Target } from '../scenario/sinks.ts';
import type { TraceArrivals } from '../scenario/traces.ts';
import { compileArrivals } from './compileArrivals.ts';
import { compileEventSources } from './compileEventSources.ts';
import { microseconds } from './microseconds.ts';
import { scaled } from './scaledArrivals.ts';
import type {
  AssumptionsModel,
  DestinationModel,
  DistributionModel,
  FunctionModel,
  FunctionPhase,
  Model,
  PayloadModel,
  ProvisionedModel,
  ResponseModel,
  ScalingModel,
  SourceModel,
} from './model.ts';

/**
 * A valid scenario as the engine reads it: names become indices, every duration whole microseconds. The only place
 * where units are converted. Total: whatever parseScenario and resolveTraces let through compiles.
 */
export function compileModel(scenario: Scenario, traces: ReadonlyMap<number, TraceArrivals> = new Map()): Model {
  const duration = microseconds(scenario.duration);
  const all = targetsOf(scenario);
  const sinks = sinksOf(scenario, all);
  const targets = invokedTargets(scenario, all, sinks);
  const targetNames = targets.map(({ name }) => name);
  const functionNames = Object.keys(scenario.functions);
  // An alias runs in its version's environments.
  const versions = [...new Set(targets.map(executing))];
  return {
    seed: String(scenario.seed),
    duration,
    startsAt: parseIsoInstant(scenario.startsAt)!,
    region: scenario.account.Region,
    accountId: scenario.account.AccountId,
    delayTarget: microseconds(scenario.delayTarget),
    accountConcurrency: scenario.account.ConcurrentExecutions,
    scaling: scalings[scenario.profile],
    assumptions: compileAssumptions(scenario),
    functions: targets.map((target) =>
      compileFunction(scenario, target, {
        sinks: sinks.map(({ name }) => name),
        group: functionNames.indexOf(target.function),
        environments: versions.indexOf(executing(target)),
      }),
    ),
    destinations: sinks.map((sink) => compileDestination(scenario, sink, targetNames)),
    sources: scenario.traffic.map((entry, index) => compileSource(scenario, entry, duration, targetNames, traces.get(index))),
    ...compileEventSources(scenario, { duration, targets: targetNames, sinks: sinks.map(({ name }) => name) }),
  };
}

/**
 * What is invoked by traffic, by a mapping or by a record, or keeps concurrency for itself; and each function at least as `$LATEST`,
 * which then receives nothing.
 */
function invokedTargets(scenario: Scenario, all: readonly Target[], sinks: readonly Sink[]): Target[] {
  const invoked = new Set(scenario.traffic.map(({ to, qualifier }) => targetName(to, qualifier)));
  for (const { FunctionName, qualifier } of Object.values(scenario.eventSourceMappings)) invoked.add(targetName(FunctionName, qualifier));
  for (const sink of sinks) {
    const target = invokedBy(scenario, sink);
    if (target !== null) invoked.add(targetName(target.function, target.qualifier));
  }
  const isKept = ({ name, settings }: Target): boolean => invoked.has(name) || settings.ProvisionedConcurrencyConfig !== undefined;
  const kept = new Set(all.filter(isKept).map((target) => target.function));
  return all.filter((target) => isKept(target) || (target.qualifier === null && !kept.has(target.function)));
}

/** The declared destinations, then the functions and queues that are destinations without being declared as one. */
function sinksOf(scenario: Scenario, all: readonly Target[]): Sink[] {
  const sinks = new Map<string, Sink>(Object.keys(scenario.destinations).map((name) => [name, { kind: 'destination', name }]));
  const references = [
    ...all.flatMap(({ settings: { EventInvokeConfig, DeadLetterConfig } }) => {
      const { OnSuccess, OnFailure } = EventInvokeConfig.DestinationConfig;
      return [OnSuccess.Destination, OnFailure.Destination, DeadLetterConfig.TargetArn];
    }),
    ...Object.values(scenario.eventSourceMappings).map(({ DestinationConfig }) => DestinationConfig.OnFailure.Destination),
  ];
  for (const reference of references) {
    const sink = sinkOf(scenario, reference);
    if (sink !== null && !sinks.has(sink.name)) sinks.set(sink.name, sink);
  }
  return [...sinks.values()];
}

/** How fast environments may be made, which AWS changed over the years. [CON-09, CON-10] */
const scalings: Record<Scenario['profile'], ScalingModel> = {
  current: { scope: 'function', capacity: 1000, interval: 10 * millisecond },
  // The largest Regions' burst; 500 a minute is one every 120 ms.
  'seed-era': { scope: 'account', capacity: 3000, interval: 120 * millisecond },
};

/** How much shorter or longer a wait may be under measured timing. [RTY-05, THR-05] */
const measuredJitter = 0.1;

function compileAssumptions({ assumptions }: Scenario): AssumptionsModel {
  const measured = assumptions.timing === 'measured';
  return {
    dispatch: assumptions.dispatch,
    jitter: measured ? measuredJitter : 0,
    dispatchLatency: microseconds(dispatchLatency(assumptions)),
    lookAhead: assumptions.ageRule === 'lookAhead',
    zeroReservedAppliesToQueued: assumptions.zeroReservedAppliesTo === 'queuedEvents',
    duplicateProbability: assumptions.duplicateProbability,
    duplicateDelay: microseconds(assumptions.duplicateDelay),
    silentLossProbability: assumptions.silentLossProbability,
    backlogStretch: assumptions.backlogStretch,
    deliveryAttempts: assumptions.deliveryAttempts,
    idleExpiry: compileIdleExpiry(assumptions.idleExpiry),
    eventSourceRetry: {
      base: microseconds(assumptions.eventSourceRetry.base),
      factor: assumptions.eventSourceRetry.factor,
      cap: microseconds(assumptions.eventSourceRetry.cap),
    },
    receiveLatency: microseconds(assumptions.receiveLatency),
  };
}

function compileIdleExpiry(expiry: Scenario['assumptions']['idleExpiry']): { min: Duration; max: Duration } {
  if (typeof expiry === 'object') return { min: microseconds(expiry.uniform.min), max: microseconds(expiry.uniform.max) };
  return { min: microseconds(expiry), max: microseconds(expiry) };
}

/** What a target executes: two targets with the same share execution environments. */
const executing = ({ function: name, version }: Target): string => `${name}:${version}`;

function compileFunction(scenario: Scenario, target: Target, places: { sinks: readonly string[]; group: number; environments: number }): FunctionModel {
  const { EventInvokeConfig, DeadLetterConfig, ProvisionedConcurrencyConfig, behaviour, Timeout } = target.settings;
  const indexOf = (destination: string | undefined): number => (destination === undefined ? -1 : places.sinks.indexOf(destination));
  return {
    name: target.name,
    functionName: target.function,
    qualifier: target.qualifier ?? target.version,
    version: target.version,
    group: places.group,
    environments: places.environments,
    provisioned: compileProvisioned(ProvisionedConcurrencyConfig),
    stopsLoops: scenario.functions[target.function]!.RecursiveLoop === 'Terminate',
    timeout: Timeout * second,
    maximumRetryAttempts: EventInvokeConfig.MaximumRetryAttempts,
    maximumEventAge: EventInvokeConfig.MaximumEventAgeInSeconds * second,
    onSuccess: indexOf(EventInvokeConfig.DestinationConfig.OnSuccess.Destination),
    onFailure: indexOf(EventInvokeConfig.DestinationConfig.OnFailure.Destination),
    deadLetterQueue: indexOf(DeadLetterConfig.TargetArn),
    duration: compileDistribution(behaviour.duration),
    initDuration: compileDistribution(behaviour.initDuration),
    poisonRate: behaviour.poisonRate,
    poisonUntil: behaviour.poisonUntil === undefined ? Infinity : microseconds(behaviour.poisonUntil),
    functionError: behaviour.functionError,
    response: compileResponse(behaviour) ?? { text: 'null' },
    error: behaviour.error ?? null,
    script: behaviour.script.map(({ event, attempts }) => ({
      event,
      attempts: attempts.map((attempt) => ({
        duration: attempt.duration === undefined ? null : microseconds(attempt.duration),
        result: attempt.result,
        response: compileResponse(attempt),
        error: attempt.error ?? null,
      })),
    })),
    phases: compilePhases(scenario, target),
  };
}

function compileProvisioned(config: Target['settings']['ProvisionedConcurrencyConfig']): ProvisionedModel | null {
  if (config === undefined) return null;
  const { ProvisionedConcurrentExecutions: environments, requestedAt } = config;
  return { environments, requestedAt: requestedAt === undefined ? null : microseconds(requestedAt) };
}

function compileResponse({ response, responseText, responseBytes }: Pick<Behaviour, 'response' | 'responseText' | 'responseBytes'>): ResponseModel | null {
  if (responseBytes !== undefined) return { bytes: responseBytes };
  if (responseText !== undefined) return { text: responseText };
  return response === undefined ? null : { text: JSON.stringify(response) };
}

/** Cuts time wherever a fault begins or ends; within a piece the last written fault that covers it wins, field by field. */
function compilePhases(scenario: Scenario, { function: name, settings }: Target): FunctionPhase[] {
  const own = scenario.faults.filter((fault) => 'function' in fault).filter((fault) => fault.function === name);
  return cutsOf(own).map((from) => {
    const phase: FunctionPhase = {
      from,
      reserved: scenario.functions[name]!.ReservedConcurrentExecutions ?? -1,
      errorRate: settings.behaviour.errorRate,
      systemErrorRate: settings.behaviour.systemErrorRate,
      durationFactor: 1,
      enqueueFailureRate: 0,
      deleted: false,
    };
    for (const fault of own) {
      if (!covers(fault, from)) continue;
      phase.reserved = fault.ReservedConcurrentExecutions ?? phase.reserved;
      phase.errorRate = fault.errorRate ?? phase.errorRate;
      phase.systemErrorRate = fault.systemErrorRate ?? phase.systemErrorRate;
      phase.durationFactor = fault.durationFactor ?? phase.durationFactor;
      phase.enqueueFailureRate = fault.enqueueFailureRate ?? phase.enqueueFailureRate;
      phase.deleted = fault.deleted ?? phase.deleted;
    }
    return phase;
  });
}

function compileDestination(scenario: Scenario, sink: Sink, targetNames: readonly string[]): DestinationModel {
  const { name } = sink;
  const declared = sink.kind === 'destination' ? scenario.destinations[name]! : null;
  const own = scenario.faults.filter((fault) => 'destination' in fault).filter((fault) => fault.destination === name);
  const invoked = invokedBy(scenario, sink);
  const usual = declared?.failureRate ?? 0;
  const type = declared?.type ?? (sink.kind === 'queue' ? 'SQS' : 'Lambda');
  return {
    name,
    type,
    invokes: invoked === null ? -1 : targetNames.indexOf(targetName(invoked.function, invoked.qualifier)),
    feeds: type === 'SQS' ? Object.keys(scenario.queues).indexOf(name) : -1,
    refuses: declared !== null && (!declared.permission || (declared.customerManagedKey && !declared.keyPermission) || isFifo(name, declared)),
    // However much a Lambda destination is said to take, the invocation has its own limit.
    maximumBytes: Math.min(
      declared === null ? (type === 'SQS' ? largestMessage('SQS', scenario.profile) : Infinity) : maximumBytes(declared, scenario.profile),
      invoked === null ? Infinity : largestPayload[scenario.profile],
    ),
    latency: microseconds(declared?.latency ?? scenario.assumptions.deliveryLatency),
    phases: cutsOf(own).map((from) => {
      let failureRate = usual;
      for (const fault of own) if (covers(fault, from)) failureRate = fault.failureRate;
      return { from, failureRate };
    }),
  };
}

/** 0 and every instant at which a fault begins or ends, in order. */
function cutsOf(faults: readonly Fault[]): Time[] {
  const cuts = new Set<Time>([0]);
  for (const fault of faults) cuts.add(microseconds(fault.from)).add(microseconds(fault.until));
  return [...cuts].sort((a, b) => a - b);
}

const covers = (fault: Fault, at: Time): boolean => microseconds(fault.from) <= at && at < microseconds(fault.until);

function compileSource(
  scenario: Scenario,
  entry: Traffic,
  duration: Time,
  targetNames: readonly string[],
  trace: TraceArrivals | undefined,
): SourceModel {
  const payload = compilePayload(entry);
  const bytes = 'text' in payload ? utf8Bytes(payload.text) : payload.bytes;
  return {
    function: targetNames.indexOf(targetName(entry.to, entry.qualifier)),
    payload,
    rejected: bytes > largestPayload[scenario.profile] || ('text' in payload && !isJson(payload.text)),
    from: microseconds(entry.from),
    until: entry.until === undefined ? duration : Math.min(duration, microseconds(entry.until)),
    arrivals: scaled(compileArrivals(entry.arrivals, trace), scenario.trafficScale),
  };
}

function compilePayload({ payload, payloadText, payloadBytes }: Traffic): PayloadModel {
  if (payloadText !== undefined) return { text: payloadText };
  if (payload !== undefined) return { text: JSON.stringify(payload) };
  // Nothing sent is an empty object to the function.
  return { bytes: payloadBytes === 0 ? 2 : (payloadBytes ?? usualPayloadBytes) };
}

const usualPayloadBytes = 1024;

function compileDistribution(distribution: Distribution): DistributionModel {
  if ('constant' in distribution) return { kind: 'constant', value: microseconds(distribution.constant) };
  if ('exponential' in distribution) return { kind: 'exponential', mean: microseconds(distribution.exponential.mean) };
  if ('lognormal' in distribution) return compileLognormal(distribution.lognormal);
  if ('gamma' in distribution) return { kind: 'gamma', mean: microseconds(distribution.gamma.mean), shape: distribution.gamma.shape };
  if ('weibull' in distribution) return { kind: 'weibull', scale: microseconds(distribution.weibull.scale), shape: distribution.weibull.shape };
  if ('uniform' in distribution) return { kind: 'uniform', min: microseconds(distribution.uniform.min), max: microseconds(distribution.uniform.max) };
  if ('percentiles' in distribution) {
    const points = Object.entries(distribution.percentiles)
      .map(([percent, value]) => ({ probability: Number(percent) / 100, value: microseconds(value) }))
      .sort((a, b) => a.probability - b.probability);
    return { kind: 'percentiles', probabilities: points.map((point) => point.probability), values: points.map((point) => point.value) };
  }
  const total = distribution.mixture.reduce((sum, part) => sum + part.weight, 0);
  return {
    kind: 'mixture',
    parts: distribution.mixture.map((part) => ({ weight: part.weight / total, distribution: compileDistribution(part) })),
  };
}

/** A median and a 99th percentile, or a mean and the standard deviation of the logarithm, as the normal law's parameters. */
function compileLognormal(given: Extract<Distribution, { lognormal: unknown }>['lognormal']): DistributionModel {
  if ('p50' in given) {
    const mu = ln(microseconds(given.p50));
    return { kind: 'lognormal', mu, sigma: (ln(microseconds(given.p99)) - mu) / normalQuantile99 };
  }
  return { kind: 'lognormal', mu: ln(microseconds(given.mean)) - (given.sigma * given.sigma) / 2, sigma: given.sigma };
}

/** The standard normal law's 99th percentile. */
const normalQuantile99 = 2.3263478740408408;
