import type { Dispatch } from '../model/model.ts';
import type { Range } from './assumptionBand.ts';

/** Why an answer has no band. */
export type NoBand =
  | 'notAsked'
  /** Nothing was refused, so the way in which Lambda dispatches what it refused plays no part. */
  | 'nothingThrottled'
  /** Nothing is recommended that differs from today. */
  | 'nothingChanges'
  /** It was stopped before the band was finished. */
  | 'stopped';

/**
 * An answer of planning under each of the three dispatch disciplines: how much of it rests on what AWS does not publish.
 * All of them meet the same luck, replication by replication.
 */
export interface Banded<Answer> {
  kind: 'band';
  /** In order of `dispatches`; without those that are `notFinished`. */
  byDispatch: Partial<Record<Dispatch, Answer>>;
  /** Disciplines under which some replication needed more than `stepBudget` scheduled events. */
  notFinished: Dispatch[];
  stepBudget: number;
  /** What the band took beside the answer. */
  replications: number;
}

/** The band of an answer, or why it has none. */
export type DisciplineBand<Answer> = Banded<Answer> | { kind: 'none'; because: NoBand };

/** The lowest and the highest value of a number over the disciplines that have it; null where none has. */
export function rangeOver<Answer>({ byDispatch }: Pick<Banded<Answer>, 'byDispatch'>, valueOf: (answer: Answer) => number | null | undefined): Range | null {
  const values = Object.values(byDispatch).flatMap((answer) => valueOf(answer) ?? []);
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}

/** The disciplines under which something holds of the answer. */
export function disciplinesWith<Answer>({ byDispatch }: Pick<Banded<Answer>, 'byDispatch'>, holds: (answer: Answer) => boolean): Dispatch[] {
  return (Object.entries(byDispatch) as [Dispatch, Answer][]).filter(([, answer]) => holds(answer)).map(([dispatch]) => dispatch);
}
