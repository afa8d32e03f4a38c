import pow from '@stdlib/math-base-special-pow';
import { rowAt } from '../scenario/lookup.ts';
import { readPath } from '../scenario/path.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { attempt, inTurn } from './attempt.ts';
import type { DisciplineBand } from './banded.ts';
import { bandOver } from './disciplineBand.ts';
import type { Estimate } from './estimate.ts';
import { prepareSubject, type Subject } from './laboratory.ts';
import type { Metric } from './metric.ts';
import { readSpan, settingOf, type Parameter, type Span } from './parameter.ts';
import { readMetrics, readReplications, readSubject, readTargets, sentenceOf, usualMetrics, type Problems } from './question.ts';
import { judge, type Judgement, type Target } from './target.ts';
import { TrialFailed, type Alternative, type Trial, type Trials, type Watch } from './trials.ts';

/** How do metrics depend on one or two parameters, and where are the targets met? */
export interface SweepQuestion {
  /** One or two. Their `steps` is how many values are taken; by default 9, and 7 by 7 for two. */
  spans: readonly Span[];
  metrics: readonly Metric[];
  /** All of them are to be met. */
  targets: readonly Target[];
  /** Of each cell. */
  replications: number;
  /** Settings that hold for every cell. */
  settings?: readonly string[];
}

/** One value of the parameter, or one pair of values. */
export interface SweepCell {
  /** Its place in row-major order: with two parameters, the second one's values lie beside each other. */
  place: number;
  /** One value a parameter. */
  values: number[];
  /** Of the metrics, then of the targets' metrics. */
  estimates: Estimate[];
  /** Null without targets. Each cell is judged for itself, by its 95 % intervals. */
  judgement: Judgement | null;
  replications: number;
}

/** A cell that could not be measured, and why. */
export interface SweepGap {
  place: number;
  values: number[];
  reason: string;
}

/** How the values of a span lie: equal differences or equal ratios. */
export type Spacing = 'even' | 'geometric';

export interface SweepAnswer {
  spans: readonly Span[];
  /** The values of each parameter, in ascending order. */
  values: number[][];
  spacing: Spacing[];
  /** Row-major; only those that ended. */
  cells: SweepCell[];
  leftOut: SweepGap[];
  /** How many cells there are in all. */
  wanted: number;
  /** Of each cell. */
  replications: number;
  stopped: boolean;
}

/** The metrics that a sweep's trials have to read. */
export const sweepMetrics = ({ metrics, targets }: SweepQuestion): readonly Metric[] => [...metrics, ...targets.map(({ metric }) => metric)];

/** Reads a sweep's words, as the command line has them; or tells everything that is wrong with them. */
export function readSweepQuestion(
  subject: Subject,
  words: { over: readonly string[]; metrics?: readonly string[]; suchThat?: readonly string[]; settings?: readonly string[]; replications?: number },
): SweepQuestion | Problems {
  const settings = words.settings ?? [];
  const problems: string[] = [];
  const spans = readSpans(words.over, problems);
  const replications = readReplications(words.replications, usualReplications, problems);
  const asked = readSubject(subject, settings, problems);
  if (asked === null) return { problems };
  const metrics = readMetrics(words.metrics === undefined || words.metrics.length === 0 ? usualMetrics : words.metrics, asked.blank, problems);
  const targets = readTargets(words.suchThat ?? [], asked.blank, problems);
  if (problems.length === 0) problems.push(...spans.flatMap((span) => endProblems(subject, settings, span)));
  return problems.length > 0 ? { problems } : { spans, metrics, targets, replications, settings };
}

/**
 * Measures every cell, the coarse picture first: ends and middle, then the middles between them. A cell's numbers depend on nothing
 * but itself, so they are the same in whatever order cells end.
 */
export async function sweep(trials: Trials, question: SweepQuestion, watch: Watch & { onCell?: (cell: SweepCell) => void } = {}): Promise<SweepAnswer> {
  const { spans, replications } = question;
  const values = sweepValues(question);
  const cells: SweepCell[] = [];
  const leftOut: SweepGap[] = [];
  let stopped = false;
  const order = coarseFirst(values.map(({ length }) => length));
  const wanted = order.length;
  const onReplications = (): void => watch.onProgress?.(Math.min(1, (trials.replications + leftOut.length * replications) / (wanted * replications)));
  await inTurn(order, trials.laboratory.width, async (place) => {
    const its = valuesAt(values, place);
    const tried = await attempt(trials, alternativeOf(question, its), replications, { onReplications });
    if (tried.kind === 'stopped') stopped = true;
    else if (tried.kind === 'leftOut') leftOut.push({ place, values: its, reason: tried.reason });
    else {
      const cell = cellOf(question, place, its, tried.trial);
      cells.push(cell);
      watch.onCell?.(cell);
    }
  });
  const byPlace = (one: { place: number }, other: { place: number }): number => one.place - other.place;
  return { spans, values, spacing: spans.map(spacingOf), cells: cells.sort(byPlace), leftOut: leftOut.sort(byPlace), wanted, replications, stopped };
}

/** The cells of a sweep under each dispatch discipline; without those that take too long there. */
export function sweepBand(trials: Trials, question: SweepQuestion, { cells }: SweepAnswer, watch: Watch = {}): Promise<DisciplineBand<SweepCell[]>> {
  const { replications } = question;
  const alternatives = cells.map(({ values }) => alternativeOf(question, values));
  return bandOver(
    trials,
    alternatives,
    async ({ of, stepBudget, onProgress }) => {
      let ended = 0;
      const its = await inTurn(cells, trials.laboratory.width, async ({ place, values }) => {
        const alternative = of(alternativeOf(question, values));
        const tried = await attempt(trials, alternative, replications, { stepBudget });
        if (tried.kind === 'stopped') throw new TrialFailed('stopped', alternative);
        onProgress(++ended / cells.length);
        return tried.kind === 'measured' ? [cellOf(question, place, values, tried.trial)] : [];
      });
      return its.flat();
    },
    watch,
  );
}

/** The values of each of a sweep's parameters, in ascending order. */
export const sweepValues = ({ spans }: SweepQuestion): number[][] => spans.map((span) => valuesOf(span, span.steps ?? (spans.length === 1 ? usualSteps : usualStepsOfTwo)));

/** How a span's values lie: rates and times over two orders of magnitude or nearly so in equal ratios, everything else in equal steps. */
export function spacingOf({ parameter, low, high }: Span): Spacing {
  return low > 0 && high / low >= leastGeometricRatio && isRateOrTime(parameter) ? 'geometric' : 'even';
}

const usualReplications = 8;
const usualSteps = 9;
const usualStepsOfTwo = 7;
const mostCells = 2_500;
const leastGeometricRatio = 50;

function readSpans(texts: readonly string[], problems: string[]): Span[] {
  if (texts.length === 0 || texts.length > 2) problems.push(`A sweep goes over one parameter or two, not ${String(texts.length)}.`);
  const spans = texts.flatMap((text) => {
    const span = readSpan(text);
    if ('problem' in span) problems.push(span.problem);
    return 'problem' in span ? [] : [span];
  });
  const [one, other] = spans;
  if (one !== undefined && one.parameter.path === other?.parameter.path) problems.push(`Both ranges are of ${one.parameter.path}; a second parameter has to be another one.`);
  const cells = spans.reduce((product, span) => product * (span.steps ?? usualStepsOfTwo), 1);
  if (cells > mostCells) problems.push(`${String(cells)} cells are too many: a sweep takes at most ${String(mostCells)}.`);
  return spans;
}

/** What is wrong with the scenario at the ends of a range: better told before than found out in half of the cells. */
function endProblems(subject: Subject, settings: readonly string[], { parameter, low, high }: Span): string[] {
  return [low, high].flatMap((value) => {
    const setting = settingOf(parameter, value);
    const prepared = prepareSubject(subject, [...settings, setting]);
    return 'issues' in prepared ? prepared.issues.map((issue) => `With ${setting}: ${sentenceOf(issue)}`) : [];
  });
}

function isRateOrTime({ path, kind }: Parameter): boolean {
  if (kind === 'rate' || kind === 'duration') return true;
  const keys = (readPath(path)?.path ?? []).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  // AWS has times in whole seconds.
  return rowAt(scenarioSchema, keys)?.about?.unit === 'seconds';
}

function valuesOf(span: Span, steps: number): number[] {
  const { parameter, low, high } = span;
  const isGeometric = spacingOf(span) === 'geometric';
  const between = (part: number): number => (isGeometric ? rounded(low * pow(high / low, part), 3) : rounded(low + part * (high - low), 12));
  const values = Array.from({ length: steps }, (_, index) => (index === 0 ? low : index === steps - 1 ? high : between(index / (steps - 1))));
  return [...new Set(parameter.kind === 'integer' ? values.map(Math.round) : values)];
}

const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** All places of a grid, those that show most first: by how many halvings it takes to get to them, then row-major. */
function coarseFirst(lengths: readonly number[]): number[] {
  const depths = lengths.map(depthsOf);
  const count = lengths.reduce((product, length) => product * length, 1);
  const depthAt = (place: number): number => Math.max(...valuesAt(depths, place));
  return Array.from({ length: count }, (_, place) => place).sort((one, other) => depthAt(one) - depthAt(other) || one - other);
}

/** How many halvings it takes to get to each of `length` places; ends and middle take none. */
function depthsOf(length: number): number[] {
  const depths = Array.from({ length }, () => 0);
  const halve = (low: number, high: number, depth: number): void => {
    if (high - low < 2) return;
    const middle = Math.floor((low + high) / 2);
    depths[middle] = depth;
    halve(low, middle, depth + 1);
    halve(middle, high, depth + 1);
  };
  halve(0, length - 1, 0);
  return depths;
}

/** Of lists that span a grid, what lies at a place of it. */
function valuesAt(lists: readonly (readonly number[])[], place: number): number[] {
  const its: number[] = [];
  for (const list of lists.toReversed()) {
    its.unshift(list[place % list.length] ?? 0);
    place = Math.floor(place / list.length);
  }
  return its;
}

function alternativeOf({ spans, settings = [] }: SweepQuestion, values: readonly number[]): Alternative {
  return { scenario: 0, settings: [...settings, ...spans.map(({ parameter }, index) => settingOf(parameter, values[index] ?? 0))] };
}

function cellOf(question: SweepQuestion, place: number, values: number[], trial: Trial): SweepCell {
  const judgements = question.targets.map((target) => judge(target, trial.estimate(target.metric)));
  return { place, values, estimates: sweepMetrics(question).map((metric) => trial.estimate(metric)), judgement: jointJudgement(judgements), replications: trial.replications };
}

function jointJudgement(judgements: readonly Judgement[]): Judgement | null {
  if (judgements.length === 0) return null;
  if (judgements.includes('missed')) return 'missed';
  return judgements.includes('undecided') ? 'undecided' : 'met';
}
