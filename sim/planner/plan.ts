import type { DisciplineBand } from './banded.ts';
import { countedCauses, causesIn, type Cause } from './causes.ts';
import { bandOver, type Discipline } from './disciplineBand.ts';
import type { Estimate } from './estimate.ts';
import { decide, levelOfLooks, usualEffort, type Effort } from './precision.ts';
import { nearestMultiple, roundStep, settingOf, type Parameter } from './parameter.ts';
import { satisfies, type Judgement, type Target } from './target.ts';
import { TrialFailed, type Alternative, type Trial, type Trials, type Watch } from './trials.ts';

/** Which value of a parameter meets the targets? */
export interface PlanQuestion {
  parameter: Parameter;
  /** The range to search, in the parameter's unit. */
  low: number;
  high: number;
  /** All of them are to be met. Their metrics are among those of the trials. */
  targets: readonly Target[];
  /** Settings that hold for every value. */
  settings?: readonly string[];
  effort?: Effort;
  /** Where to look first: what a closed form says. */
  guess?: number | null;
}

/** A value that was tried, as one of the targets saw it. */
export interface Evidence {
  value: number;
  target: string;
  /** What was measured, and the interval that decided, at `levelOfLooks`; null where there is no such number. */
  metric: number | null;
  low: number | null;
  high: number | null;
  basis: Estimate['basis'];
  replications: number;
  satisfied: boolean;
  /** Whether the interval lies on one side of the limit. */
  decided: boolean;
}

/** Why there is no value, or no single one. */
export type Outcome =
  /** One side of `found` meets the targets, the other does not. */
  | 'found'
  /** The targets are met at both ends of the range, and so, if more is always better or always worse, between them. */
  | 'everywhere'
  /** They are met nowhere that was tried. */
  | 'nowhere'
  /** They are met in the middle and at neither end; `found` is the least value that was seen to meet them. */
  | 'between';

export interface PlanAnswer {
  /** The value furthest towards what costs least: the least that meets the targets where more helps, the greatest where more hurts. Null where there is none. */
  found: number | null;
  outcome: Outcome;
  /** Whether more of the parameter helps (`more`) or hurts (`less`). */
  better: 'more' | 'less';
  /** Between these the truth lies with 95 % confidence in each step: the nearest values that were decided one way and the other. */
  bracket: [low: number, high: number];
  /** In order of value. */
  evidence: Evidence[];
  /** What becomes of the events that are in the way, at the end of the range that comes nearest; where the outcome is `nowhere`. */
  causes: Cause[];
  /** Replications of all values together. */
  replications: number;
  /** Whether it was stopped before it was done: the bracket is as narrow as it got, and an outcome of `nowhere` means nowhere yet. */
  stopped: boolean;
}

/** The metrics that a plan's trials have to read: those of its targets, and what explains a miss. */
export const metricsOf = (targets: readonly Target[]): Trials['metrics'] => [...targets.map(({ metric }) => metric), ...countedCauses];

interface Point {
  value: number;
  judgements: Judgement[];
  estimates: Estimate[];
  replications: number;
  trial: Trial;
  /** As far as anybody can tell: by the interval where it decides, else by the value itself. */
  good: boolean;
  decided: boolean;
}

/**
 * Searches a range for the value at which the targets begin, or cease, to be met: by halves, with as many replications at each
 * value as its decision takes. It relies on the answer changing only once over the range, and says so where it saw otherwise.
 */
export async function plan(trials: Trials, question: PlanQuestion, watch: Watch = {}): Promise<PlanAnswer> {
  const search = new Search(trials, question, watch);
  return search.answer();
}

/**
 * The answer of a plan under each dispatch discipline. The others' search begins at the answer and goes outwards in growing steps until
 * the targets cease, or begin, to be met: where the disciplines nearly agree, it takes two values each.
 */
export async function planBand(trials: Trials, question: PlanQuestion, answer: PlanAnswer, watch: Watch = {}): Promise<DisciplineBand<PlanAnswer>> {
  const values = [...new Set(answer.evidence.map(({ value }) => value))];
  const measured = values.map((value) => alternativeAt(question, value));
  const own = measured[0] === undefined ? null : trials.of(measured[0]).dispatch;
  return bandOver(trials, measured, (under) => (under.dispatch === own ? Promise.resolve(answer) : new Search(trials, question, {}, under).near(answer)), watch);
}

/** The scenario with a value of the parameter. */
const alternativeAt = ({ parameter, settings = [] }: PlanQuestion, value: number): Alternative => ({ scenario: 0, settings: [...settings, settingOf(parameter, value)] });

class Search {
  private readonly points = new Map<number, Point>();
  private readonly trials: Trials;
  private readonly question: PlanQuestion;
  private readonly watch: Watch;
  /** Null: the scenario's own. */
  private readonly under: Discipline | null;
  /** How close is close enough, and what values are rounded to: a round step of which the range has at most 300. */
  private readonly resolution: number;

  constructor(trials: Trials, question: PlanQuestion, watch: Watch, under: Discipline | null = null) {
    this.trials = trials;
    this.question = question;
    this.watch = watch;
    this.under = under;
    const { parameter, low, high } = question;
    this.resolution = parameter.kind === 'integer' ? 1 : roundStep(parameter, high - low, 300);
  }

  async answer(): Promise<PlanAnswer> {
    try {
      return await this.searched();
    } catch (problem) {
      if (!(problem instanceof TrialFailed) || problem.reason !== 'stopped') throw problem;
      const best = [...this.points.values()].filter(({ good }) => good);
      const better = this.betterSoFar();
      const found = best.reduce<number | null>((so, { value }) => (so === null || (better === 'more' ? value < so : value > so) ? value : so), null);
      return this.concluded(found === null ? 'nowhere' : 'found', found, better, true);
    }
  }

  /** The answer from one that is likely near. Throws `TrialFailed`, also where it is stopped. */
  async near({ found, better }: PlanAnswer): Promise<PlanAnswer> {
    if (found === null) return this.searched();
    const { low, high } = this.question;
    const first = await this.at(found);
    // Where the value does, one that costs less may do as well; where it does not, only one that costs more can.
    const end = first.good === (better === 'more') ? low : high;
    let last = first;
    for (let step = this.resolution; last.value !== end; step *= 2) {
      const value = nearestMultiple(last.value + (end > last.value ? step : -step), this.resolution);
      const next = await this.at(end > last.value ? Math.min(end, value) : Math.max(end, value));
      if (next.good !== first.good) return this.concluded('found', (await this.narrow(...(first.good ? ([next, last] as const) : ([last, next] as const)), null)).value, better);
      last = next;
    }
    return first.good ? this.concluded('everywhere', end, better) : this.concluded('nowhere', null, better);
  }

  private async searched(): Promise<PlanAnswer> {
    const { low, high } = this.question;
    const [first, last] = [await this.at(low), await this.at(high)];
    const better = this.betterEnd(first, last);
    if (first.good && last.good) return this.concluded('everywhere', better === 'more' ? low : high, better);
    if (!first.good && !last.good) return this.lookBetween(better);
    const [bad, good] = first.good ? [last, first] : [first, last];
    const found = await this.narrow(bad, good);
    return this.concluded('found', found.value, first.good ? 'less' : 'more');
  }

  /** Halves the stretch between a value that does not do and one that does; the guess, if there is one, goes first. */
  private async narrow(bad: Point, good: Point, guess = this.question.guess ?? null): Promise<Point> {
    const whole = Math.abs(good.value - bad.value);
    let step = Math.max(this.resolution, Math.abs(guess ?? 0) * firstStepAroundGuess);
    let next = guess;
    while (Math.abs(good.value - bad.value) > this.resolution * (1 + 1e-9)) {
      this.watch.onProgress?.(this.share(whole, Math.abs(good.value - bad.value)));
      const isInside = next !== null && (next - bad.value) * (next - good.value) < 0;
      const value = this.rounded(isInside && next !== null ? next : (good.value + bad.value) / 2, bad.value, good.value);
      const point = await this.at(value);
      if (point.good) good = point;
      else bad = point;
      // Around the guess in growing steps: it is mostly near, and then a few values are enough.
      next = isInside ? value + (point.good === good.value > bad.value ? -step : step) : null;
      step *= 2;
    }
    return good;
  }

  private async lookBetween(better: PlanAnswer['better']): Promise<PlanAnswer> {
    const { low, high } = this.question;
    for (const part of [0.5, 0.25, 0.75]) {
      const value = this.rounded(low + part * (high - low), low, high);
      const point = value > low && value < high ? await this.at(value) : null;
      if (point?.good !== true) continue;
      const found = await this.narrow(await this.at(low), point);
      return this.concluded('between', found.value, 'more');
    }
    return this.concluded('nowhere', null, better);
  }

  private async at(value: number): Promise<Point> {
    const known = this.points.get(value);
    if (known !== undefined) return known;
    const { targets, effort = usualEffort } = this.question;
    const { under } = this;
    const alternative = alternativeAt(this.question, value);
    const { trial, judgements } = await decide(this.trials, under?.of(alternative) ?? alternative, targets, under === null ? effort : { ...effort, stepBudget: under.stepBudget });
    const estimates = targets.map(({ metric }) => trial.estimate(metric, levelOfLooks(effort)));
    const good = targets.every((target, place) => judgements[place] === 'met' || (judgements[place] === 'undecided' && satisfies(target, estimates[place]?.value ?? null)));
    const decided = judgements.includes('missed') || judgements.every((judgement) => judgement === 'met');
    const point = { value, judgements, estimates, replications: trial.replications, trial, good, decided };
    this.points.set(value, point);
    under?.onProgress(1 - 2 / (2 + this.points.size));
    return point;
  }

  private betterSoFar(): PlanAnswer['better'] {
    const inOrder = this.inOrder();
    const [first, last] = [inOrder[0], inOrder.at(-1)];
    if (first === undefined || last === undefined) return 'more';
    return first.good === last.good ? this.betterEnd(first, last) : first.good ? 'less' : 'more';
  }

  private inOrder(): Point[] {
    return [...this.points.values()].sort((one, other) => one.value - other.value);
  }

  /** Which end of the range comes nearer to the targets; where there is no telling, more is taken to help. */
  private betterEnd(first: Point, last: Point): PlanAnswer['better'] {
    for (const [place, target] of this.question.targets.entries()) {
      const [low, high] = [first.estimates[place]?.value ?? null, last.estimates[place]?.value ?? null];
      if (low === null || high === null || low === high) continue;
      const wantsLittle = target.relation === '<=' || target.relation === '<';
      return high < low === wantsLittle ? 'more' : 'less';
    }
    return 'more';
  }

  private concluded(outcome: Outcome, found: number | null, better: PlanAnswer['better'], stopped = false): PlanAnswer {
    const { low, high } = this.question;
    const inOrder = this.inOrder();
    const nearest = better === 'more' ? inOrder.at(-1) : inOrder[0];
    return {
      found,
      outcome,
      better,
      bracket: outcome === 'found' || outcome === 'between' ? this.bracket(inOrder, better) : [low, high],
      evidence: inOrder.flatMap((point) => this.evidence(point)),
      causes: outcome === 'nowhere' && nearest !== undefined ? causesIn(nearest.trial) : [],
      replications: this.trials.replications,
      stopped,
    };
  }

  private evidence({ value, judgements, estimates, replications }: Point): Evidence[] {
    return this.question.targets.flatMap((target, place) => {
      const [judgement, estimate] = [judgements[place], estimates[place]];
      if (judgement === undefined || estimate === undefined) return [];
      const { value: metric, low, high, basis } = estimate;
      const decided = judgement !== 'undecided';
      return [{ value, target: target.text, metric, low, high, basis, replications, satisfied: decided ? judgement === 'met' : satisfies(target, metric), decided }];
    });
  }

  /** The nearest decided values on both sides of where the answer changes. */
  private bracket(inOrder: readonly Point[], better: PlanAnswer['better']): [number, number] {
    const sides = better === 'more' ? inOrder : inOrder.toReversed();
    const lastBad = sides.findLast((point) => point.decided && !point.good);
    const firstGood = sides.find((point) => point.decided && point.good && (lastBad === undefined || sides.indexOf(point) > sides.indexOf(lastBad)));
    const ends = [lastBad?.value ?? sides[0]?.value ?? this.question.low, firstGood?.value ?? sides.at(-1)?.value ?? this.question.high];
    return [Math.min(...ends), Math.max(...ends)];
  }

  /** A round value strictly between two others, where there is one. */
  private rounded(value: number, one: number, other: number): number {
    const [least, most] = [Math.min(one, other), Math.max(one, other)];
    const round = [value, (least + most) / 2].map((wish) => nearestMultiple(wish, this.resolution));
    return round.find((one) => one > least && one < most) ?? (least + most) / 2;
  }

  /** Halving ends when the stretch is as short as it is to be. */
  private share(whole: number, now: number): number {
    const [all, left] = [doublings(whole / this.resolution), doublings(now / this.resolution)];
    return all === 0 ? 0 : Math.max(0, Math.min(0.99, (2 + all - left) / (2 + all)));
  }
}

const firstStepAroundGuess = 0.02;

function doublings(ratio: number): number {
  let count = 0;
  for (let size = 1; size < ratio; size *= 2) count++;
  return count;
}
