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

/** Whether reservations and provisioned concurrency fit the account, and provisioned concurrency its function, at every instant. */
export function* reservations(scenario: Record<string, unknown>): Iterable<Broken> {
  const claims = claimsOf(recordAt(scenario, 'functions'));
  yield* provisionedWithinReserved(claims);
  const account = recordAt(scenario, 'account')['ConcurrentExecutions'] ?? 1000;
  if (!isCount(account)) return;
  const room = Math.max(0, account - alwaysUnreserved);
  const allowed = `at most ${room} in all: ConcurrentExecutions ${account} less the ${alwaysUnreserved} that stay unreserved`;
  const taken = new Map<string, number>();
  for (const [name, claim] of claims) taken.set(name, claim.reserved ?? claim.provisioned);
  const total = sum(taken.values());
  const changes = changesOf(scenario, claims);
  if (total > room) {
    const [largest = ''] = [...taken].sort((a, b) => b[1] - a[1])[0] ?? [];
    const claim = claims.get(largest);
    const isReserved = claim?.reserved !== undefined;
    yield {
      path: isReserved ? ['functions', largest, 'ReservedConcurrentExecutions'] : (claim?.provisionedAt ?? []),
      allowed,
      clause: isReserved ? 'CON-02' : 'CON-05',
      message: `The functions ${verbs(claims)} ${total} execution environments in all, but an account with ${account} can reserve at most ${room}.`,
    };
  } else yield* reservationsUnderFaults(taken, changes, room, allowed, verbs(claims));
  yield* provisionedUnderFaults(claims, changes);
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
  from: number;
  until: number;
  reservation: number;
}

/** The faults that change a reservation. */
function changesOf(scenario: Record<string, unknown>, claims: ReadonlyMap<string, Claim>): readonly Change[] {
  const changes: Change[] = [];
  for (const [index, entry] of listAt(scenario, 'faults').entries()) {
    if (!isRecord(entry) || typeof entry['function'] !== 'string' || !claims.has(entry['function'])) continue;
    const [from, until] = [entry['from'], entry['until']].map((time) =>
      typeof time === 'string' || typeof time === 'number' ? parseDuration(time) : null,
    );
    const reservation = entry['ReservedConcurrentExecutions'];
    if (typeof from !== 'number' || typeof until !== 'number' || !isCount(reservation)) continue;
    changes.push({ index, name: entry['function'], from, until, reservation });
  }
  // More faults than the format allows are refused as such; here they would take the square of their number.
  return changes.length > 1000 ? [] : changes;
}

/** A fault may change a reservation; the sum must fit at every instant, which is to say whenever such a fault begins. */
function* reservationsUnderFaults(
  taken: ReadonlyMap<string, number>,
  changes: readonly Change[],
  room: number,
  allowed: string,
  verbs: string,
): Iterable<Broken> {
  const usually = sum(taken.values());
  for (const change of changes) {
    const changed = new Map<string, number>();
    for (const other of changes) if (other.from <= change.from && change.from < other.until) changed.set(other.name, other.reservation);
    let total = usually;
    for (const [name, reservation] of changed) total += reservation - (taken.get(name) ?? 0);
    if (total > room)
      yield {
        path: ['faults', change.index, 'ReservedConcurrentExecutions'],
        allowed,
        clause: 'CON-02',
        message: `From here on the functions would ${verbs} ${total} execution environments in all, but the account can reserve at most ${room}.`,
      };
  }
}

function* provisionedUnderFaults(claims: ReadonlyMap<string, Claim>, changes: readonly Change[]): Iterable<Broken> {
  for (const { index, name, reservation } of changes) {
    const provisioned = claims.get(name)?.provisioned ?? 0;
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
