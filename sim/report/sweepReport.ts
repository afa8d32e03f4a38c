import { rangeOver, type DisciplineBand } from '../planner/banded.ts';
import { valueText } from '../planner/parameter.ts';
import { sweepMetrics, type SweepAnswer, type SweepCell, type SweepQuestion } from '../planner/sweep.ts';
import { readPath } from '../scenario/path.ts';
import { bandJson, eachOf, isWide, mapped, overTheWays, remarkLines } from './bandWords.ts';
import { countOf, formatCount, listed } from './count.ts';
import { fitting, seenWidth, type EstimateWriter } from './fitting.ts';
import { bandText, pointText, unitOf, type MetricUnit } from './metricWords.ts';
import { provenanceJson, provenanceLines, provenancedCsv, type Look, type Provenance } from './provenance.ts';
import { withoutSteering } from './steering.ts';
import { textTable, wrapped, type Alignment, type Cell } from './textTable.ts';

/** A sweep that has been answered. */
export interface Swept {
  question: SweepQuestion;
  answer: SweepAnswer;
  /** The cells under each discipline. */
  band: DisciplineBand<SweepCell[]>;
  provenance: Provenance;
}

/** A sweep as a page of text: where the targets are met, then every cell. */
export function sweepReport(swept: Swept, look: Look): string {
  const { answer, band, provenance } = swept;
  const lines = [
    ...verdictOf(swept).flatMap((sentence) => wrapped(sentence, look.width)).map((line) => look.paint('strong', line)),
    '',
    ...(answer.spans.length === 1 ? listLines(swept, look) : gridLines(swept, look)),
    ...spacingRemarks(answer).flatMap((remark) => wrapped(remark, look.width)),
    ...answer.leftOut.slice(0, mostGaps).flatMap(({ values, reason }) => wrapped(`Left out: ${placeWords(answer, values)}. ${reason}`, look.width)),
    ...(answer.leftOut.length > mostGaps ? [`Left out as well: ${countOf(answer.leftOut.length - mostGaps, 'cell')}.`] : []),
    ...remarkLines(band, look.width),
    ...(answer.leftOut.length > 0 || answer.spacing.includes('geometric') || remarkLines(band, look.width).length > 0 ? [''] : []),
    ...provenanceLines(provenance, look),
  ];
  return `${withoutSteering(lines, look.paint).join('\n')}\n`;
}

/** A sweep as plain data: what it rests on, the question, and the answer. */
export function sweepJson({ question, answer, band, provenance }: Swept): Record<string, unknown> {
  const bands = bandJson(band, (banded) => ({
    cells: answer.cells.map(({ place, values, estimates }) => ({
      place,
      values,
      ranges: estimates.map((_, index) => rangeOver(banded, (cells) => cellAt(cells, place)?.estimates[index]?.value)),
      judgements: mapped(banded, (cells) => cellAt(cells, place)?.judgement ?? null),
    })),
    byDispatch: mapped(banded, (cells) => cells),
  }));
  return { ...provenanceJson(provenance), metrics: question.metrics.map(({ text }) => text), targets: question.targets.map(({ text }) => text), ...answer, ...bands };
}

/** One row a cell and metric: as the scenario assumes, and under each discipline of the band, which the last column names. */
export function sweepCsv({ question, answer, band, provenance }: Swept): Generator<string> {
  const metrics = sweepMetrics(question);
  const head = [...answer.spans.map(({ parameter }) => csvName(parameter.path)), 'metric', 'value', 'low', 'high', 'basis', 'replications', 'judgement', 'dispatch'];
  const all = [['', answer.cells] as const, ...eachOf(band)].flatMap(([dispatch, cells]) => cells.map((cell) => ({ dispatch, ...cell })));
  const rows = all.flatMap(({ dispatch, values, estimates, judgement, replications }) =>
    estimates.map(({ value, low, high, basis }, index) => [...values, metrics[index]?.text ?? '', value, low, high, basis, replications, judgement, dispatch]),
  );
  return provenancedCsv(head, rows, provenance);
}

const csvName = (path: string): string => (/[",]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path);
const mostGaps = 5;

/** A cell of another discipline; undefined where it took too long there. */
const cellAt = (cells: readonly SweepCell[], place: number): SweepCell | undefined => cells.find((cell) => cell.place === place);

const judgementMarks = { met: '✓', missed: '✗', undecided: '?' } as const;

function verdictOf({ question, answer, band }: Swept): string[] {
  const { cells, wanted, stopped } = answer;
  const sentences = cells.length === 0 ? [] : question.targets.length === 0 ? tendencies(question, answer) : [feasibility(question, answer), ...bandedFeasibility(answer, band)];
  return [...sentences, ...(stopped ? [`It was stopped: ${formatCount(cells.length)} of ${countOf(wanted, 'cell')} had ended.`] : [])];
}

function feasibility({ targets }: SweepQuestion, answer: SweepAnswer): string {
  const { cells, wanted } = answer;
  const wish = listed(targets.map(({ text }) => text));
  const met = cells.filter(({ judgement }) => judgement === 'met');
  const undecided = cells.filter(({ judgement }) => judgement === 'undecided').length;
  const open = undecided === 0 ? '' : ` ${countOf(undecided, 'cell')} ${undecided === 1 ? 'is' : 'are'} undecided at ${countOf(answer.replications, 'replication')}.`;
  if (met.length === 0) return `${wish}: met in none of the ${countOf(cells.length, 'cell')}.${open}`;
  const where = answer.spans.length === 1 ? `, at ${stretches(answer, met)}` : '';
  return `${wish}: met in ${formatCount(met.length)} of ${countOf(wanted, 'cell')}${where}.${open}`;
}

/** Where the targets are met under each discipline; nothing where there is no band. */
function bandedFeasibility(answer: SweepAnswer, band: DisciplineBand<SweepCell[]>): string[] {
  const over = band.kind === 'none' ? null : overTheWays(band);
  if (band.kind === 'none' || over === null) return [];
  const metUnder = (dispatch: string): SweepCell[] => (eachOf(band).find(([one]) => one === dispatch)?.[1] ?? []).filter(({ judgement }) => judgement === 'met');
  const byPlaces = new Map<string, string[]>();
  for (const [dispatch] of eachOf(band)) {
    const places = metUnder(dispatch).map(({ place }) => place).join(' ');
    byPlaces.set(places, [...(byPlaces.get(places) ?? []), dispatch]);
  }
  if (byPlaces.size === 1) return [`${over} they are met in the same cells.`];
  const where = (met: readonly SweepCell[]): string => (met.length === 0 ? 'in none' : answer.spans.length === 1 ? `at ${stretches(answer, met)}` : `in ${countOf(met.length, 'cell')}`);
  return [`${over} they are met ${[...byPlaces.values()].map((disciplines) => `${where(metUnder(disciplines[0] ?? ''))} (${listed(disciplines)})`).join('; ')}.`];
}

/** Neighbouring values as one stretch: `10 to 40 and 80`. */
function stretches(answer: SweepAnswer, met: readonly SweepCell[]): string {
  const runs: SweepCell[][] = [];
  for (const cell of met) {
    const run = runs.at(-1);
    if (run?.at(-1)?.place === cell.place - 1) run.push(cell);
    else runs.push([cell]);
  }
  const word = (cell: SweepCell | undefined): string => valueWords(answer, 0, cell?.values[0] ?? 0);
  return listed(runs.map((run) => (run.length === 1 ? word(run[0]) : `${word(run[0])} to ${word(run.at(-1))}`)));
}

function tendencies({ metrics }: SweepQuestion, answer: SweepAnswer): string[] {
  return metrics.map(({ text }, index) => {
    const unit = unitAt(metrics, answer.cells, index);
    const known = answer.cells.filter((cell) => cell.estimates[index]?.value != null);
    if (known.length === 0) return `${text}: no cell has this number.`;
    const valueOf = (cell: SweepCell): number => cell.estimates[index]?.value ?? 0;
    const [least, most] = [known.reduce((best, cell) => (valueOf(cell) < valueOf(best) ? cell : best)), known.reduce((best, cell) => (valueOf(cell) > valueOf(best) ? cell : best))];
    const word = (cell: SweepCell): string => `${pointOf(unit, cell, index)} at ${placeWords(answer, cell.values)}`;
    return valueOf(least) === valueOf(most) ? `${text} is ${pointOf(unit, least, index)} throughout.` : `${text} goes from ${word(least)} to ${word(most)}.`;
  });
}

const pointOf = (unit: MetricUnit, cell: SweepCell, index: number): string => {
  const one = cell.estimates[index];
  return one === undefined ? '–' : pointText(unit, one);
};

function unitAt(metrics: SweepQuestion['metrics'], cells: readonly SweepCell[], index: number): MetricUnit {
  const metric = metrics[index];
  return metric === undefined ? 'number' : unitOf(metric, cells.flatMap(({ estimates }) => estimates[index] ?? []));
}

/** What is shown of each cell: the metrics, and those of the targets that are not among them. */
function columnsOf(question: SweepQuestion): { index: number; text: string }[] {
  const texts = sweepMetrics(question).map(({ text }) => text);
  return texts.map((text, index) => ({ index, text })).filter(({ text, index }) => texts.indexOf(text) === index);
}

function listLines(swept: Swept, look: Look): string[] {
  const over = swept.answer.spans.map(({ parameter }) => parameter.path);
  return [`over ${listed(over)}`, ...fitting((write) => list(swept, look, write), look.width), '', ...bandTable(swept, look)];
}

/** What differs over the disciplines, cell by cell. */
function bandTable({ question, answer, band }: Swept, { paint }: Look): string[] {
  if (band.kind === 'none') return [];
  const all = sweepMetrics(question);
  const columns = columnsOf(question);
  const rows = answer.cells.flatMap((cell) => {
    const ranges = columns.map(({ index }) => ({ unit: unitAt(all, answer.cells, index), range: rangeOver(band, (cells) => cellAt(cells, cell.place)?.estimates[index]?.value) }));
    if (!ranges.some(({ range }) => isWide(range))) return [];
    return [[...cell.values.map((value, span) => valueWords(answer, span, value)), ...ranges.map(({ unit, range }) => (isWide(range) ? bandText(unit, range) : '')), ...(cell.judgement === null ? [] : [otherJudgements(cell, band)])]];
  });
  if (rows.length === 0) return [];
  const head = [...answer.spans.map(() => ''), ...columns.map(({ text }) => text), ...(question.targets.length === 0 ? [] : ['targets'])].map((text): Cell => ({ text, painted: paint('faint', text) }));
  return ['over the disciplines', ...textTable([head, ...rows], head.map((): Alignment => 'right')), ''];
}

/** The judgements that differ from a cell's own: `missed (fifo)`. */
function otherJudgements({ place, judgement }: SweepCell, band: DisciplineBand<SweepCell[]>): string {
  return eachOf(band)
    .flatMap(([dispatch, cells]) => {
      const its = cellAt(cells, place)?.judgement ?? judgement;
      return its === judgement || its === null ? [] : [`${its} (${dispatch})`];
    })
    .join(', ');
}

function list({ question, answer }: Swept, { paint }: Look, write: EstimateWriter): string[] {
  const all = sweepMetrics(question);
  const columns = columnsOf(question);
  const spans = answer.spans.length === 1 ? [''] : answer.spans.map(({ parameter }) => readPath(parameter.path)?.path.at(-1) ?? '');
  // A ratio's lower part gets a line of its own: columns are as wide as their numbers.
  const heads = columns.map(({ text }) => /^([^"]*)( \/ [^"]*)$/.exec(text)?.slice(1) ?? [text, '']);
  const head = [...spans, ...heads.map(([over = '']) => over), ...(question.targets.length === 0 ? [] : ['targets'])];
  const second = [...spans.map(() => ''), ...heads.map(([, under = '']) => under.trim())];
  const rows = answer.cells.map((cell) => [
    ...cell.values.map((value, span) => valueWords(answer, span, value)),
    ...columns.map(({ index }) => {
      const one = cell.estimates[index];
      return one === undefined ? '–' : write(unitAt(all, answer.cells, index), one);
    }),
    ...(cell.judgement === null ? [] : [cell.judgement]),
  ]);
  const alignments = head.map((): Alignment => 'right');
  const faint = (text: string): Cell => ({ text, painted: paint('faint', text) });
  return textTable([head.map(faint), ...(second.some((text) => text !== '') ? [second.map(faint)] : []), ...rows], alignments);
}

/** A table for each metric, the first parameter downwards and the second one to the right; a list where that is too wide. */
function gridLines(swept: Swept, look: Look): string[] {
  const { question, answer, band } = swept;
  const all = sweepMetrics(question);
  const tables = columnsOf(question).map(({ index, text }) => ({ title: text, textOf: (cell: SweepCell) => pointOf(unitAt(all, answer.cells, index), cell, index) }));
  if (question.targets.length > 0)
    tables.unshift({
      title: `targets: ${judgementMarks.met} met, ${judgementMarks.missed} missed, ${judgementMarks.undecided} undecided${eachOf(band).length < 2 ? '' : '; ~ not so under every discipline'}`,
      textOf: (cell) => (cell.judgement === null ? '' : `${otherJudgements(cell, band) === '' ? '' : '~'}${judgementMarks[cell.judgement]}`),
    });
  const lines = tables.flatMap(({ title, textOf }) => [title, ...grid(answer, textOf, look), '']);
  if (lines.some((line) => seenWidth(line) > look.width)) return listLines(swept, look);
  return band.kind === 'none' ? lines : [...lines, '(each cell’s range over the disciplines: in --csv and --json)', ''];
}

function grid(answer: SweepAnswer, textOf: (cell: SweepCell) => string, { paint }: Look): string[] {
  const [rows = [], columns = []] = answer.values;
  const byPlace = new Map(answer.cells.map((cell) => [cell.place, cell]));
  const corner = `${answer.spans[0]?.parameter.path ?? ''} ↓  ${answer.spans[1]?.parameter.path ?? ''} →`;
  const head = ['', ...columns.map((value) => valueWords(answer, 1, value))].map((text): Cell => ({ text, painted: paint('faint', text) }));
  const body = rows.map((value, row) => [
    valueWords(answer, 0, value),
    ...columns.map((_, column) => {
      const cell = byPlace.get(row * columns.length + column);
      return cell === undefined ? '·' : textOf(cell);
    }),
  ]);
  return [paint('faint', corner), ...textTable([head, ...body], head.map((): Alignment => 'right'), '  ')];
}

function spacingRemarks({ spacing, spans }: SweepAnswer): string[] {
  return spans.flatMap(({ parameter }, index) => (spacing[index] === 'geometric' ? [`The values of ${parameter.path} are in equal ratios, rounded to three digits.`] : []));
}

function placeWords(answer: SweepAnswer, values: readonly number[]): string {
  return listed(values.map((value, span) => `${answer.spans[span]?.parameter.path ?? ''} ${valueWords(answer, span, value)}`));
}

function valueWords({ spans }: SweepAnswer, span: number, value: number): string {
  const parameter = spans[span]?.parameter;
  return parameter === undefined ? String(value) : valueText(parameter, value);
}
