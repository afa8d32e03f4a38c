import { batch, computed, signal } from '@preact/signals';
import type { PlanningAnswer, PlanningProgress, PlanningQuestion, QuestionOf, SweepAnswer } from '../../sim/worker/planningApi.ts';
import { startPlanning } from '../../sim/worker/planningClient.ts';
import { stopPlanning } from './planning.ts';
import { open, workspace } from './session.ts';
import { titleOf } from './titles.ts';
import { traceFile } from './traceFiles.ts';
import type { NamedScenario } from './workspace.ts';

/** How an inquiry stands. */
export interface InquiryState {
  /** What was asked about, as it was then; several only where they are compared. */
  scenarios: readonly NamedScenario[];
  /** The command that asks the same. */
  command: string;
  progress: PlanningProgress | null;
  /** Of a sweep, the cells that have ended; null before the first. */
  cells: SweepAnswer | null;
  /** Null while it is being worked out. */
  answer: PlanningAnswer | null;
}

/** A question that was asked. */
export interface Inquiry<Kind extends PlanningQuestion['kind'] = PlanningQuestion['kind'], Details = unknown> extends InquiryState {
  question: QuestionOf<Kind>;
  /** What the form knew when it asked: the words and charts of the answer are made with it. */
  details: Details;
}

/** The latest inquiry of each kind of question. */
const inquiries = signal<ReadonlyMap<PlanningQuestion['kind'], Inquiry>>(new Map());

/** Whether some question is being worked on: there is one at a time. */
export const planning = computed(() => stopPlanning.value !== null);

/** The latest inquiry of a kind; null before the first. */
export function inquiryOf<Kind extends PlanningQuestion['kind'], Details>(kind: Kind): Inquiry<Kind, Details> | null {
  return (inquiries.value.get(kind) as Inquiry<Kind, Details> | undefined) ?? null;
}

/** Whether what an inquiry is about is no longer there: the selected scenario as it was, or all that were compared. */
export function isStale({ scenarios }: Pick<InquiryState, 'scenarios'>): boolean {
  const now = scenarios.length === 1 ? [open.value] : workspace.value.scenarios;
  return scenarios.some((asked) => !now.some(({ text, seed }) => asked.text === text && asked.seed === seed));
}

/** Asks about scenarios, all with the seed of the first; resolves with the answer, which stays with the inquiry. */
export async function ask({ question, details, scenarios, command }: Pick<Inquiry, 'question' | 'details' | 'scenarios' | 'command'>): Promise<PlanningAnswer> {
  const { kind } = question;
  put(kind, { question, details, scenarios, command, progress: null, cells: null, answer: null });
  let answer: PlanningAnswer;
  try {
    const seed = scenarios[0]?.seed ?? '';
    const subjects = scenarios.map((scenario) => ({ name: `${scenario.letter} ${titleOf(scenario)}`, text: scenario.text }));
    const work = startPlanning({ scenarios: subjects, seed: seed === '' ? null : seed, question, command }, { traceFile, progress: (progress) => change(kind, { progress }), cells: (cells) => change(kind, { cells }) });
    stopPlanning.value = work.stop;
    answer = await work.answer;
  } catch (problem) {
    answer = { kind: 'failed', message: problem instanceof Error ? problem.message : String(problem) };
  }
  batch(() => {
    stopPlanning.value = null;
    change(kind, { answer });
  });
  return answer;
}

function change(kind: PlanningQuestion['kind'], what: Partial<InquiryState>): void {
  const inquiry = inquiries.peek().get(kind);
  if (inquiry !== undefined) put(kind, { ...inquiry, ...what });
}

function put(kind: PlanningQuestion['kind'], inquiry: Inquiry): void {
  inquiries.value = new Map(inquiries.peek()).set(kind, inquiry);
}
