import { told } from '../planner/difference.ts';
import type { SensitivityAnswer, SensitivityBar } from '../planner/sensitivity.ts';
import { countOf, listed } from './count.ts';
import { differenceText, estimateText, unitOf, type MetricUnit } from './metricWords.ts';
import { provenanceJson, provenanceLines, provenancedCsv, type Look, type Provenance } from './provenance.ts';
import { withoutSteering } from './steering.ts';
import { textTable, wrapped } from './textTable.ts';

/** A tornado that has been measured. */
export interface Sensed {
  answer: SensitivityAnswer;
  provenance: Provenance;
}

/** A tornado as a page of text: what matters most, each variant with a bar, and what does not matter. */
export function sensitivityReport({ answer, provenance }: Sensed, look: Look): string {
  const { metric, today, bars, leftOut, remark } = answer;
  const unit = unitOf(metric, [today]);
  const lines = [
    ...verdictOf(answer, unit).flatMap((sentence) => wrapped(sentence, look.width)).map((line) => look.paint('strong', line)),
    '',
    ...tornado(bars.filter(({ significant }) => significant), unit, look),
    ...indifferent(bars).flatMap((sentence) => wrapped(sentence, look.width)),
    ...leftOut.slice(0, mostLeftOut).flatMap(({ path, value, reason }) => wrapped(`Left out: ${path} ${value}. ${reason}`, look.width)),
    ...(leftOut.length > mostLeftOut ? [`Left out as well: ${countOf(leftOut.length - mostLeftOut, 'variant')}.`] : []),
    ...(remark === null ? [] : [remark]),
    '',
    ...wrapped('Each parameter is halved and doubled within its range, each assumption changed to its other answers, one at a time and with the same luck; all intervals together are right with 95 %.', look.width),
    '',
    ...provenanceLines(provenance, look),
  ];
  return `${withoutSteering(lines, look.paint).join('\n')}\n`;
}

/** A tornado as plain data. */
export function sensitivityJson({ answer, provenance }: Sensed): Record<string, unknown> {
  return { ...provenanceJson(provenance), ...answer, metric: answer.metric.text };
}

/** One row a variant. */
export function sensitivityCsv({ answer, provenance }: Sensed): Generator<string> {
  const head = ['path', 'label', 'kind', 'today', 'value', 'metric', 'difference', 'low', 'high', 'told', 'significant'];
  const rows = answer.bars.flatMap(({ path, label, kind, today, variants }) =>
    variants.map(({ value, difference, significant }) => [path, label, kind, today, value, answer.metric.text, difference?.value ?? null, difference?.low ?? null, difference?.high ?? null, told(difference), significant]),
  );
  return provenancedCsv(head, rows, provenance);
}

const mostLeftOut = 5;
const barLength = 16;

function verdictOf({ metric, today, bars, stopped }: SensitivityAnswer, unit: MetricUnit): string[] {
  const telling = bars.filter(({ significant }) => significant);
  const assumption = telling.find(({ kind }) => kind === 'assumption');
  return [
    `${metric.text} is ${estimateText(unit, today)}.`,
    telling.length === 0 ? 'Nothing that was varied changes it beyond luck.' : `It depends most on ${listed(telling.slice(0, 3).map(({ path }) => path))}.`,
    ...(assumption === undefined ? [] : [`Of what AWS does not publish, ${assumption.path} matters most.`]),
    ...(stopped ? ['It was stopped: only what had ended is shown.'] : []),
  ];
}

function tornado(bars: readonly SensitivityBar[], unit: MetricUnit, { paint }: Look): string[] {
  if (bars.length === 0) return [];
  const widest = bars.reduce((most, { swing }) => Math.max(most, swing), 0);
  const rows = bars.flatMap(({ variants }) =>
    variants.map(({ value, difference }) => {
      const length = widest === 0 ? 0 : Math.round((Math.abs(difference?.value ?? 0) / widest) * barLength);
      return [value, differenceText(unit, difference), '█'.repeat(length)];
    }),
  );
  const lines = textTable(rows, ['right', 'right', 'left'], '  ');
  return bars.flatMap(({ path, kind, today, variants }) => [`${path} ${paint('faint', `${kind === 'assumption' ? 'assumed' : 'today'} ${today}`)}`, ...lines.splice(0, variants.length)]).concat('');
}

function indifferent(bars: readonly SensitivityBar[]): string[] {
  const of = (kind: SensitivityBar['kind'], isEqual: boolean): string[] =>
    bars.filter((bar) => !bar.significant && bar.kind === kind && bar.variants.every(({ difference }) => told(difference) === 'equal') === isEqual).map(({ path }) => path);
  const [equal, undecided] = [[...of('parameter', true), ...of('assumption', true)], [...of('parameter', false), ...of('assumption', false)]];
  return [
    ...(undecided.length === 0 ? [] : [`≈ No difference that could be told from luck: ${listed(undecided)}.`]),
    ...(equal.length === 0 ? [] : [`No difference at all: ${listed(equal)}.`]),
  ];
}
