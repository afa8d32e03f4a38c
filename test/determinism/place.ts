/**
 * A place is where the same work is done as everywhere else: a thread of Node, a page, a Web Worker, a shell. It is handed requests as
 * plain data and answers with texts, so that all of them can be compared without knowing where they come from.
 */
import { createPlannerService } from '../../sim/worker/planRun.ts';
import type { PlanningAnswer, PlanningListener, PlanningRequest } from '../../sim/worker/planningApi.ts';
import { digestOf, linesOf } from './digest.ts';
import type { QuestionAsked } from './questions.ts';
import { prepare, type Case, type RunAsked } from './tell.ts';

export type Request =
  /** Runs of a case: answered by a digest of each wanted part of each run, in order. */
  | { kind: 'runs'; case: Case; runs: readonly RunAsked[] }
  /** One of these again, in full: answered by its lines. */
  | { kind: 'lines'; case: Case; run: RunAsked }
  /** A question of the planner, on this thread: answered by the JSON of the command line, but for the command. */
  | { kind: 'question'; asked: QuestionAsked }
  /** The same, of a page that starts so many threads for it. */
  | { kind: 'pooled'; asked: QuestionAsked; threads: number };

/** Does a request. `pooled` is how a page asks its own pool; other places are never asked to. */
export async function answerTo(request: Request, pooled?: (asked: QuestionAsked, threads: number) => Promise<PlanningAnswer>): Promise<string[]> {
  switch (request.kind) {
    case 'runs': {
      const run = prepare(request.case);
      return request.runs.flatMap((asked) => run(asked).map(digestOf));
    }
    case 'lines':
      return prepare(request.case)(request.run).flatMap((told) => linesOf(told));
    case 'question':
      return [jsonOf(await createPlannerService().ask(planningRequest(request.asked), [], listenerFor(request.asked)))];
    case 'pooled':
      if (pooled === undefined) throw new Error('only a page has a pool');
      return [jsonOf(await pooled(request.asked, request.threads))];
  }
}

/** A question as the planner's service takes it. */
export function planningRequest({ cases, question }: QuestionAsked): PlanningRequest {
  if (question === null) throw new Error('a page has no such question');
  return { scenarios: cases.map(({ name, text }) => ({ name, text })), seed: null, question, command: '' };
}

/** Somebody who has the trace files, and does not care how far the answer is. */
export function listenerFor({ cases }: QuestionAsked): PlanningListener {
  return { traceFile: (name) => Promise.resolve(cases.find(({ files }) => Object.hasOwn(files, name))?.files[name] ?? null), progress: () => undefined, cells: () => undefined };
}

function jsonOf(answer: PlanningAnswer): string {
  if (!('files' in answer)) throw new Error(`there is no answer: ${JSON.stringify(answer)}`);
  return answer.files.json;
}
