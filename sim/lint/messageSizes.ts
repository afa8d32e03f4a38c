import { Answers, Refusal } from '../lambda/answers.ts';
import { MessageSizes, overheadOf, success } from '../lambda/messageSizes.ts';
import { Condition } from '../lambda/metrics.ts';
import type { DestinationModel, FunctionModel, Model } from '../model/model.ts';

/** What a message has beside the event's own payload, in bytes. [DLQ-10, DST-19] */
export interface Beside {
  /** Whatever becomes of the event. */
  least: number;
  /** In the usual case: with the behaviour's response after a success, with its error after a failure. */
  usual: number;
}

/** What a route adds to a payload; null where nothing is ever sent: successes of a function whose response is too large. [ERR-09] */
export function besideOf(model: Model, lambda: FunctionModel, kind: 'OnSuccess' | 'OnFailure' | 'DeadLetterConfig', destination: DestinationModel): Beside | null {
  const answers = new Answers(lambda);
  const sizes = new MessageSizes(model, lambda, answers);
  const overhead = overheadOf(model, lambda, destination);
  const usualEvent = unscripted(answers);
  if (kind === 'OnSuccess') {
    if (answers.isTooLarge(null)) return null;
    const sizeOf = (event: number, attempt: number): number => overhead + sizes.beside('record', success, Refusal.none, event, attempt);
    const usual = sizeOf(usualEvent, 0);
    let least = usual;
    for (const { event, attempts } of lambda.script)
      for (const [attempt, { response }] of attempts.entries())
        if (response !== null && !answers.isTooLarge(response)) least = Math.min(least, sizeOf(event, attempt));
    return { usual, least };
  }
  const what = kind === 'OnFailure' ? 'record' : 'deadLetter';
  return {
    usual: overhead + sizes.beside(what, Condition.retriesExhausted, Refusal.functionError, usualEvent, 1),
    least: overhead + sizes.beside(what, Condition.eventAgeExceeded, Refusal.none, usualEvent, 0),
  };
}

/** Whether a script answers for some events in its own way. */
export function answersVary({ script }: FunctionModel): boolean {
  return script.some(({ attempts }) => attempts.some(({ response, error }) => response !== null || error !== null));
}

/** The first event that no script tells of. */
function unscripted(answers: Answers): number {
  let event = 0;
  while (answers.isScripted(event)) event++;
  return event;
}
