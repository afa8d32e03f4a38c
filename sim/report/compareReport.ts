import { rangeOver, type Banded, type DisciplineBand } from '../planner/banded.ts';
import type { Comparison } from '../planner/compareScenarios.ts';
import { told } from '../planner/difference.ts';
import type { Metric } from '../planner/metric.ts';
import { bandJson, eachOf, isWide, mapped, overTheWays, remarkLines } from './bandWords.ts';
import { listed } from './count.ts';
import { fitting, type EstimateWriter } from './fitting.ts';
import { bandText, differenceBandText, differenceText, undecidedLegend, unitOf } from './metricWords.ts';
import { provenanceJson, provenanceLines, provenancedCsv, type Look, type Provenance } from './provenance.ts';
import { withoutSteering } from './steering.ts';
import { textTable, wrapped, type Alignment, type Cell } from './textTable.ts';

/** A comparison that has been answered. */
export interface Compared {
  answer: Comparison;
  band: DisciplineBand<Comparison>;
  provenance: Provenance;
}

/** A comparison as a page of text: who is best in what, then every number with its difference. */
export function compareReport({ answer, band, provenance }: Compared, look: Look): string {
  const { metrics, stopped, replications } = answer;
  const lines = [
    ...(stopped ? [`It was stopped: ${String(replications)} replications of each had ended.`] : []),
    ...metrics.flatMap((metric, index) => wrapped(`${metric.text}: ${verdictOf(answer, index)}${bandVerdict(answer, band, index)}`, look.width)).map((line) => look.paint('strong', line)),
    '',
    ...metrics.flatMap((metric, index) => [...fitting((write) => metricLines(answer, metric, index, look, write), look.width), ...bandLines(answer, band, metric, index, look), '']),
    ...wrapped(
      `All run with the seed of ${answer.alternatives[0]?.name ?? ''} and so with the same luck, replication by replication. ${undecidedLegend}. ★ cannot be told apart from the best; all pairs of a metric together are right with 95 %, each difference and interval alone with 95 %.`,
      look.width,
    ),
    ...remarkLines(band, look.width),
    '',
    ...provenanceLines(provenance, look),
  ];
  return `${withoutSteering(lines, look.paint).join('\n')}\n`;
}

/** A comparison as plain data. */
export function compareJson({ answer, band, provenance }: Compared): Record<string, unknown> {
  const { metrics, ...rest } = answer;
  return { ...provenanceJson(provenance), metrics: metrics.map(({ text }) => text), ...rest, ...bandJson(band, (banded) => ({ alternatives: bandsOf(answer, banded), byDispatch: mapped(banded, ({ alternatives }) => alternatives) })) };
}

/** One row an alternative and metric: as the scenarios assume, and under each discipline of the band, which the last column names. */
export function compareCsv({ answer, band, provenance }: Compared): Generator<string> {
  const { metrics, replications } = answer;
  const head = ['alternative', 'metric', 'value', 'low', 'high', 'basis', 'replications', 'difference', 'differenceLow', 'differenceHigh', 'told', 'best', 'dispatch'];
  const all = [['', answer] as const, ...eachOf(band)].flatMap(([dispatch, { alternatives }]) => alternatives.map((one) => ({ dispatch, ...one })));
  const rows = all.flatMap(({ dispatch, name, estimates, differences, best }) =>
    estimates.map(({ value, low, high, basis }, index) => {
      const difference = differences[index] ?? null;
      return [name, metrics[index]?.text ?? '', value, low, high, basis, replications, difference?.value ?? null, difference?.low ?? null, difference?.high ?? null, told(difference), best[index] ?? null, dispatch];
    }),
  );
  return provenancedCsv(head, rows, provenance);
}

/** The ranges of every number over the disciplines. */
function bandsOf({ alternatives, metrics }: Comparison, banded: Banded<Comparison>): object[] {
  return alternatives.map(({ name }, place) => ({
    name,
    metrics: metrics.map((_, index) => ({ ...rangeOver(banded, (one) => one.alternatives[place]?.estimates[index]?.value), difference: rangeOver(banded, (one) => one.alternatives[place]?.differences[index]?.value) })),
  }));
}

/** Whether the verdict is the same under each discipline, and where it is not, what it is there. */
function bandVerdict(answer: Comparison, band: DisciplineBand<Comparison>, index: number): string {
  const others = eachOf(band)
    .map(([dispatch, comparison]) => ({ dispatch, verdict: verdictOf(comparison, index) }))
    .filter(({ verdict }) => verdict !== verdictOf(answer, index));
  if (others.length > 0) return others.map(({ dispatch, verdict }) => ` Under ${dispatch}: ${verdict}`).join('');
  return eachOf(band).length < 2 ? '' : ` So it is under ${listed(eachOf(band).map(([dispatch]) => dispatch))}.`;
}

/** What differs over the disciplines, in a line or two. */
function bandLines({ alternatives }: Comparison, band: DisciplineBand<Comparison>, metric: Metric, index: number, { width }: Look): string[] {
  if (band.kind === 'none') return [];
  const unit = unitOf(metric, alternatives.flatMap(({ estimates }) => estimates[index] ?? []));
  const words = alternatives.flatMap(({ name }, place) => {
    const value = rangeOver(band, (one) => one.alternatives[place]?.estimates[index]?.value);
    const difference = rangeOver(band, (one) => one.alternatives[place]?.differences[index]?.value);
    const parts = [...(isWide(value) ? [bandText(unit, value)] : []), ...(isWide(difference) ? [`against the first ${differenceBandText(unit, difference)}`] : [])];
    return parts.length === 0 ? [] : [`${name} ${parts.join(', ')}`];
  });
  const over = overTheWays(band);
  return words.length === 0 || over === null ? [] : wrapped(`${over}: ${words.join('; ')}.`, width);
}

function verdictOf({ alternatives, better }: Comparison, index: number): string {
  const best = alternatives.filter(({ best: inSet }) => inSet[index] === true).map(({ name }) => name);
  const others = alternatives.slice(1);
  if (best.length === 0) return 'no scenario has this number.';
  if (others.every(({ differences }) => told(differences[index] ?? null) === 'equal')) return `${alternatives.length === 2 ? 'both' : 'all'} are equal, replication by replication.`;
  const wish = `${better[index] ?? 'less'} is better`;
  if (best.length === 1) return `${best[0] ?? ''} is best (${wish}).`;
  if (best.length === alternatives.length) return `no difference between ${listed(best)} can be told from luck.`;
  return `${listed(best)} cannot be told apart and are better than the rest (${wish}).`;
}

function metricLines({ alternatives }: Comparison, metric: Metric, index: number, { paint }: Look, write: EstimateWriter): string[] {
  const unit = unitOf(metric, alternatives.flatMap(({ estimates }) => estimates[index] ?? []));
  const head = [metric.text, '', `against ${alternatives[0]?.name ?? ''}`, ''].map((text, column): Cell => ({ text, painted: paint(column === 0 ? 'strong' : 'faint', text) }));
  const rows = alternatives.map(({ name, estimates, differences, best }, place) => {
    const one = estimates[index];
    return [name, one === undefined ? '–' : write(unit, one), place === 0 ? '' : differenceText(unit, differences[index] ?? null), best[index] === true ? '★' : ''];
  });
  return textTable([head, ...rows], ['left', 'right', 'right', 'left'] satisfies Alignment[]);
}
