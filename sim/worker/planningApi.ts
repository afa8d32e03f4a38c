/**
 * What the page may ask of the planner, and the plain data that travels. The planner runs in threads of its own, which are the
 * simulation's like any other: one is asked, and has its experiments done by itself and by the others.
 */
import type { DisciplineBand } from '../planner/banded.ts';
import type { BestAnswer } from '../planner/bestScenario.ts';
import type { PairedEstimate } from '../planner/estimate.ts';
import type { Direction } from '../planner/direction.ts';
import type { Experiment, Measured, Subject } from '../planner/laboratory.ts';
import type { PlanAnswer } from '../planner/plan.ts';
import type { PlanAsked } from '../planner/planQuestion.ts';
import type { SensitivityAnswer } from '../planner/sensitivity.ts';
import type { SweepAnswer } from '../planner/sweep.ts';
import type { ByObjective, TuneAnswer } from '../planner/tune.ts';
import type { Issue } from '../scenario/issue.ts';

export type { BestAnswer } from '../planner/bestScenario.ts';
export type { ClosedForm } from '../planner/closedFormsBeside.ts';
export type { Direction } from '../planner/direction.ts';
export type { Target } from '../planner/target.ts';
export type { Estimate, PairedEstimate } from '../planner/estimate.ts';
export type { SensitivityAnswer, SensitivityBar } from '../planner/sensitivity.ts';
export type { SweepAnswer, SweepCell } from '../planner/sweep.ts';
export type { Recommendation, TuneAnswer, TuneOption } from '../planner/tune.ts';

/** A question in the words of the command line. */
export type PlanningQuestion =
  | {
      kind: 'find';
      /** `PATH=LOW..HIGH`. */
      find: string;
      /** Targets, such as `delaySeconds.p99 < 5m`; all of them are to be met. */
      suchThat: readonly string[];
    }
  | {
      kind: 'sweep';
      /** One or two, each `PATH=LOW..HIGH:STEPS`. */
      over: readonly string[];
      metrics: readonly string[];
      suchThat: readonly string[];
    }
  /** Of a function as results name it; null: the one that loses most. */
  | { kind: 'tune'; function: string | null }
  | { kind: 'sensitivity'; metric: string }
  /** Of all scenarios of the request: which has the most of a metric, or the least? */
  | { kind: 'best'; metric: string; better: Direction };

/** The questions of a kind. */
export type QuestionOf<Kind extends PlanningQuestion['kind']> = Extract<PlanningQuestion, { kind: Kind }>;

/** What the question is about. */
export interface PlanningRequest {
  /** One; of a question for the best, two or more, each with the name that the answer calls it by. */
  scenarios: readonly { name: string; text: string }[];
  /** Replaces that of the first text, which is everybody's; null: the text's. */
  seed: string | null;
  question: PlanningQuestion;
  /** The command that asks the same, as the answer's files tell it. */
  command: string;
}

/** Something that is wrong with a question. */
export interface QuestionProblem {
  /** The part of the question: a range, a metric or a target, by its place among them; or all of it. */
  part: `range ${number}` | `metric ${number}` | `target ${number}` | 'question';
  message: string;
}

/** The answer under each dispatch discipline. */
export type PlanBand = DisciplineBand<PlanAnswer>;

/** Of each recommendation, its changes under each dispatch discipline. */
export type TuneBand = DisciplineBand<ByObjective<PairedEstimate | null>[]>;

/** How a question ended. */
export type PlanningAnswer =
  /** The scenario itself is wrong. */
  | { kind: 'issues'; issues: Issue[] }
  /** The question is wrong, in all these places. */
  | { kind: 'problems'; problems: QuestionProblem[] }
  /** An experiment could not be done; why, in a sentence. */
  | { kind: 'failed'; message: string }
  /** With what formulas say about it, and the question as it was read. */
  | { kind: 'find'; answer: PlanAnswer; asked: PlanAsked; band: PlanBand; files: AnswerFiles }
  | { kind: 'sweep'; answer: SweepAnswer; files: AnswerFiles }
  | { kind: 'tune'; answer: TuneAnswer; band: TuneBand; files: AnswerFiles }
  | { kind: 'sensitivity'; answer: SensitivityAnswer; files: AnswerFiles }
  | { kind: 'best'; answer: BestAnswer; files: AnswerFiles };

/** An answer as the command line writes it with `--json` and `--csv`. */
export interface AnswerFiles {
  json: string;
  csv: string;
  /** The seed that was in force. */
  seed: string;
}

/** How far an answer is. */
export interface PlanningProgress {
  /** 0 to 1; an estimate. */
  share: number;
  /** Replications that have ended. */
  replications: number;
  /** How many experiments are done at once. */
  width: number;
  /** Estimated from what has been done; null until there is something to judge by. */
  secondsLeft: number | null;
}

/** What the page hears, and is asked, while an answer is worked out. */
export interface PlanningListener {
  /** The text of a trace file that the scenario names; null where the page has none of that name. */
  traceFile(name: string): Promise<string | null>;
  /** About four times a second. */
  progress(progress: PlanningProgress): void;
  /** About four times a second while cells of a sweep end: those that have. */
  cells(soFar: SweepAnswer): void;
}

/** The planner's surface, served on a port of a simulation thread. */
export interface PlannerService {
  /** Answers a question with the help of other threads, each of which serves a planner at the other end of one of the ports. */
  ask(request: PlanningRequest, ports: readonly MessagePort[], listener: PlanningListener): Promise<PlanningAnswer>;
  /** Ends the work on an answer: it is then given as far as it is. Also ends experiments for another thread. */
  stop(): void;
  /** Makes ready to do experiments for another thread. */
  open(subjects: readonly Subject[]): void;
  /** Does an experiment for another thread. */
  measure(experiment: Experiment): Promise<Measured>;
}
