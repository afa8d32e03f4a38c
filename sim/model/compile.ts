import ln from '@stdlib/math-base-special-ln';
import { millisecond, second, type Duration, type Time } from '../kernel/time.ts';
import type { Arrivals, Distribution, Fault, LambdaFunction, Scenario, Traffic } from '../scenario/schema.ts';
import { dispatchLatency } from '../scenario/dispatchLatency.ts';
import type { TraceArrivals } from '../scenario/traces.ts';
import { parseDuration, parseRate } from '../scenario/units.ts';
import type {
  ArrivalModel,
  AssumptionsModel,
  DestinationModel,
  DistributionModel,
  FunctionModel,
  FunctionPhase,
  Model,
  ScalingModel,
  SourceModel,
} from './model.ts';

/**
 * A valid scenario as the engine reads it: names become indices, every duration whole microseconds. The only place
 * where units are converted. Total: whatever parseScenario and resolveTraces let through compiles.
 */
export function compileModel(scenario: Scenario, traces: ReadonlyMap<number, TraceArrivals> = new Map()): Model {
  const duration = microseconds(scenario.duration);
  const functionNames = Object.keys(scenario.functions);
  const destinationNames = Object.keys(scenario.destinations);
  const profile = profiles[scenario.profile];
  return {
    seed: String(scenario.seed),
    duration,
    delayTarget: microseconds(scenario.delayTarget),
    accountConcurrency: scenario.account.ConcurrentExecutions,
    scaling: profile.scaling,
    payloadLimit: profile.payloadLimit,
    assumptions: compileAssumptions(scenario),
    functions: functionNames.map((name) => compileFunction(name, scenario.functions[name]!, scenario.faults, destinationNames)),
    destinations: destinationNames.map((name) => compileDestination(name, scenario)),
    sources: scenario.traffic.map((entry, index) => compileSource(entry, duration, functionNames, traces.get(index))),
  };
}

/** Limits that AWS changed over the years. [ASY-07, CON-09, CON-10] */
const profiles: Record<Scenario['profile'], { payloadLimit: number; scaling: ScalingModel }> = {
  current: {
    payloadLimit: 1024 * 1024,
    scaling: { scope: 'function', capacity: 1000, interval: 10 * millisecond },
  },
  'seed-era': {
    payloadLimit: 256 * 1024,
    // The largest Regions' burst; 500 a minute is one every 120 ms.
    scaling: { scope: 'account', capacity: 3000, interval: 120 * millisecond },
  },
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
    deliveryLatency: microseconds(assumptions.deliveryLatency),
    idleExpiry: compileIdleExpiry(assumptions.idleExpiry),
  };
}

function compileIdleExpiry(expiry: Scenario['assumptions']['idleExpiry']): { min: Duration; max: Duration } {
  if (typeof expiry === 'object') return { min: microseconds(expiry.uniform.min), max: microseconds(expiry.uniform.max) };
  return { min: microseconds(expiry), max: microseconds(expiry) };
}

function compileFunction(name: string, settings: LambdaFunction, faults: readonly Fault[], destinations: readonly string[]): FunctionModel {
  const { EventInvokeConfig, DeadLetterConfig, behaviour } = settings;
  const indexOf = (destination: string | undefined): number => (destination === undefined ? -1 : destinations.indexOf(destination));
  return {
    name,
    timeout: settings.Timeout * second,
    maximumRetryAttempts: EventInvokeConfig.MaximumRetryAttempts,
    maximumEventAge: EventInvokeConfig.MaximumEventAgeInSeconds * second,
    onSuccess: indexOf(EventInvokeConfig.DestinationConfig.OnSuccess.Destination),
    onFailure: indexOf(EventInvokeConfig.DestinationConfig.OnFailure.Destination),
    deadLetterQueue: indexOf(DeadLetterConfig.TargetArn),
    duration: compileDistribution(behaviour.duration),
    initDuration: compileDistribution(behaviour.initDuration),
    poisonRate: behaviour.poisonRate,
    script: behaviour.script.map(({ event, attempts }) => ({
      event,
      attempts: attempts.map((attempt) => ({
        duration: attempt.duration === undefined ? null : microseconds(attempt.duration),
        result: attempt.result,
      })),
    })),
    phases: compilePhases(name, settings, faults),
  };
}

/** Cuts time wherever a fault begins or ends; within a piece the last written fault that covers it wins, field by field. */
function compilePhases(name: string, settings: LambdaFunction, faults: readonly Fault[]): FunctionPhase[] {
  const own = faults.filter((fault) => 'function' in fault).filter((fault) => fault.function === name);
  return cutsOf(own).map((from) => {
    const phase: FunctionPhase = {
      from,
      reserved: settings.ReservedConcurrentExecutions ?? -1,
      errorRate: settings.behaviour.errorRate,
      systemErrorRate: settings.behaviour.systemErrorRate,
      durationFactor: 1,
      enqueueFailureRate: 0,
    };
    for (const fault of own) {
      if (!covers(fault, from)) continue;
      phase.reserved = fault.ReservedConcurrentExecutions ?? phase.reserved;
      phase.errorRate = fault.errorRate ?? phase.errorRate;
      phase.systemErrorRate = fault.systemErrorRate ?? phase.systemErrorRate;
      phase.durationFactor = fault.durationFactor ?? phase.durationFactor;
      phase.enqueueFailureRate = fault.enqueueFailureRate ?? phase.enqueueFailureRate;
    }
    return phase;
  });
}

function compileDestination(name: string, scenario: Scenario): DestinationModel {
  const own = scenario.faults.filter((fault) => 'destination' in fault).filter((fault) => fault.destination === name);
  return {
    name,
    type: scenario.destinations[name]!.type,
    phases: cutsOf(own).map((from) => {
      let failureRate = 0;
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

function compileSource(entry: Traffic, duration: Time, functionNames: readonly string[], trace: TraceArrivals | undefined): SourceModel {
  return {
    function: functionNames.indexOf(entry.to),
    payloadBytes: entry.payloadBytes,
    from: microseconds(entry.from),
    until: entry.until === undefined ? duration : Math.min(duration, microseconds(entry.until)),
    arrivals: compileArrivals(entry.arrivals, trace),
  };
}

function compileArrivals(arrivals: Arrivals, trace: TraceArrivals | undefined): ArrivalModel {
  if ('poisson' in arrivals) return { kind: 'poisson', rate: perSecond(arrivals.poisson.rate) };
  if ('constant' in arrivals) return { kind: 'constant', rate: perSecond(arrivals.constant.rate) };
  if ('burst' in arrivals) return { kind: 'burst', count: arrivals.burst.count, at: microseconds(arrivals.burst.at) };
  if ('at' in arrivals) return { kind: 'instants', instants: arrivals.at.map(microseconds).sort((a, b) => a - b) };
  if ('stages' in arrivals) {
    let from = 0;
    const stages = arrivals.stages.map((stage) => {
      const to = perSecond(stage.rate);
      const ramp = { duration: microseconds(stage.duration), from, to };
      from = to;
      return ramp;
    });
    return { kind: 'stages', spacing: arrivals.spacing ?? 'even', stages };
  }
  if ('sine' in arrivals) {
    const { mean, amplitude, period, peak } = arrivals.sine;
    const turn = microseconds(period);
    const first = peak === undefined ? turn / 4 : microseconds(peak);
    return { kind: 'sine', mean: perSecond(mean), amplitude: perSecond(amplitude), period: turn, peak: first };
  }
  if ('counts' in arrivals) {
    const { interval, counts, within } = arrivals.counts;
    return { kind: 'counts', interval: microseconds(interval), counts, within };
  }
  if (trace === undefined) return { kind: 'instants', instants: [] };
  if (trace.kind === 'instants') return { kind: 'instants', instants: trace.instants };
  return { kind: 'counts', interval: trace.interval, counts: trace.counts, within: arrivals.trace.within };
}

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

/** The scenario was validated, so neither conversion can fail. */
const microseconds = (value: string | number): Duration => parseDuration(value)!;
const perSecond = (value: string | number): number => parseRate(value)!;
