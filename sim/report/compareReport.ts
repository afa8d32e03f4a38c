import type { Comparison } from '../planner/compareScenarios.ts';
import { told } from '../planner/difference.ts';
import type { Metric } from '../planner/metric.ts';
import { listed } from './count.ts';
import { fitting, type EstimateWriter } from './fitting.ts';
import { differenceText, undecidedLegend, unitOf } from './metricWords.ts';
import { provenanceJson, provenanceLines, provenancedCsv, type Look, type Provenance } from './provenance.ts';
import { withoutControls } from './terminalReport.ts';
import { textTable, wrapped, type Alignment, type Cell } from './textTable.ts';

/** A comparison that has been answered. */
export interface Compared {
  answer: Comparison;
  provenance: Provenance;
}

/** A comparison as a page of text: who is best in what, then every number with its difference. */
export function compareReport({ answer, provenance }: Compared, look: Look): string {
  const { metrics, stopped, replications } = answer;
  const lines = [
    ...(stopped ? [`It was stopped: ${String(replications)} replications of each had ended.`] : []),
    ...metrics.flatMap((metric, index) => wrapped(verdictOf(answer, metric, index), look.width)).map((line) => look.paint('strong', line)),
    '',
    ...metrics.flatMap((metric, index) => [...fitting((write) => metricLines(answer, metric, index, look, write), look.width), '']),
    ...wrapped(
      `All run with the seed of ${answer.alternatives[0]?.name ?? ''} and so with the same luck, replication by replication. ${undecidedLegend}. ★ cannot be told apart from the best; all pairs of a metric together are right with 95 %, each difference and interval alone with 95 %.`,
      look.width,
    ),
    '',
    ...provenanceLines(provenance, look),
  ];
  return `${lines.map(withoutControls).join('\n')}\n`;
}

/** A comparison as plain data. */
export function compareJson({ answer, provenance }: Compared): Record<string, unknown> {
  const { metrics, ...rest } = answer;
  return { ...provenanceJson(provenance), metrics: metrics.map(({ text }) => text), ...rest };
}

/** One row an alternative and metric. */
export function compareCsv({ answer, provenance }: Compared): Generator<string> {
  const { metrics, alternatives, replications } = answer;
  const head = ['alternative', 'metric', 'value', 'low', 'high', 'basis', 'replications', 'difference', 'differenceLow', 'differenceHigh', 'told', 'best'];
  const rows = alternatives.flatMap(({ name, estimates, differences, best }) =>
    estimates.map(({ value, low, high, basis }, index) => {
      const difference = differences[index] ?? null;
      return [name, metrics[index]?.text ?? '', value, low, high, basis, replications, difference?.value ?? null, difference?.low ?? null, difference?.high ?? null, told(difference), best[index] ?? null];
    }),
  );
  return provenancedCsv(head, rows, provenance);
}

function verdictOf({ alternatives, better }: Comparison, { text }: Metric, index: number): string {
  const best = alternatives.filter(({ best: inSet }) => inSet[index] === true).map(({ name }) => name);
  const others = alternatives.slice(1);
  if (best.length === 0) return `${text}: no scenario has this number.`;
  if (others.every(({ differences }) => told(differences[index] ?? null) === 'equal')) return `${text}: ${alternatives.length === 2 ? 'both' : 'all'} are equal, replication by replication.`;
  const wish = `${better[index] ?? 'less'} is better`;
  if (best.length === 1) return `${text}: ${best[0] ?? ''} is best (${wish}).`;
  if (best.length === alternatives.length) return `${text}: no difference between ${listed(best)} can be told from luck.`;
  return `${text}: ${listed(best)} cannot be told apart and are better than the rest (${wish}).`;
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
