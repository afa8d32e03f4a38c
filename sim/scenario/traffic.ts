import * as z from 'zod/mini';
import { arrivals } from './arrivals.ts';
import { atMostOneOf } from './atMostOne.ts';
import { fromBeforeUntil } from './fault.ts';
import { field } from './field.ts';
import { rule } from './rule.ts';
import { choice, duration, integer, json, reference, text } from './values.ts';

/** One pattern of events that is sent to one function, version or alias. */
export function traffic() {
  return z
    .strictObject({
      to: field({ label: 'To', doc: 'The function that is invoked.', clauses: ['ASY-01'] }, reference('a function')),
      qualifier: z.exactOptional(
        field(
          {
            label: 'Qualifier',
            doc: 'The version or alias that is invoked.',
            aws: 'Qualifier',
            clauses: ['CFG-04'],
            defaultNote: '`"$LATEST"`',
          },
          reference('a version or an alias'),
        ),
      ),
      arrivals: field({ label: 'Arrivals', doc: 'When events are submitted.' }, arrivals()),
      source: z.exactOptional(
        field(
          { label: 'Source', doc: 'What sends the events. A label: Lambda treats them all alike.', clauses: ['ASY-06'], grade: 'documented' },
          choice(['client', 'S3', 'SNS', 'EventBridge', 'SQS', 'other']),
        ),
      ),
      payload: z.exactOptional(
        field(
          {
            label: 'Payload',
            doc: 'Each event, as JSON; it is sent without spaces. At most one of `payload`, `payloadText` and `payloadBytes`.',
            aws: 'Payload',
            clauses: ['DLQ-02', 'DST-05'],
          },
          json(),
        ),
      ),
      payloadText: z.exactOptional(
        field(
          {
            label: 'Payload text',
            doc: 'Each event, exactly as it is sent. If it is no JSON, events are rejected with 400 and never received.',
            clauses: ['ASY-08'],
            grade: 'measured',
          },
          text(2_000_000),
        ),
      ),
      payloadBytes: z.exactOptional(
        field(
          {
            label: 'Payload size',
            doc: 'The size of each event, where its content does not matter. Above the limit of the profile events are rejected with 413 and never received.',
            unit: 'bytes',
            clauses: ['ASY-07'],
            defaultNote: '1024',
          },
          integer(0),
        ),
      ),
      from: z._default(
        field(
          { label: 'From', doc: 'Shifts the whole pattern: its start is at this instant of the scenario.', unit: 'duration' },
          duration(),
        ),
        '0s',
      ),
      until: z.exactOptional(
        field(
          {
            label: 'Until',
            doc: 'Nothing is submitted at or after this instant of the scenario.',
            unit: 'duration',
            defaultNote: 'the end of the scenario',
          },
          duration(),
        ),
      ),
    })
    .check(rule(fromBeforeUntil), atMostOneOf('An entry of traffic', ['payload', 'payloadText', 'payloadBytes']));
}
