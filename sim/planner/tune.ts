import { pathText } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';
import { closest } from '../scenario/suggest.ts';
import { attempt, inTurn } from './attempt.ts';
import type { DisciplineBand } from './banded.ts';
import { levelOfEach } from './bestSet.ts';
import { told } from './difference.ts';
import { bandOver } from './disciplineBand.ts';
import { estimate, pairedEstimate, type Estimate, type PairedEstimate } from './estimate.ts';
import type { Subject } from './laboratory.ts';
import type { Metric, Reading } from './metric.ts';
import { paretoFront } from './pareto.ts';
import { readReplications, readSubject, type Problems } from './question.ts';
import { tuneChoices, wordsOf, type TuneChoice } from './tuneOptions.ts';
import { riskOf } from './tuneRisk.ts';
import { TrialFailed, type Alternative, type Trial, type Trials, type Watch } from './trials.ts';

/** Which retry settings of a function are worth considering? */
export interface TuneQuestion {
  scenario: Scenario;
  /** Functions, versions and aliases as results name them. Of several the one that loses most today is tuned. */
  functions: readonly TunedFunction[];
  /** Of the options that are worth it; all others have a few. */
  replications: number;
  /** Settings that hold for every option. */
  settings: readonly string[];
}

/** A function that can be tuned, and its objectives; of each, less is better. */
export interface TunedFunction {
  name: string;
  received: Metric;
  gone: Metric;
  lost: Metric;
  captured: Metric;
  waiting: Metric;
  delay: Metric;
  cost: Metric;
}

/** A number of each objective, or a difference. */
export interface ByObjective<Value> {
  cost: Value;
  delay: Value;
  loss: Value;
  undelivered: Value;
}

export interface TuneOption extends ByObjective<Estimate | null> {
  /** What differs from today's settings, as `--set` takes it; nothing for today's. */
  settings: string[];
  /** "2 retries, 1 h, 40 reserved, DLQ". */
  words: string;
  /** Of the whole run, in the currency of the prices. */
  cost: Estimate;
  /** The 99th percentile of the delay, in seconds. */
  delay: Estimate;
  /** Events gone or lost, as a share of those received. */
  loss: Estimate;
  /**
   * Events that are neither delivered nor lost: taken by a dead-letter queue or failure destination, or still waiting at the end, as a
   * share of those received. Without it the best settings would be those that give everything up at once, wherever something takes
   * what is given up, or those that keep everything waiting until the run is over.
   */
  undelivered: Estimate;
  /** The part of them that still waits at the end. */
  waiting: Estimate;
  /** No other option is no worse in all objectives and surely better in one. */
  onFront: boolean;
  /** Against today's settings, at 95 % each; null where there is no number. */
  differences: ByObjective<PairedEstimate | null>;
  /** The place of an option that gave the same in every objective of every replication; null where there is none before it. */
  sameAs: number | null;
  replications: number;
}

export const recommendationNames = ['lose least', 'freshest', 'cheapest'] as const;

export interface Recommendation {
  name: (typeof recommendationNames)[number];
  /** Its place among the options. */
  option: number;
  /** What it may cost, in a sentence or a few. */
  risk: string;
  /** Today's settings cannot be told apart from the best ones. */
  isToday: boolean;
  /** What changes against today's settings: of replications that the choice was not made by, so that it is not flattered by it. */
  change: ByObjective<PairedEstimate | null>;
}

export interface TuneAnswer {
  function: string;
  today: TuneOption;
  /** Today's settings first. */
  options: TuneOption[];
  /** Options that could not be measured, and why. */
  leftOut: { settings: string[]; words: string; reason: string }[];
  /** Empty where it was stopped too early. */
  recommendations: Recommendation[];
  /** Of the options that were worth it. */
  replications: number;
  stopped: boolean;
}

/** Reads what is to be tuned; or tells everything that is wrong with it. */
export function readTuneQuestion(subject: Subject, words: { function?: string; settings?: readonly string[]; replications?: number }): TuneQuestion | Problems {
  const settings = words.settings ?? [];
  const problems: string[] = [];
  const replications = readReplications(words.replications, usualReplications, problems);
  const asked = readSubject(subject, settings, problems);
  if (asked === null) return { problems };
  const { scenario, blank } = asked;
  const names = Object.keys(blank.functions);
  if (words.function !== undefined && !names.includes(words.function)) {
    const guess = closest(words.function, names);
    problems.push(`There is no function ${JSON.stringify(words.function)} in the results.${guess === null ? ` There is ${names.slice(0, 12).join(', ')}.` : ` Did you mean ${JSON.stringify(guess)}?`}`);
  }
  const functions = (words.function === undefined ? names : [words.function]).map(tunedFunction);
  return problems.length > 0 ? { problems } : { scenario, functions, replications, settings };
}

/** The metrics that tuning's trials have to read. */
export const tuneMetrics = ({ functions }: TuneQuestion): readonly Metric[] => [
  ...new Set(functions.flatMap(({ received, gone, lost, captured, waiting, delay, cost }) => [received, gone, lost, captured, waiting, delay, cost])),
];

/**
 * Weighs today's settings and their neighbours: all with a few replications, then those that are not surely dominated with as many as
 * asked for, and last the recommended ones with as many fresh ones. Throws `TrialFailed` where today's settings take too long.
 */
export async function tune(trials: Trials, question: TuneQuestion, watch: Watch = {}): Promise<TuneAnswer> {
  const { scenario, replications, settings } = question;
  const asItIs: Alternative = { scenario: 0, settings };
  const first = await attempt(trials, asItIs, Math.min(screeningReplications, replications));
  if (first.kind === 'leftOut') throw new TrialFailed('tooLong', asItIs);
  const tuned = losingMost(question.functions, trials.of(asItIs));
  const [today, ...others] = tuneChoices(scenario, tuned.name).map((choice) => new Candidate(choice, { scenario: 0, settings: [...settings, ...choice.settings] }));
  if (today === undefined) throw new Error('there are always the settings of today');
  return new Tuning(trials, tuned, today, [today, ...others], replications, watch).answer();
}

/**
 * The expected change of each recommendation under each dispatch discipline, of the same replications as in the answer. What would
 * be recommended under another discipline is not asked.
 */
export async function tuneBand(trials: Trials, { functions, settings, replications }: TuneQuestion, answer: TuneAnswer, watch: Watch = {}): Promise<DisciplineBand<ByObjective<PairedEstimate | null>[]>> {
  const tuned = functions.find(({ name }) => name === answer.function);
  const chosen = answer.recommendations.map(({ option }): Alternative => ({ scenario: 0, settings: [...settings, ...(answer.options[option]?.settings ?? [])] }));
  if (tuned === undefined || answer.recommendations.every(({ isToday }) => isToday)) return { kind: 'none', because: 'nothingChanges' };
  const asItIs: Alternative = { scenario: 0, settings };
  const byKey = new Map([asItIs, ...chosen].map((alternative) => [JSON.stringify(alternative.settings), alternative]));
  return bandOver(
    trials,
    [...byKey.values()],
    async ({ of, stepBudget, onProgress }) => {
      let ended = 0;
      await inTurn([...byKey.values()], trials.laboratory.width, async (alternative) => {
        const tried = await attempt(trials, of(alternative), 2 * replications, { stepBudget });
        if (tried.kind !== 'measured') throw new TrialFailed(tried.kind === 'stopped' ? 'stopped' : 'tooLong', of(alternative));
        onProgress(++ended / byKey.size);
      });
      const afresh = (alternative: Alternative): Samples => samplesOf(tuned, trials.of(of(alternative)), replications);
      return chosen.map((alternative) => differencesOf(afresh(asItIs), afresh(alternative)));
    },
    watch,
  );
}

const usualReplications = 20;
/** Enough to see what is much worse; what is near is looked at again. */
const screeningReplications = 4;
/** So that hardly an option is thrown out by luck among a hundred or more. */
const screeningLevel = 0.99;
/** How many options are worth more replications, before anybody knows. */
const likelyFinalists = 16;

/** An option on its way. */
class Candidate {
  readonly choice: TuneChoice;
  readonly alternative: Alternative;
  samples: Samples = noSamples;
  /** Why it could not be measured. */
  reason: string | null = null;

  constructor(choice: TuneChoice, alternative: Alternative) {
    this.choice = choice;
    this.alternative = alternative;
  }
}

/** The candidates of one function, from a few replications each to an answer. */
class Tuning {
  private stopped = false;
  private shown = 0;
  /** Replications that all of it will take, as far as anybody can tell. */
  private expected: number;
  private readonly screening: number;
  private readonly trials: Trials;
  private readonly tuned: TunedFunction;
  private readonly today: Candidate;
  private readonly candidates: readonly Candidate[];
  private readonly replications: number;
  private readonly watch: Watch;

  constructor(trials: Trials, tuned: TunedFunction, today: Candidate, candidates: readonly Candidate[], replications: number, watch: Watch) {
    this.trials = trials;
    this.tuned = tuned;
    this.today = today;
    this.candidates = candidates;
    this.replications = replications;
    this.watch = watch;
    this.screening = Math.min(screeningReplications, replications);
    this.expected = candidates.length * this.screening + likelyFinalists * replications;
  }

  async answer(): Promise<TuneAnswer> {
    const { tuned, today, candidates, replications } = this;
    const measured = await this.measure(candidates, this.screening);
    const twins = twinsOf(measured);
    const finalists = await this.deepen(measured.filter((one) => !twins.has(one)));
    const front = undominated(tuned, finalists, 0.95);
    const optionAt = (one: Candidate): TuneOption => {
      const twin = twins.get(one);
      return { ...optionOf(tuned, one, today), onFront: front.includes(twin ?? one), sameAs: twin === undefined ? null : measured.indexOf(twin) };
    };
    // Told as they were when the choice was made: the chosen ones are measured further.
    const [asItIs, options] = [optionAt(today), measured.map(optionAt)];
    const recommendations = this.stopped ? [] : await this.recommend(front, measured);
    return { function: tuned.name, today: asItIs, options, leftOut: candidates.flatMap(leftOutOf), recommendations, replications, stopped: this.stopped };
  }

  /** Those that were measured; of the others it is kept why they were not. */
  private async measure(wanted: readonly Candidate[], upTo: number): Promise<Candidate[]> {
    const onReplications = (): void => this.show(this.trials.replications / this.expected);
    const tried = await inTurn(wanted, this.trials.laboratory.width, async (one) => {
      const outcome = await attempt(this.trials, one.alternative, upTo, { onReplications });
      if (outcome.kind === 'stopped') this.stopped = true;
      if (outcome.kind === 'leftOut') one.reason = outcome.reason;
      else one.samples = samplesOf(this.tuned, outcome.trial);
      return outcome.kind === 'measured';
    });
    return wanted.filter((_, place) => tried[place]);
  }

  /** Today's candidate and those that no other surely dominates, with all of their replications. */
  private async deepen(apart: readonly Candidate[]): Promise<Candidate[]> {
    const finalists = [...new Set([this.today, ...undominated(this.tuned, apart, screeningLevel)])];
    this.expected = this.trials.replications + (finalists.length + recommendationNames.length) * this.replications;
    if (!this.stopped) await this.measure(finalists, this.replications);
    return finalists;
  }

  /** What the chosen ones are worth is told by luck that had no part in choosing them. */
  private async recommend(front: readonly Candidate[], measured: readonly Candidate[]): Promise<Recommendation[]> {
    const { tuned, today, trials, replications } = this;
    const chosen = recommended(tuned, [...new Set([today, ...front])], today);
    await this.measure([...new Set([today, ...chosen.map(({ candidate }) => candidate)])], 2 * replications);
    const afresh = ({ alternative }: Candidate): Samples => samplesOf(tuned, trials.of(alternative), replications);
    return chosen.map(({ name, candidate }) => {
      const change = differencesOf(afresh(today), afresh(candidate));
      return {
        name,
        option: measured.indexOf(candidate),
        risk: riskOf(today.choice.values, candidate.choice.values),
        isToday: candidate === today,
        // Stopped at the last moment, there is only what the choice was made by.
        change: change.loss === null ? differencesOf(today.samples, candidate.samples) : change,
      };
    });
  }

  /** Never backwards, though what is expected changes on the way. */
  private show(share: number): void {
    this.shown = Math.max(this.shown, Math.min(0.99, share));
    this.watch.onProgress?.(this.shown);
  }
}

const leftOutOf = ({ choice, reason }: Candidate): TuneAnswer['leftOut'] => (reason === null ? [] : [{ settings: choice.settings, words: wordsOf(choice.values), reason }]);

/** The readings of one option, by objective. */
type Samples = ByObjective<readonly Reading[]> & { waiting: readonly Reading[] };
const noSamples: Samples = { cost: [], delay: [], loss: [], undelivered: [], waiting: [] };
const objectiveNames = ['loss', 'undelivered', 'delay', 'cost'] as const;
type ObjectiveName = (typeof objectiveNames)[number];

/** Of the whole run: what a function sends is paid for, too. */
const totalCost: Metric = { text: 'cost.total', over: ['cost', 'total'], under: null };

function tunedFunction(name: string): TunedFunction {
  const counted = (...path: string[]): Metric => {
    const over = ['functions', name, ...path];
    return { text: pathText(over), over, under: null };
  };
  return {
    name,
    received: counted('received'),
    gone: counted('discarded', 'gone'),
    lost: counted('lost'),
    captured: counted('discarded', 'captured'),
    waiting: counted('waiting', 'total'),
    delay: counted('delaySeconds', 'p99'),
    cost: totalCost,
  };
}

/** The function that loses most events with today's settings; the first one where none loses any. */
function losingMost(functions: readonly TunedFunction[], today: Trial): TunedFunction {
  const lossOf = ({ gone, lost }: TunedFunction): number => (today.estimate(gone).value ?? 0) + (today.estimate(lost).value ?? 0);
  return functions.reduce((most, one) => (lossOf(one) > lossOf(most) ? one : most));
}

/** What a trial says of the objectives, from a replication on. */
function samplesOf({ received, gone, lost, captured, waiting, delay, cost }: TunedFunction, trial: Trial, from = 0): Samples {
  const shareOf = (...parts: Metric[]): Reading[] => {
    const columns = parts.map((metric) => trial.readingsOf(metric));
    return trial.readingsOf(received).map((whole, replication) => ({ over: columns.reduce((sum, column) => sum + (column[replication]?.over ?? 0), 0), under: whole.over }));
  };
  return {
    loss: shareOf(gone, lost).slice(from),
    undelivered: shareOf(captured, waiting).slice(from),
    waiting: shareOf(waiting).slice(from),
    delay: trial.readingsOf(delay).slice(from),
    cost: trial.readingsOf(cost).slice(from),
  };
}

/** Estimates of a share look at whether the metric is a ratio, and at nothing else. */
const metricOf = ({ gone, received, delay, cost }: TunedFunction, name: ObjectiveName | 'waiting'): Metric => {
  if (name === 'delay') return delay;
  return name === 'cost' ? cost : { text: name, over: gone.over, under: received.over };
};

function undominated(tuned: TunedFunction, candidates: readonly Candidate[], level: number): Candidate[] {
  const isOnFront = paretoFront(
    objectiveNames.map((name) => ({ metric: metricOf(tuned, name), readings: candidates.map(({ samples }) => samples[name]) })),
    level,
  );
  return candidates.filter((_, place) => isOnFront[place]);
}

/** Candidates that gave the same as one before them, to the last digit, with that one. */
function twinsOf(candidates: readonly Candidate[]): Map<Candidate, Candidate> {
  const firsts = new Map<string, Candidate>();
  const twins = new Map<Candidate, Candidate>();
  for (const candidate of candidates) {
    const { loss, undelivered, delay, cost } = candidate.samples;
    const key = JSON.stringify([loss, undelivered, delay, cost]);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, candidate);
    else twins.set(candidate, first);
  }
  return twins;
}

function optionOf(tuned: TunedFunction, { choice, samples }: Candidate, today: Candidate): Omit<TuneOption, 'onFront' | 'sameAs'> {
  const of = (name: ObjectiveName | 'waiting'): Estimate => estimate(metricOf(tuned, name), samples[name]);
  return {
    settings: choice.settings,
    words: wordsOf(choice.values),
    cost: of('cost'),
    delay: of('delay'),
    loss: of('loss'),
    undelivered: of('undelivered'),
    waiting: of('waiting'),
    differences: differencesOf(today.samples, samples),
    replications: samples.loss.length,
  };
}

const differencesOf = (todays: Samples, its: Samples): ByObjective<PairedEstimate | null> => ({
  cost: pairedEstimate(todays.cost, its.cost),
  delay: pairedEstimate(todays.delay, its.delay),
  loss: pairedEstimate(todays.loss, its.loss),
  undelivered: pairedEstimate(todays.undelivered, its.undelivered),
});

/**
 * What each recommendation wants, and what then decides among those that cannot be told apart from the best in it. Of several that
 * lose about as little, the one that loses least is taken all the same: no loss at all is a promise that a small one is not.
 */
const priorities: Record<Recommendation['name'], { wants: ObjectiveName; then: readonly ObjectiveName[] }> = {
  'lose least': { wants: 'loss', then: ['loss', 'undelivered', 'delay', 'cost'] },
  freshest: { wants: 'delay', then: ['loss', 'undelivered', 'cost'] },
  cheapest: { wants: 'cost', then: ['loss', 'undelivered', 'delay'] },
};

/**
 * One option a recommendation: today's where it cannot be told apart from the best, because a change has to earn its risk; otherwise
 * one of those that cannot be told apart, and of equal ones the one that changes least.
 */
function recommended(tuned: TunedFunction, candidates: readonly Candidate[], today: Candidate): { name: Recommendation['name']; candidate: Candidate }[] {
  const level = levelOfEach(candidates.length - 1);
  const valueOf = (name: ObjectiveName, { samples }: Candidate): number => estimate(metricOf(tuned, name), samples[name]).value ?? Infinity;
  return recommendationNames.map((name) => {
    const { wants, then } = priorities[name];
    const best = candidates.reduce((least, one) => (valueOf(wants, one) < valueOf(wants, least) ? one : least));
    const near = candidates.filter((one) => one === best || told(pairedEstimate(best.samples[wants], one.samples[wants], level)) !== 'more');
    if (near.includes(today)) return { name, candidate: today };
    const keys = (one: Candidate): number[] => [...then.map((other) => valueOf(other, one)), one.choice.settings.length];
    return { name, candidate: near.reduce((least, one) => (isBefore(keys(one), keys(least)) ? one : least)) };
  });
}

/** Whether a list of numbers comes before another one of its length, the first difference deciding. */
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place >= 0 && (one[place] ?? 0) < (other[place] ?? 0);
}
