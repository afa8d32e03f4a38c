import * as z from 'zod/mini';
import { field } from './field.ts';
import { isRecord, listAt, rule, type Broken } from './rule.ts';
import { choice, duration, integer, json, jsonObject } from './values.ts';

/** One event whose attempts are set exactly. */
export function scriptedEvent() {
  return z.strictObject({
    event: field({ label: 'Event', doc: 'Which of the function’s accepted events, counting from 0.' }, integer(0)),
    attempts: field(
      { label: 'Attempts', doc: 'The attempts of that event, in order. Attempts beyond the list follow the behaviour.' },
      z.array(attempt()).check(z.minLength(1), z.maxLength(1000)),
    ),
  });
}

function attempt() {
  return z
    .strictObject({
      duration: z.exactOptional(
        field(
          {
            label: 'Duration',
            doc: 'How long the handler runs. A duration above `Timeout` is a timeout, whatever the result.',
            unit: 'duration',
            clauses: ['ENV-07'],
            defaultNote: 'drawn from the behaviour',
          },
          duration(),
        ),
      ),
      result: field(
        { label: 'Result', doc: '`success`, `error`, or `timeout`, which ends at `Timeout`.', clauses: ['ERR-01'] },
        choice(['success', 'error', 'timeout']),
      ),
      response: z.exactOptional(
        field(
          {
            label: 'Response',
            doc: 'What this attempt returns, as JSON. Only beside `success`.',
            clauses: ['DST-06'],
            defaultNote: 'that of the behaviour',
          },
          json(),
        ),
      ),
      error: z.exactOptional(
        field(
          {
            label: 'Error',
            doc: 'What this attempt returns, as a JSON object. Only beside `error`.',
            clauses: ['DST-05'],
            defaultNote: 'that of the behaviour',
          },
          jsonObject(),
        ),
      ),
    })
    .check(rule(answerFitsResult));
}

function* answerFitsResult(attempt: Record<string, unknown>): Iterable<Broken> {
  const { result } = attempt;
  if (result !== 'success' && result !== 'error' && result !== 'timeout') return;
  for (const [key, fitting] of [
    ['response', 'success'],
    ['error', 'error'],
  ] as const)
    if (Object.hasOwn(attempt, key) && result !== fitting)
      yield {
        path: [key],
        allowed: `only beside "result": "${fitting}"`,
        message: `"${key}" belongs beside "result": "${fitting}", but the result is "${result}".`,
      };
}

/** No event is told twice. */
export function* eachEventOnce(behaviour: Record<string, unknown>): Iterable<Broken> {
  const seen = new Set<unknown>();
  for (const [index, entry] of listAt(behaviour, 'script').entries()) {
    if (!isRecord(entry) || typeof entry['event'] !== 'number') continue;
    const { event } = entry;
    if (seen.has(event))
      yield { path: ['script', index, 'event'], allowed: 'each event once', message: `Event ${String(event)} is scripted twice.` };
    seen.add(event);
  }
}
