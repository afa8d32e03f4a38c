import { pathText, shown } from '../scenario/issue.ts';
import { maximumBytes } from '../scenario/maximumBytes.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Finding, Rule } from './finding.ts';
import { answersVary, type Beside } from './messageSizes.ts';
import { payloadBytes, payloadKey } from './payloads.ts';
import { bytes, failureMetric, named } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { Entry, Place, Route, Situation } from './situation.ts';

/** Events that get to a place: an entry's own, or what is left of it after a chain of records. */
interface Visit {
  entry: Entry;
  place: Place;
  /** The size of each event; by a chain, at least. */
  payload: number;
}

/** What does not fit a route. */
interface Overflow {
  visit: Visit;
  route: Route;
  beside: Beside;
  /** With the payload. */
  size: number;
  /** How many entries' events do not fit. */
  entries: number;
}

/** Records and dead letters that are larger than what receives them takes. [DLQ-09, DLQ-10, DST-17, DST-19] */
export const oversizedMessages: Rule = function* (situation) {
  /** For every route the largest; versions may share a dead-letter queue's. */
  const overflows = new Map<string, Overflow>();
  for (const visit of visitsOf(situation)) {
    for (const route of visit.place.routes) {
      const { beside, destination } = route;
      if (beside === null || destination.refuses) continue;
      const size = visit.payload + beside.usual;
      if (size <= destination.maximumBytes) continue;
      const key = pathText(route.path);
      const earlier = overflows.get(key);
      const entries = (earlier?.entries ?? 0) + 1;
      if (earlier === undefined || earlier.size < size) overflows.set(key, { visit, route, beside, size, entries });
      else earlier.entries = entries;
    }
  }
  for (const overflow of overflows.values()) yield finding(situation, overflow);
};

/** What gets to each place: the events of every entry, and the chains of each place's largest ones, up to where they come round. */
function* visitsOf({ entries, places }: Situation): Iterable<Visit> {
  const byName = new Map(places.map((place) => [place.target.name, place]));
  const largest = new Map<Place, Visit>();
  for (const entry of entries) {
    if (entry.source.rejected) continue;
    const visit = { entry, place: entry.place, payload: payloadBytes(entry.source) };
    yield visit;
    if (visit.payload > (largest.get(entry.place)?.payload ?? -1)) largest.set(entry.place, visit);
  }
  for (const first of largest.values()) {
    const waiting = [first];
    const seen = new Set([first.place.target.name]);
    for (const visit of waiting) {
      if (visit !== first) yield visit;
      for (const { invokes, beside, destination } of visit.place.routes) {
        if (invokes === null || beside === null || destination.refuses || seen.has(invokes)) continue;
        const payload = visit.payload + beside.least;
        if (payload > destination.maximumBytes) continue;
        seen.add(invokes);
        waiting.push({ entry: first.entry, place: byName.get(invokes)!, payload });
      }
    }
  }
}

function finding({ scenario }: Situation, { visit, route, beside, size, entries }: Overflow): Finding {
  const { entry, place, payload } = visit;
  const { kind, sink, destination, path } = route;
  const isDirect = place === entry.place;
  const what = kind === 'DeadLetterConfig' ? 'A dead letter' : 'A record';
  const usually = place.lambda !== null && answersVary(place.lambda) ? 'usually ' : '';
  const after = kind === 'OnSuccess' ? 'a success' : 'an error of the handler';
  const event = `${bytes(payload)} of the event${isDirect ? '' : ', which comes by a chain,'}`;
  const never = kind !== 'OnSuccess' && payload + beside.least > destination.maximumBytes ? '; so is that of an event that is never executed' : '';
  const others = entries > 1 ? ` The same goes for ${entries - 1} more of the entries of traffic.` : '';
  return {
    rule: 'message-too-large',
    path: pathText(path),
    clause: clauseOf(route),
    message: `${what} of ${named(place)} for traffic[${entry.index}] ${usually}has ${isDirect ? '' : 'at least '}${bytes(size)} after ${after}: ${event} and ${bytes(size - payload)} around it. That is more than the ${bytes(destination.maximumBytes)} that ${shown(sink)} takes: the message is lost, and ${failureMetric(kind)} counts it${never}.${others}`,
    fix: fixOf(scenario, route, size, isDirect && entries === 1 ? visit : null),
  };
}

function clauseOf({ kind, destination }: Route): string {
  if (kind === 'DeadLetterConfig') return 'DLQ-09';
  return destination.type === 'SNS' ? 'DST-17' : 'DST-19';
}

function fixOf({ profile }: Scenario, { sink, declared, destination }: Route, size: number, visit: Visit | null): string {
  const ways: string[] = [];
  if (declared !== null) {
    const { maximumBytes: own, ...usual } = declared;
    if (own !== undefined && maximumBytes(usual, profile) >= size)
      ways.push(`let it take what AWS lets it take: ${settingOption(['destinations', sink, 'maximumBytes'], null)}`);
    if (own === undefined && declared.type === 'SNS' && maximumBytes({ ...declared, type: 'SQS' }, profile) >= size)
      ways.push(`use a queue: ${settingOption(['destinations', sink, 'type'], 'SQS')}`);
  }
  const room = visit === null || payloadKey(visit.entry.traffic) !== 'payloadBytes' ? 0 : destination.maximumBytes - (size - visit.payload);
  // To leave out most of the event is no advice.
  if (visit !== null && 2 * room >= visit.payload) ways.push(`send less: ${settingOption(['traffic', visit.entry.index, 'payloadBytes'], room)}`);
  const [first = 'put the content into a bucket and send where it is.', ...rest] = ways;
  return [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest].join(' or ');
}
