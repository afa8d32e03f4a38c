import type { Change } from './changes.ts';
import type { Named, Path } from './form.ts';

/**
 * What gives an entry of a map another name, with everything that refers to it: `path` is the entry's, such as
 * `['functions', 'import']`. Nothing where the name is taken, or the entry is not there. References come first, so that their paths still hold.
 */
export function renamed(scenario: unknown, kind: Named, path: Path, name: string): Change[] {
  const old = String(path.at(-1));
  const holder = at(scenario, path.slice(0, -1));
  if (name === old || !Object.hasOwn(holder, old) || Object.hasOwn(holder, name)) return [];
  const references = [...referencesTo(scenario, kind, path)].map((reference): Change => ({ path: reference, value: name }));
  return [...references, ...(kind === 'function' || kind === 'destination' ? impliedFunction(scenario, kind, old, name) : []), ...namesake(scenario, kind, old, name), { path, name }];
}

/** A destination of type SQS delivers to the queue of its name, so one goes with the other. */
function namesake(scenario: unknown, kind: Named, old: string, name: string): Change[] {
  const other = kind === 'destination' ? 'queues' : kind === 'queue' ? 'destinations' : null;
  return other !== null && Object.hasOwn(at(scenario, [other]), old) ? [{ path: [other, old], name }] : [];
}

/** Where the scenario says the name of an entry. */
function* referencesTo(scenario: unknown, kind: Named, path: Path): Iterable<Path> {
  const old = path.at(-1);
  const owner = path[1];
  const destinations = at(scenario, ['destinations']);
  if (kind === 'function') {
    yield* matching(scenario, ['traffic'], ['to'], old);
    yield* matching(scenario, ['faults'], ['function'], old);
    yield* matching(scenario, ['destinations'], ['function'], old);
    yield* matching(scenario, ['eventSourceMappings'], ['FunctionName'], old);
    if (!Object.hasOwn(destinations, String(old))) yield* sinksNamed(scenario, old);
  } else if (kind === 'destination' || kind === 'queue') {
    yield* matching(scenario, ['faults'], ['destination'], old);
    yield* sinksNamed(scenario, old);
    yield* matching(scenario, ['eventSourceMappings'], ['DestinationConfig', 'OnFailure', 'Destination'], old);
    if (kind === 'queue' || Object.hasOwn(at(scenario, ['queues']), String(old))) yield* queueNamed(scenario, old);
  } else if (kind === 'stream') {
    yield* matching(scenario, ['eventSourceMappings'], ['EventSourceArn'], old);
  } else if (kind === 'version' || kind === 'alias') {
    if (kind === 'version') yield* matching(scenario, ['functions', String(owner), 'aliases'], ['FunctionVersion'], old);
    for (const place of matching(scenario, ['traffic'], ['qualifier'], old)) if (at(scenario, place.slice(0, 2))['to'] === owner) yield place;
    for (const place of matching(scenario, ['destinations'], ['qualifier'], old)) if ((at(scenario, place.slice(0, 2))['function'] ?? place[1]) === owner) yield place;
    for (const place of matching(scenario, ['eventSourceMappings'], ['qualifier'], old)) if (at(scenario, place.slice(0, 2))['FunctionName'] === owner) yield place;
  }
}

function* queueNamed(scenario: unknown, name: unknown): Iterable<Path> {
  yield* matching(scenario, ['eventSourceMappings'], ['EventSourceArn'], name);
  yield* matching(scenario, ['queues'], ['RedrivePolicy', 'deadLetterTargetArn'], name);
}

/** A destination of type Lambda invokes the function of its own name unless it says otherwise, so a new name must not change which. */
function impliedFunction(scenario: unknown, kind: 'function' | 'destination', old: string, name: string): Change[] {
  const own = at(scenario, ['destinations', old]);
  if (own['type'] !== 'Lambda' || Object.hasOwn(own, 'function')) return [];
  return [{ path: ['destinations', old, 'function'], value: kind === 'function' ? name : old }];
}

function* sinksNamed(scenario: unknown, name: unknown): Iterable<Path> {
  for (const owner of Object.keys(at(scenario, ['functions']))) {
    const own: Path = ['functions', owner];
    const configured = [own, ...['versions', 'aliases'].flatMap((part) => Object.keys(at(scenario, [...own, part])).map((key) => [...own, part, key]))];
    for (const place of configured)
      for (const route of routes) if (at(scenario, [...place, ...route.slice(0, -1)])[String(route.at(-1))] === name) yield [...place, ...route];
  }
}

const routes: readonly Path[] = [
  ['EventInvokeConfig', 'DestinationConfig', 'OnSuccess', 'Destination'],
  ['EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination'],
  ['DeadLetterConfig', 'TargetArn'],
];

/** The entries of a list or a map that have a value at some place inside them. */
function* matching(scenario: unknown, holder: Path, inside: Path, value: unknown): Iterable<Path> {
  for (const key of Object.keys(at(scenario, holder))) {
    const path = [...holder, holder[0] === 'traffic' || holder[0] === 'faults' ? Number(key) : key];
    if (at(scenario, [...path, ...inside.slice(0, -1)])[String(inside.at(-1))] === value) yield [...path, ...inside];
  }
}

/** The object or list at a place; an empty one where there is none. */
function at(value: unknown, path: Path): Readonly<Record<string, unknown>> {
  let inner = value;
  for (const key of path) inner = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<PropertyKey, unknown>)[key] : undefined;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
}
