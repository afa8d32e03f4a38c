import type { Range } from '../planner/assumptionBand.ts';
import type { Banded, DisciplineBand, NoBand } from '../planner/banded.ts';
import { countOf, listed } from './count.ts';
import { wrapped } from './textTable.ts';

/** What a band is, and what of it is missing; or why there is none. Null where it was not asked for. */
function bandRemark(band: DisciplineBand<unknown>): string | null {
  if (band.kind === 'none') return absence[band.because];
  const budget = `within ${countOf(band.stepBudget, 'step')} a run`;
  if (overTheWays(band) === null) return `There is no assumption band: under ${listed(band.notFinished)} nothing was finished ${budget}.`;
  const missing = band.notFinished.length === 0 ? '' : ` Not finished ${budget}, and so left out: ${listed(band.notFinished)}.`;
  return `Assumption band: the same question, with the same luck, under ${listed(Object.keys(band.byDispatch))}, ways in which Lambda may dispatch what it refused; how it really does is not published.${missing} --no-band leaves it out.`;
}

const absence: Record<NoBand, string | null> = {
  notAsked: null,
  nothingThrottled: 'Nothing was throttled, so it plays no part how Lambda dispatches what it refused.',
  nothingChanges: null,
  stopped: 'It was stopped before the assumption band was worked out: there is none.',
};

/** "Over the three ways in which Lambda may dispatch what it refused"; null where there is nothing to compare. */
export function overTheWays({ byDispatch }: Banded<unknown>): string | null {
  const covered = Object.keys(byDispatch).length;
  return covered < 2 ? null : `Over ${covered === 2 ? 'two of the' : 'the three'} ways in which Lambda may dispatch what it refused`;
}

/** The remark as lines of a report, none where there is nothing to say. */
export function remarkLines(band: DisciplineBand<unknown>, width: number): string[] {
  const remark = bandRemark(band);
  return remark === null ? [] : wrapped(remark, width);
}

/** A band's disciplines, each with its answer; nothing where there is no band. */
export const eachOf = <Answer>(band: DisciplineBand<Answer>): [dispatch: string, answer: Answer][] => (band.kind === 'none' ? [] : Object.entries(band.byDispatch));

/** Something of the answer under each discipline. */
export const mapped = <Answer, Part>(band: Banded<Answer>, of: (answer: Answer) => Part): Record<string, Part> => Object.fromEntries(eachOf(band).map(([dispatch, answer]) => [dispatch, of(answer)]));

/** Whether the ends of a range differ. */
export const isWide = (range: Range | null | undefined): range is Range => range != null && range.low !== range.high;

/** What an answer's JSON says of a band: null where there is none, and why. */
export function bandJson<Answer>(band: DisciplineBand<Answer>, of: (band: Banded<Answer>) => object): { band: object | null; noBand: NoBand | null } {
  if (band.kind === 'none') return { band: null, noBand: band.because };
  const { notFinished, stepBudget } = band;
  return { band: { ...of(band), notFinished, stepBudget }, noBand: null };
}
