import { attempt, inTurn, type Attempt } from './attempt.ts';
import { levelOfEach } from './bestSet.ts';
import { isSignificant } from './difference.ts';
import { pairedEstimate, type Estimate, type PairedEstimate } from './estimate.ts';
import type { Subject } from './laboratory.ts';
import type { Metric } from './metric.ts';
import { readMetrics, readReplications, readSubject, usualMetrics, type Problems } from './question.ts';
import { TrialFailed, type Alternative, type Trial, type Trials, type Watch } from './trials.ts';
import { variablesOf, type Variable } from './variants.ts';

/** What does a metric depend on most? */
export interface SensitivityQuestion {
  metric: Metric;
  variables: readonly Variable[];
  /** Of today's settings and of each variant. */
  replications: number;
  /** Settings that hold throughout. */
  settings: readonly string[];
  /** Why not everything is varied; null where it is. */
  remark: string | null;
}

/** A parameter or an assumption, and what the metric does when it changes. */
export interface SensitivityBar {
  path: string;
  label: string;
  kind: Variable['kind'];
  today: string;
  /** `difference` is against today's settings; all of a tornado's intervals together are right with 95 %. */
  variants: { value: string; difference: PairedEstimate | null; significant: boolean }[];
  /** The largest difference that was measured, without its sign. */
  swing: number;
  /** Whether any variant's difference can be told from luck. */
  significant: boolean;
}

export interface SensitivityAnswer {
  metric: Metric;
  today: Estimate;
  /** The widest first; those that can be told from luck before those that cannot. */
  bars: SensitivityBar[];
  /** Variants that could not be measured, and why. */
  leftOut: { path: string; value: string; reason: string }[];
  remark: string | null;
  replications: number;
  stopped: boolean;
}

/** Reads what a metric's sensitivity is asked for; or tells everything that is wrong with it. */
export function readSensitivityQuestion(subject: Subject, words: { metric?: string; settings?: readonly string[]; replications?: number }): SensitivityQuestion | Problems {
  const settings = words.settings ?? [];
  const problems: string[] = [];
  const replications = readReplications(words.replications, usualReplications, problems);
  const asked = readSubject(subject, settings, problems);
  if (asked === null) return { problems };
  const [metric] = readMetrics([words.metric ?? usualMetrics[0] ?? ''], asked.blank, problems);
  if (metric === undefined || problems.length > 0) return { problems };
  const all = variablesOf(asked.scenario);
  const parameters = all.filter(({ kind }) => kind === 'parameter');
  const variables = [...parameters.slice(0, mostParameters), ...all.filter(({ kind }) => kind === 'assumption')];
  const remark = parameters.length <= mostParameters ? null : `The scenario has ${String(parameters.length)} parameters; the first ${String(mostParameters)} are varied.`;
  return { metric, variables, replications, settings, remark };
}

/** The metrics that a tornado's trials have to read. */
export const sensitivityMetrics = ({ metric }: SensitivityQuestion): readonly Metric[] => [metric];

/** Changes one thing at a time and measures what becomes of the metric, with the same luck as today's settings have. Throws `TrialFailed` where those take too long. */
export async function sensitivity(trials: Trials, question: SensitivityQuestion, watch: Watch = {}): Promise<SensitivityAnswer> {
  const { metric, variables, replications, settings, remark } = question;
  const changes = variables.flatMap((variable) => variable.variants.map((variant) => ({ variable, ...variant })));
  const wanted = (changes.length + 1) * replications;
  const onReplications = (): void => watch.onProgress?.(Math.min(1, trials.replications / wanted));
  const asItIs: Alternative = { scenario: 0, settings };
  const first = await attempt(trials, asItIs, replications, { onReplications });
  if (first.kind === 'leftOut') throw new TrialFailed('tooLong', asItIs);
  const today = trials.of(asItIs);
  const stepBudget = Math.max(leastStepBudget, stepFactor * today.mostSteps);
  const tried =
    first.kind === 'measured'
      ? await inTurn(changes, trials.laboratory.width, ({ setting }) => attempt(trials, { scenario: 0, settings: [...settings, setting] }, replications, { stepBudget, onReplications }))
      : [];
  const outcomes = new Map(changes.map(({ setting }, place) => [setting, tried[place]]));
  const level = levelOfEach(changes.length);
  return {
    metric,
    today: today.estimate(metric),
    bars: variables
      .map((variable) => barOf(variable, outcomes, today, metric, level))
      .filter(({ variants }) => variants.length > 0)
      .sort((one, other) => Number(other.significant) - Number(one.significant) || other.swing - one.swing),
    leftOut: changes.flatMap(({ variable, value }, place) => {
      const one = tried[place];
      return one?.kind === 'leftOut' ? [{ path: variable.path, value, reason: one.reason }] : [];
    }),
    remark,
    replications,
    stopped: first.kind === 'stopped' || tried.some(({ kind }) => kind === 'stopped'),
  };
}

const usualReplications = 8;
/** So that a scenario of hundreds of functions is answered in a reasonable time. */
const mostParameters = 120;

/** A variant that takes so much longer than today's settings is left out: the wait says more of the simulator than of Lambda. */
const stepFactor = 20;
const leastStepBudget = 5_000_000;

function barOf({ path, label, kind, today: value, variants }: Variable, outcomes: ReadonlyMap<string, Attempt | undefined>, today: Trial, metric: Metric, level: number): SensitivityBar {
  const measured = variants.flatMap((variant) => {
    const outcome = outcomes.get(variant.setting);
    if (outcome?.kind !== 'measured') return [];
    const difference = pairedEstimate(today.readingsOf(metric), outcome.trial.readingsOf(metric), level);
    return [{ value: variant.value, difference, significant: isSignificant(difference) }];
  });
  return {
    path,
    label,
    kind,
    today: value,
    variants: measured,
    swing: measured.reduce((most, { difference }) => Math.max(most, Math.abs(difference?.value ?? 0)), 0),
    significant: measured.some(({ significant }) => significant),
  };
}
