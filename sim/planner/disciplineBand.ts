import type { Dispatch } from '../model/model.ts';
import { dispatches, stepBudgetBeside } from './assumptionBand.ts';
import type { DisciplineBand } from './banded.ts';
import { TrialFailed, type Alternative, type Trial, type Trials, type Watch } from './trials.ts';

/** A discipline under which a question is asked again. */
export interface Discipline {
  dispatch: Dispatch;
  /** An alternative under this discipline; itself, where it would give the same. */
  of(alternative: Alternative): Alternative;
  /** Scheduled events that a replication may take. */
  stepBudget: number;
  /** How far the work under this discipline is, 0 to 1. */
  onProgress: (share: number) => void;
}

/**
 * Asks a question again under each discipline. `measured` are the alternatives that its answer rests on: where they were refused
 * nothing, there is no band. `ask` is called for their own discipline, too, whose experiments are done already; it throws `TrialFailed`.
 */
export async function bandOver<Answer>(trials: Trials, measured: readonly Alternative[], ask: (under: Discipline) => Promise<Answer>, watch: Watch = {}): Promise<DisciplineBand<Answer>> {
  const known = measured.map((alternative) => trials.of(alternative));
  if (!known.some(dispatchPlaysPart)) return { kind: 'none', because: 'nothingThrottled' };
  const stepBudget = stepBudgetBeside(Math.max(...known.map(({ mostSteps }) => mostSteps)));
  const before = trials.replications;
  const answers: [Dispatch, Answer][] = [];
  const notFinished: Dispatch[] = [];
  // Under their own discipline everything is measured already.
  const work = dispatches.filter((one) => known.some(({ dispatch }) => dispatch !== one));
  for (const dispatch of dispatches) {
    const place = work.indexOf(dispatch);
    const onProgress = (share: number): void => {
      if (place >= 0) watch.onProgress?.((place + Math.min(1, share)) / work.length);
    };
    try {
      answers.push([dispatch, await ask({ dispatch, of: (alternative) => alternativeUnder(dispatch, alternative, trials), stepBudget, onProgress })]);
    } catch (problem) {
      if (!(problem instanceof TrialFailed) || problem.reason === 'issues') throw problem;
      if (problem.reason === 'stopped') return { kind: 'none', because: 'stopped' };
      notFinished.push(dispatch);
    }
    onProgress(1);
  }
  return { kind: 'band', byDispatch: Object.fromEntries(answers), notFinished, stepBudget, replications: trials.replications - before };
}

/** Under `fifo` nothing is ever refused, but what finds no slot is under the others. */
const dispatchPlaysPart = ({ throttled, dispatch }: Trial): boolean => throttled || dispatch === 'fifo';

/** Where nothing is refused, `adaptive` and `backoff` are one and the same; `fifo` has another latency. [THR-01, POL-03] */
function alternativeUnder(dispatch: Dispatch, alternative: Alternative, trials: Trials): Alternative {
  const own = trials.of(alternative);
  const isSame = own.dispatch === dispatch || (!own.throttled && own.dispatch !== null && own.dispatch !== 'fifo' && dispatch !== 'fifo');
  return isSame ? alternative : { ...alternative, settings: [...alternative.settings, `assumptions.dispatch=${dispatch}`] };
}

/** How much work a band is as a multiple of its answer's, as far as anybody can tell before. */
export const bandWork = { plan: 1.5, check: 2, sweep: 2, compare: 2, tune: 0.5 } as const;

/** Shares a watch between an answer and its band, so that the time left counts both as soon as it is known that there will be one. */
export function watchesWithBand(watch: Watch, trials: Trials, work: number): { answer: Watch; band: Watch } {
  let shown = 0;
  const answerShare = (): number => (trials.some(dispatchPlaysPart) ? 1 / (1 + work) : 1);
  const show = (share: number): void => {
    shown = Math.max(shown, share);
    watch.onProgress?.(shown);
  };
  return {
    answer: { onProgress: (share) => show(share * answerShare()) },
    band: { onProgress: (share) => show(answerShare() + (1 - answerShare()) * share) },
  };
}
