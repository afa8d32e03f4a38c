import * as z from 'zod/mini';
import { atMostOneOf } from './atMostOne.ts';
import { distribution } from './distribution.ts';
import { field } from './field.ts';
import { rule } from './rule.ts';
import { eachEventOnce, scriptedEvent } from './script.ts';
import { choice, duration, integer, json, jsonObject, probability, text } from './values.ts';

/** How the code of a function or a version behaves: times, failures, and what it returns. */
export function behaviour() {
  return z
    .strictObject({
      duration: z.prefault(
        field(
          {
            label: 'Duration',
            doc: 'How long the handler runs, cold start excluded. A draw above `Timeout` is a timeout; one equal to it is not.',
            unit: 'distribution',
            clauses: ['ENV-07', 'ENV-08'],
          },
          distribution(),
        ),
        { constant: '100ms' },
      ),

      initDuration: z.prefault(
        field(
          {
            label: 'Init duration',
            doc: 'How long a new execution environment takes before its handler starts. Meanwhile it holds concurrency.',
            unit: 'distribution',
            aws: 'Init Duration',
            clauses: ['ENV-06', 'CON-16'],
            grade: 'assumed',
          },
          distribution(),
        ),
        { lognormal: { p50: '400ms', p99: '2s' } },
      ),

      errorRate: z._default(
        field(
          { label: 'Error rate', doc: 'The probability that an attempt fails, drawn anew for each attempt.', clauses: ['ERR-01'] },
          probability(),
        ),
        0,
      ),

      poisonRate: z._default(
        field(
          { label: 'Poison rate', doc: 'The probability that an event is one that fails on every attempt.', clauses: ['ERR-01', 'RTY-07'] },
          probability(),
        ),
        0,
      ),

      poisonUntil: z.exactOptional(
        field(
          {
            label: 'Poison until',
            doc: 'When a fix is deployed: attempts that begin at this instant of the scenario or later do not fail on poison.',
            unit: 'duration',
            clauses: ['ERR-01', 'DDB-06'],
            defaultNote: 'never fixed',
          },
          duration(),
        ),
      ),

      systemErrorRate: z._default(
        field(
          {
            label: 'System error rate',
            doc: 'The probability that a dispatch meets an error of the Lambda service (5xx). It waits like a throttled one and uses up no retry.',
            clauses: ['ERR-02', 'ERR-07'],
            grade: 'assumed',
          },
          probability(),
        ),
        0,
      ),

      response: z.exactOptional(
        field(
          {
            label: 'Response',
            doc: 'What the handler returns on success, as JSON. At most one of `response`, `responseBytes` and `responseText`; without any it returns nothing, which records show as `null`.',
            clauses: ['DST-06', 'DST-19'],
            defaultNote: 'nothing: `null`',
          },
          json(),
        ),
      ),

      responseBytes: z.exactOptional(
        field(
          {
            label: 'Response size',
            doc: 'The handler returns a JSON text of this size, where its content does not matter.',
            unit: 'bytes',
            clauses: ['ERR-09', 'DST-19'],
          },
          integer(1),
        ),
      ),

      responseText: z.exactOptional(
        field(
          { label: 'Response text', doc: 'Exactly what the handler returns, which need not be JSON.', clauses: ['DST-19'] },
          text(1_000_000),
        ),
      ),

      error: z.exactOptional(
        field(
          {
            label: 'Error',
            doc: 'What a failed attempt returns, as a JSON object. A key `requestId` in it is replaced by the event’s own request id.',
            clauses: ['DST-05', 'DLQ-05'],
            defaultNote: 'as Python’s runtime writes it: errorMessage, errorType, requestId, stackTrace',
          },
          jsonObject(),
        ),
      ),

      functionError: z._default(
        field(
          {
            label: 'Function error',
            doc: 'How records name a failure. Runtimes of today always say `Unhandled`.',
            clauses: ['ERR-03'],
            grade: 'documented',
          },
          choice(['Unhandled', 'Handled']),
        ),
        'Unhandled',
      ),

      script: z.prefault(
        field(
          {
            label: 'Script',
            doc: 'Chosen events whose attempts are set exactly, so that any story can be told. A script wins over poison, error rates and faults.',
          },
          z.array(scriptedEvent()).check(z.maxLength(100_000)),
        ),
        [],
      ),
    })
    .check(rule(eachEventOnce), atMostOneOf('A behaviour', ['response', 'responseBytes', 'responseText']));
}
