import type { PlanningQuestion } from '../../sim/worker/planningApi.ts';
import type { Case } from './tell.ts';

/** A question of the planner, in the words of the command line and as the page asks it. */
export interface QuestionAsked {
  name: string;
  /** One; of a question that compares, two. */
  cases: readonly Case[];
  /** Of the command line, without the files; null where it has no such question. */
  words: readonly string[] | null;
  /** Of the page; null where it has no such question. */
  question: PlanningQuestion | null;
}

const metric = 'delivered.onTime / received';

/** Every kind of question, about scenarios that throttle, so that the answers have their bands; each takes some hundred runs. */
export function questions(cases: readonly Case[]): QuestionAsked[] {
  const of = (name: string): Case => {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no scenario ${name}`);
    return found;
  };
  const [aging, archive] = [of('overload-ages-out'), of('large-dead-letters')];
  const limit = 'functions.resize.ReservedConcurrentExecutions';
  const target = 'discarded.total / received <= 1%';
  return [
    { name: 'plan', cases: [aging], words: ['plan', '--find', `${limit}=5..60`, '--such-that', target, '--replications', '128'], question: { kind: 'find', find: `${limit}=5..60`, suchThat: [target] } },
    {
      name: 'sweep',
      cases: [aging],
      words: ['sweep', '--over', `${limit}=5..45:5`, '--metric', metric, '--such-that', target, '--replications', '8', '--no-band'],
      question: { kind: 'sweep', over: [`${limit}=5..45:5`], metrics: [metric], suchThat: [target] },
    },
    { name: 'tune', cases: [archive], words: ['tune'], question: { kind: 'tune', function: null } },
    { name: 'sensitivity', cases: [archive], words: ['sensitivity', '--metric', metric], question: { kind: 'sensitivity', metric } },
    { name: 'compare', cases: [aging, archive], words: ['compare', '--metric', metric, '--replications', '16'], question: null },
    { name: 'best', cases: [aging, archive], words: null, question: { kind: 'best', metric, better: 'more' } },
  ];
}
