import { pathText } from '../scenario/issue.ts';
import type { Rule } from './finding.ts';
import { ageForRetries, retryProbability, retrySchedule, type RetrySchedule } from './retrySchedule.ts';
import { named, span } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { Path, Place, Situation } from './situation.ts';

/** What gets events and gives them up before a retry that it allows can, or will usually, be due. [AGE-14] */
export const ageShorterThanRetries: Rule = function* (situation) {
  for (const place of situation.reached) {
    const { lambda } = place;
    if (lambda === null || lambda.maximumRetryAttempts === 0) continue;
    const schedule = retrySchedule(lambda, situation.model.assumptions);
    const chances = ([0, 1] as const).slice(0, lambda.maximumRetryAttempts).map((retry) => retryProbability(schedule, retry, lambda.maximumEventAge));
    const wanting = chances.findIndex((chance) => chance < 0.5);
    if (wanting < 0) continue;
    yield {
      rule: 'age-shorter-than-retries',
      path: pathText(agePath(place)),
      clause: 'AGE-14',
      message: `${sentences(chances, schedule, place, lambda.maximumEventAge)} ${chances.includes(0) ? 'Instead' : 'Otherwise'} the event is discarded ${situation.model.assumptions.lookAhead ? 'as soon as it fails' : 'when it reaches that age'}, as EventAgeExceeded.`,
      fix: `Keep events longer: ${settingOption(agePath(place), longEnough(situation, place))} or allow only the retries that happen: ${settingOption([...place.path, 'EventInvokeConfig', 'MaximumRetryAttempts'], wanting)}`,
    };
  }
};

/** What may execute longer than its events are kept, so that a long execution is never retried. [AGE-07] */
export const timeoutBeyondAge: Rule = function* (situation) {
  for (const place of situation.reached) {
    const { lambda } = place;
    if (lambda === null || lambda.maximumRetryAttempts === 0 || lambda.timeout < lambda.maximumEventAge) continue;
    // Where no retry ever happens, that is the finding.
    if (retryProbability(retrySchedule(lambda, situation.model.assumptions), 0, lambda.maximumEventAge) === 0) continue;
    yield {
      rule: 'timeout-beyond-age',
      path: pathText(agePath(place)),
      clause: 'AGE-07',
      message: `${named(place)} may run for ${span(lambda.timeout)}, and its events are kept for ${span(lambda.maximumEventAge)}: an event whose first attempt fails after ${span(lambda.maximumEventAge)} or more is not retried. The age interrupts no attempt, and a late success counts.`,
      fix: `Keep events longer: ${settingOption(agePath(place), longEnough(situation, place))}`,
    };
  }
};

function agePath({ path }: Place): Path {
  return [...path, 'EventInvokeConfig', 'MaximumEventAgeInSeconds'];
}

/** A maximum age, in seconds, at which every retry happens. */
function longEnough({ model: { assumptions } }: Situation, { lambda }: Place): number {
  const { timeout, maximumRetryAttempts } = lambda!;
  return ageForRetries(retrySchedule(lambda!, assumptions), assumptions, maximumRetryAttempts === 1 ? 1 : 2, timeout);
}

function sentences(chances: readonly number[], schedule: RetrySchedule, place: Place, age: number): string {
  const told: string[] = [];
  for (const [retry, chance] of chances.entries()) {
    if (chance >= 0.5) continue;
    const { least, most } = schedule.waits[retry as 0 | 1];
    const before = schedule.before[retry as 0 | 1];
    const which = chances.length === 1 ? 'The retry' : retry === 0 ? 'The first retry' : 'The second retry';
    const due = `${span(before + least)}${most > least ? ` to ${span(before + most)}` : ''}`;
    const kept = told.length === 0 ? `, and events are kept for ${span(age)}` : '';
    told.push(
      chance === 0
        ? `${which} of ${named(place)} never happens: it is due ${due} after acceptance at the earliest${kept}.`
        : `${which} of ${named(place)} seldom happens, in ${percentage(chance)} % of the cases at most: it is due ${due} after acceptance at the earliest${kept}.`,
    );
    // Where there is no first retry there is no second one.
    if (chance === 0) break;
  }
  return told.join(' ');
}

/** Rounded up: it is a bound. */
function percentage(chance: number): number {
  return Math.ceil(chance * 100);
}
