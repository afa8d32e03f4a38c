import { closest } from './suggest.ts';
import { isRecord, listAt, recordAt, type Broken } from './rule.ts';
import { parseDuration } from './units.ts';

/** What must hold between the parts of a scenario: names that exist, sinks of the right kind, reservations that fit the account. */
export function* consistency(scenario: Record<string, unknown>): Iterable<Broken> {
  yield* references(scenario);
  yield* reservations(scenario);
  yield* profileLimits(scenario);
}

function* references(scenario: Record<string, unknown>): Iterable<Broken> {
  const functions = recordAt(scenario, 'functions');
  const destinations = recordAt(scenario, 'destinations');
  for (const [name, value] of Object.entries(functions)) {
    if (!isRecord(value)) continue;
    const config = recordAt(recordAt(value, 'EventInvokeConfig'), 'DestinationConfig');
    for (const kind of ['OnSuccess', 'OnFailure'] as const) {
      const target = recordAt(config, kind)['Destination'];
      const path = ['functions', name, 'EventInvokeConfig', 'DestinationConfig', kind, 'Destination'];
      yield* missing(path, target, 'destination', destinations);
      if (kind === 'OnSuccess' && typeOf(destinations, target) === 'S3')
        yield {
          path,
          allowed: 'a destination of type SQS, SNS or EventBridge',
          clause: 'DST-01',
          message: `"${String(target)}" is an S3 bucket, which receives failed events only.`,
        };
    }
    const deadLetter = recordAt(value, 'DeadLetterConfig')['TargetArn'];
    const path = ['functions', name, 'DeadLetterConfig', 'TargetArn'];
    yield* missing(path, deadLetter, 'destination', destinations);
    const type = typeOf(destinations, deadLetter);
    if (type === 'EventBridge' || type === 'S3')
      yield {
        path,
        allowed: 'a destination of type SQS or SNS',
        clause: 'DLQ-01',
        message: `"${String(deadLetter)}" is of type ${type}; a dead-letter queue is an SQS queue or an SNS topic.`,
      };
  }
  for (const [index, entry] of listAt(scenario, 'traffic').entries()) {
    if (isRecord(entry)) yield* missing(['traffic', index, 'to'], entry['to'], 'function', functions);
  }
  for (const [index, entry] of listAt(scenario, 'faults').entries()) {
    if (!isRecord(entry)) continue;
    yield* missing(['faults', index, 'function'], entry['function'], 'function', functions);
    yield* missing(['faults', index, 'destination'], entry['destination'], 'destination', destinations);
  }
}

function* missing(
  path: readonly PropertyKey[],
  target: unknown,
  noun: 'function' | 'destination',
  declared: Record<string, unknown>,
): Iterable<Broken> {
  if (typeof target !== 'string' || Object.hasOwn(declared, target)) return;
  const names = Object.keys(declared);
  // Comparing every wrong name with every right one would take minutes in a file made for it.
  const guess = names.length <= 200 ? closest(target, names) : null;
  const hint = guess !== null ? ` Did you mean "${guess}"?` : names.length === 0 ? ` No ${noun} is declared under "${noun}s".` : '';
  const listed = names.slice(0, 10).map((name) => JSON.stringify(name));
  yield {
    path,

    allowed:
      names.length === 0
        ? `a ${noun} declared under "${noun}s"`
        : `a declared ${noun}: ${listed.join(', ')}${names.length > 10 ? ', …' : ''}`,
    message: `There is no ${noun} named ${JSON.stringify(target)}.${hint}`,
  };
}

function typeOf(destinations: Record<string, unknown>, name: unknown): unknown {
  if (typeof name !== 'string' || !Object.hasOwn(destinations, name)) return undefined;
  const destination = destinations[name];
  return isRecord(destination) ? destination['type'] : undefined;
}

/** AWS always keeps 100 of the account's environments unreserved. [CON-02] */
const alwaysUnreserved = 100;

function* reservations(scenario: Record<string, unknown>): Iterable<Broken> {
  const account = recordAt(scenario, 'account')['ConcurrentExecutions'] ?? 1000;
  if (!isCount(account)) return;
  const room = Math.max(0, account - alwaysUnreserved);
  const functions = recordAt(scenario, 'functions');
  const reserved = new Map<string, number>();
  for (const [name, value] of Object.entries(functions)) {
    const reservation = isRecord(value) ? value['ReservedConcurrentExecutions'] : undefined;
    if (isCount(reservation)) reserved.set(name, reservation);
  }
  const total = sum(reserved.values());
  const allowed = `at most ${room} in all: ConcurrentExecutions ${account} less the ${alwaysUnreserved} that stay unreserved`;
  if (total > room) {
    const largest = [...reserved].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
    yield {
      path: ['functions', largest, 'ReservedConcurrentExecutions'],

      allowed,
      clause: 'CON-02',
      message: `The functions reserve ${total} execution environments in all, but an account with ${account} can reserve at most ${room}.`,
    };
    return;
  }
  yield* reservationsUnderFaults(scenario, functions, reserved, room, allowed);
}

/** A fault may change a reservation; the sum must fit at every instant, which is to say whenever such a fault begins. */
function* reservationsUnderFaults(
  scenario: Record<string, unknown>,
  functions: Record<string, unknown>,
  reserved: ReadonlyMap<string, number>,
  room: number,
  allowed: string,
): Iterable<Broken> {
  const changes: { index: number; name: string; from: number; until: number; reservation: number }[] = [];
  for (const [index, entry] of listAt(scenario, 'faults').entries()) {
    if (!isRecord(entry) || typeof entry['function'] !== 'string' || !Object.hasOwn(functions, entry['function'])) continue;
    const [from, until] = [entry['from'], entry['until']].map((time) =>
      typeof time === 'string' || typeof time === 'number' ? parseDuration(time) : null,
    );
    const reservation = entry['ReservedConcurrentExecutions'];
    if (typeof from !== 'number' || typeof until !== 'number' || !isCount(reservation)) continue;
    changes.push({ index, name: entry['function'], from, until, reservation });
  }
  // More faults than the format allows are refused as such; here they would take the square of their number.
  if (changes.length > 1000) return;
  for (const change of changes) {
    const now = new Map(reserved);
    for (const other of changes) if (other.from <= change.from && change.from < other.until) now.set(other.name, other.reservation);
    const total = sum(now.values());
    if (total > room)
      yield {
        path: ['faults', change.index, 'ReservedConcurrentExecutions'],

        allowed,
        clause: 'CON-02',
        message: `From here on the functions would reserve ${total} execution environments in all, but the account can reserve at most ${room}.`,
      };
  }
}

function* profileLimits(scenario: Record<string, unknown>): Iterable<Broken> {
  if (scenario['profile'] !== 'seed-era') return;
  for (const [name, value] of Object.entries(recordAt(scenario, 'destinations'))) {
    if (isRecord(value) && value['type'] === 'S3')
      yield {
        path: ['destinations', name, 'type'],
        allowed: 'SQS, SNS or EventBridge under the profile "seed-era"',
        clause: 'DST-01',
        message: 'S3 destinations came later than the profile "seed-era"; use the profile "current".',
      };
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
