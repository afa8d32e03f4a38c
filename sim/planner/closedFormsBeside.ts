import { inSeconds } from '../kernel/time.ts';
import type { FunctionModel, Model } from '../model/model.ts';
import { readPath } from '../scenario/path.ts';
import { mmcMinServers } from './closedForms.ts';
import { offeredLoad, type OfferedLoad } from './offeredLoad.ts';
import type { Parameter } from './parameter.ts';
import type { Target } from './target.ts';

/** What a formula says about the value that a plan looks for. */
export interface ClosedForm {
  /** Little's law, Erlang C. */
  name: string;
  value: number;
  /** What the value means, and under which conditions it is exact. */
  says: string;
  clause: string;
}

/** The formulas that say something about a parameter, the most telling first; none for most parameters. */
export function closedFormsBeside(model: Model, { path }: Parameter, targets: readonly Target[]): ClosedForm[] {
  const [place, name, key] = readPath(path)?.path ?? [];
  const lambdas = model.functions.filter((one) => place === 'functions' && one.functionName === name);
  const lambda = lambdas.find(({ qualifier }) => path.includes(`["${qualifier}"]`) || path.includes(`.${qualifier}.`)) ?? lambdas[0];
  if (lambda === undefined) return [];
  if (key === 'ReservedConcurrentExecutions') return concurrencyForms(model, lambda, targets);
  if (path.endsWith('.ProvisionedConcurrentExecutions')) return provisionedForms(model, lambda);
  return path.endsWith('MaximumEventAgeInSeconds') ? ageForms(model, lambda) : [];
}

function concurrencyForms(model: Model, lambda: FunctionModel, targets: readonly Target[]): ClosedForm[] {
  const load = offeredLoad(model, lambda);
  const { meanRate, peakRate, meanDuration } = load;
  if (meanDuration === null || meanRate === 0) return [];
  const little = (value: number, when: string): ClosedForm => ({
    name: 'Little’s law',
    value: Math.ceil(value),
    says: `environments are busy ${when}: ${round(value / meanDuration)} events a second × ${round(meanDuration)} s. With fewer, the backlog grows as long as that lasts.`,
    clause: 'CON-14',
  });
  return [
    ...erlangForm(model, load, targets),
    little(meanRate * meanDuration, 'on average'),
    ...(peakRate > meanRate * 1.05 && peakRate * meanDuration < 1_000_000 ? [little(peakRate * meanDuration, 'at the busiest')] : []),
  ];
}

/** What is busy at the peak and a tenth more, which AWS recommends to provision. [CON-15] */
function provisionedForms(model: Model, lambda: FunctionModel): ClosedForm[] {
  const { peakRate, meanDuration } = offeredLoad(model, lambda);
  if (meanDuration === null || peakRate === 0) return [];
  return [{ name: 'The peak and a tenth', value: Math.ceil(nearestTenThousandth(1.1 * peakRate * meanDuration)), says: `environments are what AWS recommends: ${round(peakRate)} events a second at the busiest × ${round(meanDuration)} s, and 10 % more.`, clause: 'CON-15' }];
}

/** So that 1.1 × 10 is 11, and not a little more. */
const nearestTenThousandth = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Erlang C, where a share of late events is what is wanted little of. */
function erlangForm({ delayTarget }: Model, { meanRate, meanDuration, isMarkovian }: OfferedLoad, targets: readonly Target[]): ClosedForm[] {
  const late = targets.find(({ metric, relation, value }) => metric.under !== null && metric.over.slice(-2).join('.') === 'delivered.delayed' && relation.startsWith('<') && value > 0 && value < 1);
  if (late === undefined || meanDuration === null) return [];
  return [
    {
      name: 'Erlang C',
      value: mmcMinServers(meanRate, 1 / meanDuration, inSeconds(delayTarget), late.value),
      says: `keep the share that waits longer than ${round(inSeconds(delayTarget))} s at ${round(late.value * 100)} % or less in an ideal queue${isMarkovian ? '' : ', were arrivals Poisson at one rate and durations exponential'}. Exact under \`fifo\` dispatch only.`,
      clause: 'POL-10',
    },
  ];
}

/** Below these ages a retry can never happen, whatever `MaximumRetryAttempts` says. [AGE-14] */
function ageForms(model: Model, lambda: FunctionModel): ClosedForm[] {
  const { meanDuration } = offeredLoad(model, lambda);
  if (meanDuration === null) return [];
  return [1, 2].slice(0, lambda.maximumRetryAttempts).map((retries) => ({
    name: retries === 1 ? 'One retry' : 'Two retries',
    value: Math.ceil((retries === 1 ? 60 : 180) + retries * meanDuration),
    says: `s are the least age that leaves room for ${retries === 1 ? 'a first retry' : 'both retries'}: the waits and ${retries === 1 ? 'one attempt' : 'two attempts'} before ${retries === 1 ? 'it' : 'the second'}.`,
    clause: 'AGE-14',
  }));
}

const round = (value: number): string => String(Number(value.toPrecision(3)));
