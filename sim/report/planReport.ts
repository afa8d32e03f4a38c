import { rangeOver, type DisciplineBand } from '../planner/banded.ts';
import type { ClosedForm } from '../planner/closedFormsBeside.ts';
import { valueText } from '../planner/parameter.ts';
import type { Evidence, PlanAnswer, PlanQuestion } from '../planner/plan.ts';
import { levelOfLooks, usualEffort } from '../planner/precision.ts';
import type { Target } from '../planner/target.ts';
import { bandJson, eachOf, mapped, remarkLines } from './bandWords.ts';
import { countOf, formatCount } from './count.ts';
import type { Paint } from './paint.ts';
import { measuredText, planBandSentences, planSentences } from './planWords.ts';
import { type Look, type Provenance, provenanceJson, provenanceLines, provenancedCsv } from './provenance.ts';
import { withoutSteering } from './steering.ts';
import { type Cell, textTable, wrapped } from './textTable.ts';

/** A plan that has been answered. */
export interface Planned {
  question: PlanQuestion;
  answer: PlanAnswer;
  band: DisciplineBand<PlanAnswer>;
  closedForms: readonly ClosedForm[];
  provenance: Provenance;
}

/** A plan as plain data: what it rests on, the question, and the answer. */
export function planJson({ question, answer, band, closedForms, provenance }: Planned): Record<string, unknown> {
  const { found, bracket, evidence, replications, ...rest } = answer;
  const { parameter, low, high, targets } = question;
  return {
    ...provenanceJson(provenance),
    find: { ...parameter, low, high },
    suchThat: targets.map(({ text }) => text),
    found,
    ...bandJson(band, (banded) => ({ ...(rangeOver(banded, (one) => one.found) ?? { low: null, high: null }), byDispatch: mapped(banded, (one) => one.found), evidence: mapped(banded, (one) => one.evidence) })),
    bracket,
    verdict: planVerdict(question, answer, band),
    ...rest,
    intervals: levelOf(question),
    evidence,
    closedForms,
    replicationsInAll: replications,
  };
}

/** The level of the intervals shown. */
const levelOf = ({ effort = usualEffort }: PlanQuestion): number => Number(levelOfLooks(effort).toPrecision(4));
const shareOf = (level: number): string => `${String(Number((level * 100).toPrecision(4)))} %`;

/** One row a value and target: as the scenario assumes, and under each discipline of the band, which the last column names. */
export function planCsv({ answer, band, provenance }: Planned): Generator<string> {
  const all = [{ dispatch: '', evidence: answer.evidence }, ...eachOf(band).map(([dispatch, { evidence }]) => ({ dispatch, evidence }))];
  const rows = all.flatMap(({ dispatch, evidence }) =>
    evidence.map(({ value, target, metric, low, high, basis, replications, satisfied, decided }) => [value, target, metric, low, high, basis, replications, satisfied, decided, dispatch]),
  );
  return provenancedCsv(['value', 'target', 'metric', 'low', 'high', 'basis', 'replications', 'satisfied', 'decided', 'dispatch'], rows, provenance);
}

/** A plan as a page of text: the answer, what it rests on, and how to get it again. */
export function planReport({ question, answer, band, closedForms, provenance }: Planned, look: Look): string {
  const { paint, width } = look;
  const lines = [
    ...planVerdict(question, answer, band).flatMap((sentence, place) => wrapped(sentence, width).map((line) => (place === 0 ? paint('strong', line) : line))),
    '',
    ...question.targets.flatMap((target) => evidenceLines(question, answer, target, paint)),
    ...wrapped(`Intervals are those that decide: ${shareOf(levelOf(question))} each, so that all looks at a value together are right with 95 %.`, width),
    ...remarkLines(band, width),
    '',
    ...closedForms.flatMap(({ name, value, says, clause }) => wrapped(`${name}: ${valueText(question.parameter, value)} ${says} [${clause}]`, width)),
    ...(closedForms.length === 0 ? [] : ['']),
    ...provenanceLines({ ...provenance, effort: `${countOf(answer.replications, 'replication')} in all, at most ${formatCount(provenance.replications)} of a value${band.kind === 'band' ? `; ${formatCount(band.replications)} for the band` : ''}` }, look),
  ];
  return `${withoutSteering(lines, paint).join('\n')}\n`;
}

function evidenceLines({ parameter }: PlanQuestion, { evidence, found }: PlanAnswer, target: Target, paint: Paint): string[] {
  const its = evidence.filter((one) => one.target === target.text);
  const rows = its.map((one): (Cell | string)[] => {
    const value = valueText(parameter, one.value);
    const words = judgementWords(one);
    return [one.value === found ? { text: value, painted: paint('strong', value) } : value, measuredText(target, one), formatCount(one.replications), { text: words, painted: paint(one.satisfied ? 'onTime' : 'gone', words) }];
  });
  const head = ['value', target.text, 'replications', ''].map((text): Cell => ({ text, painted: paint('faint', text) }));
  return [...textTable([head, ...rows], ['right', 'left', 'right', 'left']), ''];
}

function judgementWords({ satisfied, decided }: Evidence): string {
  if (decided) return satisfied ? 'met' : 'missed';
  return satisfied ? 'met, but the interval reaches over the limit' : 'missed, but the interval reaches over the limit';
}

/** The answer in sentences, with everything called as the command line has it, and its band if there is one. */
export function planVerdict(question: PlanQuestion, answer: PlanAnswer, band: DisciplineBand<PlanAnswer> | null = null): string[] {
  const { parameter } = question;
  const value = (number: number): string => valueText(parameter, number);
  const { verdict, reasons } = planSentences(question, answer, { value, metric: ({ metric }) => metric.text });
  const more = answer.evidence.every(({ decided }) => decided) ? [] : ['More --replications would tell.'];
  const overAll = band?.kind === 'band' ? planBandSentences(band, value) : [];
  const [first = '', ...others] = [...verdict, ...reasons, ...more, ...overAll].map((sentence) => sentence.replaceAll('`', ''));
  return [`${parameter.path}: ${first.replace(/^./, (letter) => letter.toLowerCase())}`, ...others];
}
