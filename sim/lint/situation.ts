import { compileModel } from '../model/compile.ts';
import type { DestinationModel, FunctionModel, MappingModel, Model, SourceModel } from '../model/model.ts';
import type { Destination, EventSourceMapping, Scenario, Traffic } from '../scenario/schema.ts';
import { invokedBy, sinkOf, targetName, targetsOf, type Target } from '../scenario/sinks.ts';
import { latest } from '../scenario/versions.ts';
import { mayArrive } from './arrivals.ts';
import { besideOf, type Beside } from './messageSizes.ts';
import { payloadBytes } from './payloads.ts';

/** A path into a scenario. */
export type Path = readonly (string | number)[];

/** A scenario as the rules look at it: what sends to what, and where each setting stands. */
export interface Situation {
  scenario: Scenario;
  model: Model;
  /** Everything that can be invoked, in file order. */
  places: readonly Place[];
  /** The traffic that may send something, in file order. */
  entries: readonly Entry[];
  /** What events get to, from the traffic directly or by a chain of deliveries; in file order. */
  reached: readonly Place[];
  /** The event source mappings, in file order. */
  mappings: readonly MappingPlace[];
}

/** A function, version or alias with its settings. */
export interface Place {
  target: Target;
  /** `functions.f`, `functions.f.versions.1` or `functions.f.aliases.live`. */
  path: Path;
  /** Null where nothing ever invokes it. */
  lambda: FunctionModel | null;
  /** Where it sends what: success, failure, dead letters; only those that are set. */
  routes: readonly Route[];
  /** The size of the smallest event that may get here, bytes; Infinity where none does. */
  leastPayload: number;
}

/** One way from a place to something that receives. */
export interface Route {
  kind: 'OnSuccess' | 'OnFailure' | 'DeadLetterConfig';
  /** Of its `Destination` or `TargetArn`; several places may share a dead-letter queue's. */
  path: Path;
  /** The name of what receives. */
  sink: string;
  /** Null: a function that is named directly. */
  declared: Destination | null;
  destination: DestinationModel;
  /** What is sent beside the event's payload; null where nothing ever is. */
  beside: Beside | null;
  /** The target that a delivery invokes, by name; null for a queue, a topic, a bus or a bucket. */
  invokes: string | null;
}

/** An entry of the traffic. */
export interface Entry {
  index: number;
  traffic: Traffic;
  source: SourceModel;
  place: Place;
}

/** An event source mapping. */
export interface MappingPlace {
  name: string;
  /** `eventSourceMappings.m`. */
  path: Path;
  settings: EventSourceMapping;
  model: MappingModel;
  /** What it invokes. */
  place: Place;
  /** Whether it reads anything at some time. */
  reads: boolean;
}

/** Looks at a scenario once for all rules. */
export function situationOf(scenario: Scenario): Situation {
  const model = compileModel(scenario);
  const lambdas = new Map(model.functions.map((lambda) => [lambda.name, lambda]));
  const destinations = new Map(model.destinations.map((destination) => [destination.name, destination]));
  const places = targetsOf(scenario).map(
    (target): Place => ({
      target,
      path: pathOf(scenario, target),
      lambda: lambdas.get(target.name) ?? null,
      routes: routesOf(scenario, model, target, lambdas.get(target.name), destinations),
      leastPayload: Infinity,
    }),
  );
  const byName = new Map(places.map((place) => [place.target.name, place]));
  const entries = scenario.traffic.flatMap((traffic, index): Entry[] => {
    const source = model.sources[index]!;
    // The files of traces are not at hand here; they will hardly be empty.
    if (!('trace' in traffic.arrivals) && !mayArrive(source)) return [];
    return [{ index, traffic, source, place: byName.get(targetName(traffic.to, traffic.qualifier))! }];
  });
  spread(entries, byName);
  const mappings = Object.entries(scenario.eventSourceMappings).map(([name, settings], index): MappingPlace => {
    const mapping = model.mappings[index]!;
    const place = byName.get(targetName(settings.FunctionName, settings.qualifier))!;
    return { name, path: ['eventSourceMappings', name], settings, model: mapping, place, reads: mapping.from < mapping.until };
  });
  return { scenario, model, places, entries, reached: places.filter(({ leastPayload }) => leastPayload < Infinity), mappings };
}

/** The route of a kind, if there is one. */
export function routeOf({ routes }: Place, kind: Route['kind']): Route | undefined {
  return routes.find((route) => route.kind === kind);
}

function pathOf(scenario: Scenario, { function: name, qualifier }: Target): Path {
  const path = ['functions', name];
  if (qualifier === null) return path;
  return [...path, Object.hasOwn(scenario.functions[name]!.versions, qualifier) ? 'versions' : 'aliases', qualifier];
}

/** Whether a delivery along a route may succeed: its receiver takes what Lambda sends, and the smallest message fits. */
export function mayDeliver({ leastPayload }: Place, { beside, destination }: Route): boolean {
  return !destination.refuses && beside !== null && leastPayload + beside.least <= destination.maximumBytes;
}

function routesOf(
  scenario: Scenario,
  model: Model,
  target: Target,
  lambda: FunctionModel | undefined,
  destinations: ReadonlyMap<string, DestinationModel>,
): Route[] {
  const path = pathOf(scenario, target);
  const { EventInvokeConfig, DeadLetterConfig } = target.settings;
  const { OnSuccess, OnFailure } = EventInvokeConfig.DestinationConfig;
  const configPath = [...path, 'EventInvokeConfig', 'DestinationConfig'];
  const references: [kind: Route['kind'], path: Path, reference: string | undefined][] = [
    ['OnSuccess', [...configPath, 'OnSuccess', 'Destination'], OnSuccess.Destination],
    ['OnFailure', [...configPath, 'OnFailure', 'Destination'], OnFailure.Destination],
    ['DeadLetterConfig', [...deadLetterPath(scenario, target), 'TargetArn'], DeadLetterConfig.TargetArn],
  ];
  return references.flatMap(([kind, routePath, reference]): Route[] => {
    const sink = sinkOf(scenario, reference);
    if (sink === null) return [];
    const invoked = invokedBy(scenario, sink);
    const destination = destinations.get(sink.name)!;
    return [
      {
        kind,
        path: routePath,
        sink: sink.name,
        declared: sink.kind === 'destination' ? scenario.destinations[sink.name]! : null,
        destination,
        beside: lambda === undefined ? null : besideOf(model, lambda, kind, destination),
        invokes: invoked === null ? null : targetName(invoked.function, invoked.qualifier),
      },
    ];
  });
}

/** Where the dead-letter queue of what a target executes stands: with its version, or with the function where the version says nothing. [DLQ-07] */
export function deadLetterPath(scenario: Scenario, { function: name, version }: Target): Path {
  const own = version === latest ? undefined : scenario.functions[name]!.versions[version]?.DeadLetterConfig;
  return ['functions', name, ...(own === undefined ? [] : ['versions', version]), 'DeadLetterConfig'];
}

/** Follows the traffic along every chain, and notes the smallest event that gets to each place. */
function spread(entries: readonly Entry[], byName: ReadonlyMap<string, Place>): void {
  const waiting: { place: Place; payload: number }[] = [];
  for (const { place, source } of entries) if (!source.rejected) waiting.push({ place, payload: payloadBytes(source) });
  for (const { place, payload } of waiting) {
    if (payload >= place.leastPayload) continue;
    place.leastPayload = payload;
    for (const route of place.routes)
      if (route.invokes !== null && mayDeliver(place, route)) waiting.push({ place: byName.get(route.invokes)!, payload: payload + route.beside!.least });
  }
}
