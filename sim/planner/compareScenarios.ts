import { inTurn } from './attempt.ts';
import type { DisciplineBand } from './banded.ts';
import { bestSet } from './bestSet.ts';
import { betterDirection, type Direction } from './direction.ts';
import { bandOver } from './disciplineBand.ts';
import { estimate, pairedEstimate, type Estimate, type PairedEstimate } from './estimate.ts';
import type { Subject } from './laboratory.ts';
import type { Metric } from './metric.ts';
import { readMetrics, readReplications, readSubject, usualMetrics, type Problems } from './question.ts';
import { TrialFailed, type Alternative, type Trials, type Watch } from './trials.ts';

/** Which of several scenarios is better, and by how much? */
export interface CompareQuestion {
  /** Two to ten; differences are taken against the first. */
  alternatives: readonly { name: string; alternative: Alternative }[];
  metrics: readonly Metric[];
  replications: number;
  /** Scheduled events that one replication may take. */
  stepBudget?: number;
}

export interface Comparison {
  metrics: readonly Metric[];
  /** Which way each metric is better. */
  better: Direction[];
  alternatives: {
    name: string;
    /** One a metric. */
    estimates: Estimate[];
    /** Against the first, at 95 % each; null for the first itself, and where there is no number. */
    differences: (PairedEstimate | null)[];
    /** Whether it is in the set that cannot be told apart from the best; all pairs of a metric together are right with 95 %. */
    best: boolean[];
  }[];
  /** Of each alternative. */
  replications: number;
  stopped: boolean;
}

/** The metrics that a comparison's trials have to read. */
export const compareMetrics = ({ metrics }: CompareQuestion): readonly Metric[] => metrics;

/**
 * Reads a comparison's words; or tells everything that is wrong with them. All scenarios run with the first one's seed, so that
 * replication i of each meets the same luck and their differences are taken pair by pair.
 */
export function readCompareQuestion(
  subjects: readonly Subject[],
  words: { names: readonly string[]; metrics?: readonly string[]; settings?: readonly string[]; replications?: number },
): CompareQuestion | Problems {
  const settings = words.settings ?? [];
  const problems: string[] = [];
  if (subjects.length < 2 || subjects.length > mostAlternatives) problems.push(`A comparison is of 2 to ${String(mostAlternatives)} scenarios, not ${String(subjects.length)}.`);
  const replications = readReplications(words.replications, usualReplications, problems);
  const texts = words.metrics === undefined || words.metrics.length === 0 ? usualMetrics : words.metrics;
  const [first] = subjects.slice(0, mostAlternatives).map((subject, place) => {
    const its: string[] = [];
    const asked = readSubject(subject, settings, its);
    const metrics = asked === null ? [] : readMetrics(texts, asked.blank, its);
    problems.push(...its.map((problem) => `${words.names[place] ?? ''}: ${problem}`));
    return asked === null ? null : { scenario: asked.scenario, metrics };
  });
  if (first === undefined || first === null || problems.length > 0) return { problems };
  const seed = `seed=${JSON.stringify(first.scenario.seed)}`;
  const alternatives = subjects.map((_, scenario) => ({ name: words.names[scenario] ?? '', alternative: { scenario, settings: [...settings, seed] } }));
  return { alternatives, metrics: first.metrics, replications };
}

/** Measures the alternatives side by side, so that whenever it is stopped they have much the same replications; throws `TrialFailed` where one takes too long. */
export async function compareScenarios(trials: Trials, question: CompareQuestion, watch: Watch = {}): Promise<Comparison> {
  const { alternatives, replications, stepBudget } = question;
  const { width } = trials.laboratory;
  const before = trials.replications;
  try {
    for (let done = 0; done < replications; ) {
      done = Math.min(replications, done + Math.max(2, width));
      await inTurn(alternatives, width, async ({ alternative }) => {
        await trials.upTo(alternative, done, stepBudget);
        watch.onProgress?.((trials.replications - before) / (alternatives.length * replications));
      });
    }
    return comparisonOf(trials, question, false);
  } catch (problem) {
    if (!(problem instanceof TrialFailed) || problem.reason !== 'stopped') throw problem;
    return comparisonOf(trials, question, true);
  }
}

/**
 * The comparison under each dispatch discipline, all scenarios under the same one. Where they assume different ones, the answer itself
 * is not among them.
 */
export function compareBand(trials: Trials, question: CompareQuestion, watch: Watch = {}): Promise<DisciplineBand<Comparison>> {
  const measured = question.alternatives.map(({ alternative }) => alternative);
  return bandOver(
    trials,
    measured,
    async ({ of, stepBudget, onProgress }) => {
      const alternatives = question.alternatives.map(({ name, alternative }) => ({ name, alternative: of(alternative) }));
      const comparison = await compareScenarios(trials, { ...question, alternatives, stepBudget }, { onProgress });
      if (comparison.stopped) throw new TrialFailed('stopped', { scenario: 0, settings: [] });
      return comparison;
    },
    watch,
  );
}

/** Only replications that all alternatives have: their pairs. */
function comparisonOf(trials: Trials, { alternatives, metrics }: CompareQuestion, stopped: boolean): Comparison {
  const measured = alternatives.map(({ alternative }) => trials.of(alternative));
  const replications = Math.min(...measured.map((trial) => trial.replications));
  const columns = metrics.map((metric) => {
    const better = betterDirection(metric);
    const readings = measured.map((trial) => trial.readingsOf(metric).slice(0, replications));
    return { metric, better, readings, best: bestSet(readings, better) };
  });
  return {
    metrics,
    better: columns.map(({ better }) => better),
    alternatives: alternatives.map(({ name }, place) => ({
      name,
      estimates: columns.map(({ metric, readings }) => estimate(metric, readings[place] ?? [])),
      differences: columns.map(({ readings }) => (place === 0 ? null : pairedEstimate(readings[0] ?? [], readings[place] ?? []))),
      best: columns.map(({ best }) => best[place] ?? false),
    })),
    replications,
    stopped,
  };
}

const usualReplications = 20;
const mostAlternatives = 10;
