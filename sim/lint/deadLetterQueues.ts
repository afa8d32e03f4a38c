import { pathText, shown } from '../scenario/issue.ts';
import { latest } from '../scenario/versions.ts';
import type { Rule } from './finding.ts';
import { named, someOf } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import { deadLetterPath, routeOf, type Entry, type Path, type Place, type Situation } from './situation.ts';

/** Versions that get events and were published without the dead-letter queue that $LATEST has. [DLQ-07] */
export const unpublishedDeadLetterQueue: Rule = function* ({ scenario, reached }) {
  const versions = new Map<string, { path: Path; places: Place[]; queue: string }>();
  for (const place of reached) {
    const { function: name, version } = place.target;
    const queue = scenario.functions[name]!.DeadLetterConfig.TargetArn ?? '';
    if (version === latest || queue === '' || place.routes.some(({ kind }) => kind !== 'OnSuccess')) continue;
    const path = deadLetterPath(scenario, place.target);
    const key = pathText(path);
    const known = versions.get(key) ?? { path, places: [], queue };
    known.places.push(place);
    versions.set(key, known);
  }
  for (const [text, { path, places, queue }] of versions) {
    const { function: name, version } = places[0]!.target;
    yield {
      rule: 'dead-letter-queue-not-published',
      path: text,
      clause: 'DLQ-07',
      message: `The dead-letter queue ${shown(queue)} of ${shown(name)} is $LATEST's, and version ${version}, which executes the events of ${someOf(places.map(named))}, was published without one and keeps that: what it discards is gone.`,
      fix: `Publish a version that has it: ${settingOption(path, null)}`,
    };
  }
};

/** Events from an SQS queue for a function with a dead-letter queue, which is for asynchronous invocations only. [DLQ-14] */
export const deadLetterQueueForSqs: Rule = function* (situation) {
  const queues = new Map<string, { path: Path; sink: string; entries: Entry[] }>();
  for (const entry of situation.entries) {
    const route = entry.traffic.source === 'SQS' && !entry.source.rejected ? routeOf(entry.place, 'DeadLetterConfig') : undefined;
    if (route === undefined) continue;
    const key = pathText(route.path);
    const known = queues.get(key) ?? { path: route.path, sink: route.sink, entries: [] };
    known.entries.push(entry);
    queues.set(key, known);
  }
  for (const [text, { path, sink, entries }] of queues) {
    const functions = [...new Set(entries.map(({ place }) => named(place)))];
    const rest = servesOthers(situation, text)
      ? 'The function keeps its own for its asynchronous events.'
      : `Take it off the function: ${settingOption(path, null)}`;
    yield {
      rule: 'dead-letter-queue-for-sqs',
      path: text,
      clause: 'DLQ-14',
      message: `A function is not invoked asynchronously by an SQS queue: a message from ${someOf(entries.map(({ index }) => `traffic[${index}]`))} that ${someOf(functions)} cannot handle goes back to its own queue, and never to the dead-letter queue ${shown(sink)} of the function.`,
      fix: `Configure the dead-letter queue on the SQS queue that the messages come from. ${rest}`,
    };
  }
};

/** Whether a dead-letter queue also serves events that are truly asynchronous. */
function servesOthers({ entries, reached }: Situation, path: string): boolean {
  const uses = (place: Place): boolean => place.routes.some((route) => route.kind === 'DeadLetterConfig' && pathText(route.path) === path);
  const direct = new Set(entries.map(({ place }) => place));
  return entries.some(({ traffic, place }) => traffic.source !== 'SQS' && uses(place)) || reached.some((place) => !direct.has(place) && uses(place));
}

/** What gets events and sends each one that it discards to two places. [DST-15] */
export const bothFailurePaths: Rule = function* ({ scenario, reached }) {
  for (const place of reached) {
    const record = routeOf(place, 'OnFailure');
    const letter = routeOf(place, 'DeadLetterConfig');
    if (record === undefined || letter === undefined) continue;
    // What takes nothing does not make two of it; that it takes nothing is said elsewhere.
    if (record.destination.refuses || letter.destination.refuses) continue;
    const where = record.sink === letter.sink ? `to ${shown(record.sink)} twice, as` : `twice, to ${shown(letter.sink)} as`;
    const then = record.sink === letter.sink ? '' : ` to ${shown(record.sink)}`;
    yield {
      rule: 'both-failure-paths',
      path: pathText(record.path),
      clause: 'DST-15',
      message: `Every event that ${named(place)} discards is sent ${where} a dead letter and${then} as a record: handle it at one of them only.`,
      fix: `Keep the record, which says more: ${withoutDeadLetters(scenario.functions[place.target.function]!.versions, place)}`,
    };
  }
};

/** Removes the dead-letter queue where it stands, or, where a version takes it from $LATEST, from that version. */
function withoutDeadLetters(versions: Readonly<Record<string, { DeadLetterConfig?: unknown }>>, { target }: Place): string {
  const { function: name, version } = target;
  const path = ['functions', name, ...(version === latest ? [] : ['versions', version]), 'DeadLetterConfig'];
  return version === latest || versions[version]?.DeadLetterConfig !== undefined ? settingOption([...path, 'TargetArn'], null) : settingOption(path, {});
}
