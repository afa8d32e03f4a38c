import { shown } from './issue.ts';
import { isRecord, listAt, recordAt, type Broken } from './rule.ts';
import { parseDuration } from './units.ts';

/** AWS always keeps 100 of the account's environments unreserved. [CON-02] */
const alwaysUnreserved = 100;

/** What one function takes out of the account for itself. */
interface Claim {
  /** Undefined: it shares the unreserved pool. */
  reserved: number | undefined;
  /** Of all its versions and aliases together. */
  provisioned: number;
  /** Where most of it is provisioned. */
  provisionedAt: readonly PropertyKey[];
}

const taken = ({ reserved, provisioned }: Claim): number => reserved ?? provisioned;

/** Whether reservations and provisioned concurrency fit the account, and provisioned concurrency its function, at every instant. */
export function* reservations(scenario: Record<string, unknown>): Iterable<Broken> {
  const claims = claimsOf(recordAt(scenario, 'functions'));
  yield* provisionedWithinReserved(claims);
  const account = recordAt(scenario, 'account')['ConcurrentExecutions'] ?? 1000;
  if (!isCount(account)) return;
  const room = Math.max(0, account - alwaysUnreserved);
  const allowed = `at most ${room} in all: ConcurrentExecutions ${account} less the ${alwaysUnreserved} that stay unreserved`;
  const total = sum([...claims.values()].map(taken));
  const changes = changesOf(scenario, claims);
  if (total > room) {
    const [largest, claim] = [...claims].reduce((most, one) => (taken(one[1]) > taken(most[1]) ? one : most));
    const isReserved = claim.reserved !== undefined;
    yield {
      path: isReserved ? ['functions', largest, 'ReservedConcurrentExecutions'] : claim.provisionedAt,
      allowed,
      clause: isReserved ? 'CON-02' : 'CON-05',
      message: `The functions ${verbs(claims)} ${total} execution environments in all, but an account with ${account} can reserve at most ${room}.`,
    };
  } else yield* reservationsUnderFaults(claims, changes, total, room, allowed);
  yield* provisionedUnderFaults(changes);
}

function claimsOf(functions: Record<string, unknown>): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const [name, settings] of Object.entries(functions)) {
    if (!isRecord(settings)) continue;
    const reserved = settings['ReservedConcurrentExecutions'];
    let provisioned = 0;
    let most = 0;
    let provisionedAt: readonly PropertyKey[] = [];
    for (const part of ['versions', 'aliases'])
      for (const key of Object.keys(recordAt(settings, part))) {
        const own = recordAt(recordAt(settings, part), key);
        const environments = recordAt(own, 'ProvisionedConcurrencyConfig')['ProvisionedConcurrentExecutions'];
        if (!isCount(environments)) continue;
        provisioned += environments;
        if (environments <= most) continue;
        most = environments;
        provisionedAt = ['functions', name, part, key, 'ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions'];
      }
    claims.set(name, { reserved: isCount(reserved) ? reserved : undefined, provisioned, provisionedAt });
  }
  return claims;
}

function* provisionedWithinReserved(claims: ReadonlyMap<string, Claim>): Iterable<Broken> {
  for (const [name, { reserved, provisioned, provisionedAt }] of claims)
    if (reserved !== undefined && provisioned > reserved)
      yield {
        path: provisionedAt,
        allowed: `at most ${reserved} in all: the ReservedConcurrentExecutions of ${shown(name)}`,
        clause: 'CON-05',
        message: `${shown(name)} has ${provisioned} execution environments provisioned in all, but reserves only ${reserved}.`,
      };
}

interface Change {
  index: number;
  name: string;
  claim: Claim;
  from: number;
  until: number;
  reservation: number;
}

/** The faults that change a reservation. */
function changesOf(scenario: Record<string, unknown>, claims: ReadonlyMap<string, Claim>): readonly Change[] {
  const changes: Change[] = [];
  for (const [index, entry] of listAt(scenario, 'faults').entries()) {
    if (!isRecord(entry)) continue;
    const name = entry['function'] as string;
    // What is no string names nobody.
    const claim = claims.get(name);
    const from = parseDuration(entry['from']);
    const until = parseDuration(entry['until']);
    const reservation = entry['ReservedConcurrentExecutions'];
    if (claim === undefined || from === null || until === null || !isCount(reservation)) continue;
    changes.push({ index, name, claim, from, until, reservation });
  }
  // More faults than the format allows are refused as such; here they would take the square of their number.
  return changes.length > 1000 ? [] : changes;
}

/** A fault may change a reservation; the sum must fit at every instant, which is to say whenever such a fault begins. */
function* reservationsUnderFaults(
  claims: ReadonlyMap<string, Claim>,
  changes: readonly Change[],
  usually: number,
  room: number,
  allowed: string,
): Iterable<Broken> {
  for (const change of changes) {
    const changed = new Map<Claim, number>();
    for (const other of changes) if (other.from <= change.from && change.from < other.until) changed.set(other.claim, other.reservation);
    let total = usually;
    for (const [claim, reservation] of changed) total += reservation - taken(claim);
    if (total > room)
      yield {
        path: ['faults', change.index, 'ReservedConcurrentExecutions'],
        allowed,
        clause: 'CON-02',
        message: `From here on the functions would ${verbs(claims)} ${total} execution environments in all, but the account can reserve at most ${room}.`,
      };
  }
}

function* provisionedUnderFaults(changes: readonly Change[]): Iterable<Broken> {
  for (const { index, name, claim, reservation } of changes) {
    const { provisioned } = claim;
    if (reservation > 0 && reservation < provisioned)
      yield {
        path: ['faults', index, 'ReservedConcurrentExecutions'],
        allowed: `0, or at least ${provisioned}, which ${shown(name)} has provisioned`,
        clause: 'CON-05',
        message: `${shown(name)} has ${provisioned} execution environments provisioned; a fault can reserve 0 or at least as many, but not ${reservation}.`,
      };
  }
}

function verbs(claims: ReadonlyMap<string, Claim>): string {
  for (const { reserved, provisioned } of claims.values()) if (reserved === undefined && provisioned > 0) return 'reserve or provision';
  return 'reserve';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
