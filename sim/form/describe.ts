import type * as z from 'zod/mini';
import { oneKeySchemas } from '../scenario/exactlyOne.ts';
import type { About } from '../scenario/field.ts';
import { pathText } from '../scenario/issue.ts';
import { readJson } from '../scenario/json.ts';
import { bare, childOf, insideWrapper, rowOf, shapeOf } from '../scenario/lookup.ts';
import { isRecord, recordAt } from '../scenario/rule.ts';
import { said } from '../scenario/said.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { targetName } from '../scenario/sinks.ts';
import { parseDuration } from '../scenario/units.ts';
import type { Allowed, Json } from '../scenario/values.ts';
import { latest } from '../scenario/versions.ts';
import { arrivalsBlank, distributionBlank, entryBlank, faultBlank, freeName, groupBlank, lognormalBlank, type Surroundings } from './blanks.ts';
import type { Form, GroupNode, ListNode, MapNode, Named, Node, OneOfNode, Path, Section, ValueNode, ValueType } from './form.ts';
import { destinationsUsedBy, mappingsOf, namesFor, type Written } from './names.ts';
import { inputText } from './readInput.ts';
import { isRelevant, waysOf } from './relevance.ts';
import { sameMeaning } from './sameMeaning.ts';
import { dissolvedKeys, sectionOfFunctionKey, sectionOfKey, scenarioKeys, sectionTitles, titleKeys, type SectionTitle } from './sections.ts';
import { sliderEnds, type SliderScale } from './sliders.ts';
import { entryTitle } from './titles.ts';

/** More entries than this are an editor's business. */
const mostEntries = 50;

type Schema = z.core.$ZodType;

/**
 * The form of a scenario's text, which must be JSON but need not be a valid scenario; null for any other text.
 * `about` is a function, version or alias by its name in results; null, or a name that is not there, is what all share.
 * The only function of a scenario is always the one it is about.
 */
export function describeForm(text: string, about: string | null): Form | null {
  const { value, readable } = readJson(text);
  return readable && isRecord(value) ? new Describer(value, about).form() : null;
}

/** Where a distribution that only holds by default has to be written first. */
type Around = { path: Path; value: Json } | undefined;

class Describer {
  private readonly scenario: Written;
  private readonly functions: readonly string[];
  private readonly target: { function: string; qualifierPath: Path | null; name: string } | null;
  private readonly surroundings: Surroundings;
  private readonly scale: SliderScale;
  /** Places that have found a section of their own, away from the object they are in. */
  private readonly placed = new Set<string>();
  private readonly names = new Map<string, readonly string[]>();

  constructor(scenario: Written, about: string | null) {
    this.scenario = scenario;
    const functions = recordAt(scenario, 'functions');
    this.functions = Object.keys(functions);
    this.target = targetOf(functions, about ?? (this.functions.length === 1 ? (this.functions[0] ?? null) : null));
    const name = this.target?.function ?? this.functions[0] ?? '';
    this.surroundings = {
      function: name,
      version: Object.keys(recordAt(recordAt(functions, name), 'versions'))[0] ?? latest,
      streams: Object.keys(recordAt(scenario, 'streams')),
      queues: Object.keys(recordAt(scenario, 'queues')),
    };
    const concurrency = recordAt(scenario, 'account')['ConcurrentExecutions'];
    const { duration } = scenario;
    this.scale = {
      account: typeof concurrency === 'number' ? concurrency : 1000,
      duration: ((typeof duration === 'string' || typeof duration === 'number' ? parseDuration(duration) : null) ?? 86_400_000_000) / 1_000_000,
    };
  }

  form(): Form {
    const sections = new Map<SectionTitle, Node[]>(sectionTitles.map((title) => [title, []]));
    const add = (title: SectionTitle, nodes: readonly Node[]): void => void sections.get(title)?.push(...nodes);
    if (this.target !== null) this.functionNodes(this.target, add);
    for (const [key, schema] of Object.entries(shapeOf(scenarioSchema) ?? {})) {
      if (!Object.hasOwn(this.scenario, key) && !isRelevant([key], this.scenario, this.scenario)) continue;
      const nodes = this.splice(this.node(schema, [key], own(this.scenario, key)));
      const isSharedGroup = nodes.length === 1 && nodes[0]?.kind === 'group';
      add(sectionOfKey[key] ?? 'Scenario', isSharedGroup && nodes[0]?.kind === 'group' ? nodes[0].nodes : nodes);
    }
    sections.get('Scenario')?.sort((one, other) => scenarioKeys.indexOf(one.id) - scenarioKeys.indexOf(other.id));
    const filled: Section[] = [...sections].map(([title, nodes]) => ({ title, nodes }));
    return { functions: this.functions, targets: this.targets(), about: this.target?.name ?? null, sections: filled.filter(({ nodes }) => nodes.length > 0) };
  }

  private targets(): string[] {
    return this.functions.flatMap((name) => {
      const settings = recordAt(recordAt(this.scenario, 'functions'), name);
      const qualifiers = ['versions', 'aliases'].flatMap((part) => Object.keys(recordAt(settings, part)));
      return [name, ...qualifiers.map((qualifier) => targetName(name, qualifier))];
    });
  }

  /** What belongs to one function, each setting in the section where a planner looks for it. */
  private functionNodes(target: NonNullable<Describer['target']>, add: (title: SectionTitle, nodes: readonly Node[]) => void): void {
    const path = ['functions', target.function];
    const schema = schemaAt(path);
    const settings = recordAt(recordAt(this.scenario, 'functions'), target.function);
    const { qualifierPath } = target;
    // Nothing of an EventInvokeConfig is inherited, so only the target's own is of interest.
    const configured = qualifierPath ?? path;
    const ownKeys = qualifierPath === null ? ['EventInvokeConfig'] : ['EventInvokeConfig', 'ProvisionedConcurrencyConfig'];
    for (const key of ownKeys) {
      const child = childOf(schemaAt(configured), key);
      if (child === null) continue;
      const place = [...configured, key];
      for (const node of this.splice(this.node(child, place, at(this.scenario, place)))) add(sectionOf(node.path), [node]);
      this.placed.add(pathText(place));
    }
    for (const [key, child] of Object.entries(shapeOf(schema) ?? {})) {
      if (key === 'EventInvokeConfig') continue;
      for (const node of this.splice(this.node(child, [...path, key], own(settings, key)))) add(sectionOf(node.path), [node]);
    }
  }

  /** The settings of a group that has no heading of its own, or the node itself. */
  private splice(node: Node): Node[] {
    if (node.kind !== 'group' || node.blank !== undefined || !dissolvedKeys.has(String(node.path.at(-1)))) return [node];
    return node.nodes.flatMap((inner) => this.splice(inner));
  }

  private node(schema: Schema, path: Path, value: unknown, label?: string, around?: Around): Node {
    const { about, allowed } = rowOf(schema);
    const inner = bare(schema);
    const { def } = inner._zod as z.core.$ZodTypes['_zod'];
    if (allowed?.kind === 'json') return this.value(schema, path, value, label, around, 'json');
    if (oneKeySchemas.get(inner) !== undefined) return this.kinds(schema, path, value, label, around);
    if (def.type === 'union' && shapeOf(schema) !== null) return this.plainOrObject(schema, path, value);
    const holds = def.type === 'object' || def.type === 'record' ? isRecord(value) : def.type === 'array' ? Array.isArray(value) : true;
    // What should be an object or a list and is not can only be shown as what it is.
    if (value !== undefined && !holds) return this.value(schema, path, value, label, around, 'json');
    if (def.type === 'object') return waysOf(path) === null ? this.group(schema, path, value as Written | undefined, label, around) : this.ways(schema, path, value as Written | undefined, label, around);
    if (def.type === 'record') return this.map(schema, path, value as Written | undefined, around);
    if (def.type === 'array') return this.list(schema, def.element, path, value as readonly unknown[] | undefined, around);
    return this.value(schema, path, value, label ?? (about === undefined ? undefined : said(about.label)), around, typeOf(inner, allowed));
  }

  private place(schema: Schema, path: Path, value: unknown, label: string | undefined, around: Around) {
    const about = rowOf(schema).about;
    return {
      path,
      id: pathText(path),
      label: label ?? (about === undefined ? String(path.at(-1)) : said(about.label)),
      doc: docOf(about),
      ...optional('aws', about?.aws),
      clauses: about?.clauses ?? [],
      ...optional('grade', about?.grade),
      ...optional('defaultNote', about?.defaultNote === undefined ? undefined : said(about.defaultNote)),
      required: insideWrapper(schema) === null,
      written: value !== undefined && around === undefined,
      ...optional('around', around),
      changed: false,
    };
  }

  private value(schema: Schema, path: Path, value: unknown, label: string | undefined, around: Around, type: ValueType): ValueNode {
    const { about, allowed } = rowOf(schema);
    const words = allowed?.words ?? 'an object or a list';
    const choices = this.choices(schema, words, path);
    const byDefault = defaultOf(schema);
    const kind = choices !== null && type === 'text' ? 'reference' : type;
    const minimum = typeof allowed?.minimum === 'number' ? allowed.minimum : undefined;
    const maximum = typeof allowed?.maximum === 'number' ? allowed.maximum : undefined;
    const slider = about === undefined ? null : sliderEnds(kind, path, { ...optional('minimum', minimum), ...optional('maximum', maximum) }, this.scale);
    const place = this.place(schema, path, value, label, around);
    const isTitle = path.length === 1 && titleKeys.has(String(path[0]));
    return {
      ...place,
      kind: 'value',
      type: kind,
      ...optional('unit', about?.unit),
      words,
      ...optional('minimum', minimum),
      ...optional('maximum', maximum),
      ...(slider === null ? {} : { slider }),
      ...(choices === null ? {} : { choices }),
      ...optional('default', byDefault),
      ...writtenValue(type, value as Json | undefined),
      changed: place.written && !isTitle && (byDefault === undefined ? about?.defaultNote !== undefined : !sameMeaning(type, value as Json, byDefault)),
    };
  }

  private choices(schema: Schema, words: string, path: Path): readonly Json[] | null {
    const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
    if (def.type === 'enum') return Object.values(def.entries);
    if (def.type === 'literal') return def.values.filter((word) => typeof word === 'number' || typeof word === 'boolean');
    const names = namesFor(words, path, this.scenario);
    if (names === null) return null;
    // One list for all that are alike travels once.
    const key = names.join('\n');
    const known = this.names.get(key) ?? names;
    this.names.set(key, known);
    return known;
  }

  private group(schema: Schema, path: Path, value: Written | undefined, label?: string, around?: Around): Node {
    const place = this.place(schema, path, value, label, around);
    const isLeftOut = isOptional(schema) && value === undefined;
    const shape = shapeOf(schema) ?? {};
    const nodes = isLeftOut ? [] : this.children(shape, Object.keys(shape), path, value ?? {}, around);
    const [only] = nodes;
    if (!isOptional(schema) && nodes.length === 1 && only?.kind === 'value' && place.aws !== undefined) return mergedInto(place, only);
    return {
      ...place,
      kind: 'group',
      ...(isOptional(schema) ? { blank: groupBlank(path, this.surroundings) } : {}),
      nodes,
      changed: isOptional(schema) && value !== undefined && place.defaultNote !== undefined,
    } satisfies GroupNode;
  }

  private children(shape: Readonly<Record<string, Schema>>, keys: readonly string[], path: Path, value: Written, around: Around): Node[] {
    return keys.flatMap((key) => {
      const child = shape[key];
      const place = [...path, key];
      const written = own(value, key);
      if (child === undefined || this.placed.has(pathText(place)) || (written === undefined && !isRelevant(place, value, this.scenario))) return [];
      return this.splice(this.node(child, place, written, undefined, around));
    });
  }

  /** Arrivals and distributions: an object with one of several keys, perhaps with siblings. */
  private kinds(schema: Schema, path: Path, value: unknown, label: string | undefined, outer: Around): OneOfNode {
    const names = oneKeySchemas.get(bare(schema))?.names ?? [];
    const shape = shapeOf(schema) ?? {};
    const byDefault = defaultOf(schema);
    const around = outer ?? (value === undefined && byDefault !== undefined ? { path, value: byDefault } : undefined);
    const holder = isRecord(value) ? value : value === undefined && isRecord(byDefault) ? byDefault : {};
    const present = names.filter((name) => Object.hasOwn(holder, name));
    const siblings = Object.keys(shape).filter((key) => !names.includes(key));
    const isArrivals = path.at(-1) === 'arrivals';
    const place = this.place(schema, path, value, label, outer);
    // Trace files say which function gets what, so they belong to traffic.
    const isTraffic = !isArrivals || path[0] === 'traffic';
    const offered = names.filter((name) => isTraffic || name !== 'trace' || present.includes(name));
    return {
      ...place,
      kind: 'one-of',
      kinds: offered.map((name) => {
        const about: About | undefined = rowOf(shape[name] ?? schema).about;
        return { name, label: about === undefined ? name : said(about.label), doc: docOf(about), blank: isArrivals ? arrivalsBlank(name, holder) : distributionBlank(name, holder) };
      }),
      chosen: present.length === 1 ? (present[0] ?? null) : null,
      nodes: this.children({ ...shape, ...required(shape, names) }, [...present, ...siblings], path, holder, around).flatMap((node) => (node.kind === 'group' && present.includes(String(node.path.at(-1))) ? node.nodes : [node])),
      changed: place.written && byDefault !== undefined && JSON.stringify(value) !== JSON.stringify(byDefault),
    };
  }

  /** A value that may also be an object with one key, such as the idle expiry. */
  private plainOrObject(schema: Schema, path: Path, value: unknown): OneOfNode {
    const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
    const objects = def.type === 'union' ? def.options.filter((option) => shapeOf(option) !== null) : [];
    const shape = shapeOf(schema) ?? {};
    const place = this.place(schema, path, value, undefined, undefined);
    const byDefault = defaultOf(schema);
    const named = Object.keys(shape).map((name) => {
      const about = rowOf(shape[name] ?? schema).about;
      return { name, label: about === undefined ? name : said(about.label), doc: docOf(about), blank: distributionBlank(name, { constant: value ?? byDefault }) };
    });
    const chosen = isRecord(value) ? (Object.keys(shape).find((name) => Object.hasOwn(value, name)) ?? null) : 'constant';
    const plain = { ...this.value(schema, path, isRecord(value) ? undefined : value, undefined, undefined, 'duration') };
    const nodes = isRecord(value) ? objects.flatMap((option) => this.kinds(option, path, value, undefined, undefined).nodes) : [plain];
    return {
      ...place,
      kind: 'one-of',
      kinds: [{ name: 'constant', label: 'Constant', doc: 'Always the same time.', blank: byDefault ?? '1m' }, ...named],
      chosen,
      nodes,
      changed: isRecord(value),
    };
  }

  /** An object that can be filled in in one of several ways. */
  private ways(schema: Schema, path: Path, value: Written | undefined, label?: string, around?: Around): OneOfNode {
    const ways = waysOf(path) ?? [];
    const holder = value ?? {};
    const shape = shapeOf(schema) ?? {};
    const present = ways.filter(({ signs }) => signs.some((key) => Object.hasOwn(holder, key)));
    const chosen = present.length === 1 ? present[0] : undefined;
    const wanted = new Set([...(chosen?.signs ?? []), ...(chosen?.others ?? []), ...Object.keys(holder)]);
    const destination = Object.keys(recordAt(this.scenario, 'destinations'))[0] ?? '';
    return {
      ...this.place(schema, path, value, label, around),
      kind: 'one-of',
      kinds: ways.map(({ name, label: words, doc }) => ({
        name,
        label: words,
        doc,
        blank: path[0] === 'faults' ? faultBlank(name, value, name === 'destination' ? destination : this.surroundings.function) : lognormalBlank(name, value),
      })),
      chosen: chosen?.name ?? null,
      nodes: this.children(shape, Object.keys(shape).filter((key) => wanted.has(key)), path, holder, around),
    };
  }

  private list(schema: Schema, element: Schema, path: Path, value: readonly unknown[] | undefined, around: Around): ListNode {
    const holder = String(path.at(-1));
    const noun = nouns[holder] ?? 'entry';
    const concerned = [...(value ?? []).entries()].filter(([, entry]) => this.concerns(path, entry));
    return {
      ...this.place(schema, path, value, undefined, around),
      kind: 'list',
      noun,
      blank: entryBlank(holder, value, this.surroundings),
      total: value?.length ?? 0,
      ...optional('most', mostEntriesOf(schema)),
      concerned: concerned.length,
      entries: concerned.slice(0, mostEntries).map(([index, entry]) => ({
        index,
        title: entryTitle(holder, index, entry),
        node: this.node(element, [...path, index], entry, `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${index + 1}`),
      })),
    };
  }

  /** Whether an entry of the traffic or of the faults has to do with the function the form is about. */
  private concerns(path: Path, entry: unknown): boolean {
    if (this.target === null || path.length !== 1 || !isRecord(entry)) return true;
    if (path[0] === 'traffic') return entry['to'] === this.target.function || !this.functions.includes(String(entry['to']));
    if (typeof entry['destination'] === 'string') return this.concernsDestination(entry['destination']);
    return entry['function'] === this.target.function || !this.functions.includes(String(entry['function']));
  }

  /** A function's own destinations, and those that nobody uses yet. */
  private concernsDestination(name: string): boolean {
    if (this.target === null || this.usedBy(this.target.function).has(name)) return true;
    return !this.functions.some((other) => this.usedBy(other).has(name));
  }

  /** Whether an entry of one of the scenario's maps has to do with the function the form is about. */
  private concernsEntry(holder: string, name: string): boolean {
    if (holder === 'destinations') return this.concernsDestination(name);
    if (this.target === null || !['streams', 'queues', 'eventSourceMappings'].includes(holder)) return true;
    const concerns = ({ FunctionName }: Written): boolean => FunctionName === this.target?.function || !this.functions.includes(String(FunctionName));
    if (holder === 'eventSourceMappings') return concerns(recordAt(recordAt(this.scenario, holder), name));
    const readers = mappingsOf(this.scenario).filter(({ EventSourceArn }) => EventSourceArn === name);
    return readers.length === 0 || readers.some(concerns);
  }

  private readonly used = new Map<string, Set<string>>();

  private usedBy(name: string): Set<string> {
    const known = this.used.get(name) ?? destinationsUsedBy(name, this.scenario);
    this.used.set(name, known);
    return known;
  }

  private map(schema: Schema, path: Path, value: Written | undefined, around: Around): MapNode {
    const holder = String(path.at(-1));
    const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
    const isFunctions = path.length === 1 && holder === 'functions';
    const names = Object.keys(value ?? {});
    const concerned = path.length === 1 ? names.filter((name) => this.concernsEntry(holder, name)) : names;
    const child = childOf(schema, '');
    return {
      ...this.place(schema, path, value, undefined, around),
      kind: 'map',
      named: named[holder] ?? 'destination',
      nameWords: def.type === 'record' ? (rowOf(def.keyType).allowed?.words ?? '') : '',
      blank: entryBlank(holder, value, this.surroundings),
      freeName: freeName(holder, value),
      total: concerned.length,
      names,
      entries: concerned.slice(0, mostEntries).map((name) => {
        const entry = own(value ?? {}, name);
        return {
          name,
          title: isFunctions ? '' : entryTitle(holder, 0, entry),
          node: isFunctions || child === null ? null : this.node(child, [...path, name], entry, named[holder] === 'percentile' ? `${name} %` : name, around),
        };
      }),
    };
  }
}

const nouns: Readonly<Record<string, string>> = {
  traffic: 'pattern',
  faults: 'fault',
  expect: 'target',
  stages: 'stage',
  script: 'event',
  attempts: 'attempt',
  mixture: 'part',
  at: 'instant',
  counts: 'interval',
  writes: 'pattern',
  sends: 'pattern',
  poison: 'place',
  Filters: 'filter',
  FunctionResponseTypes: 'type',
};

const named: Readonly<Record<string, Named>> = { functions: 'function', destinations: 'destination', versions: 'version', aliases: 'alias', percentiles: 'percentile', streams: 'stream', queues: 'queue', eventSourceMappings: 'mapping' };

/** How many entries a list may have; undefined where nothing is said. */
function mostEntriesOf(schema: Schema): number | undefined {
  const { checks = [] } = (bare(schema)._zod as z.core.$ZodTypes['_zod']).def as z.core.$ZodTypeDef;
  return checks.map((check) => (check._zod.def as z.core.$ZodCheckMaxLengthDef).maximum).find((maximum) => typeof maximum === 'number');
}

/** What is said of a field, wherever the build has put it. */
const docOf = (about: About | undefined): string => (about === undefined ? '' : said(about.doc));

/** A group whose only setting is its whole point is shown as that setting, under the group's own name. */
function mergedInto(group: { label: string; doc: string; aws?: string; clauses: readonly string[] }, only: ValueNode): ValueNode {
  return { ...only, label: group.label, doc: `${group.doc} ${only.doc}`, ...optional('aws', group.aws), clauses: [...new Set([...group.clauses, ...only.clauses])] };
}

/** A function, a version or an alias by its name in results; null where there is none of that name. */
function targetOf(functions: Written, name: string | null): Describer['target'] {
  if (name === null) return null;
  if (Object.hasOwn(functions, name)) return { function: name, qualifierPath: null, name };
  const colon = name.lastIndexOf(':');
  const [owner, qualifier] = [name.slice(0, Math.max(0, colon)), name.slice(colon + 1)];
  if (!Object.hasOwn(functions, owner)) return null;
  const part = ['versions', 'aliases'].find((key) => Object.hasOwn(recordAt(recordAt(functions, owner), key), qualifier));
  return part === undefined ? null : { function: owner, qualifierPath: ['functions', owner, part, qualifier], name };
}

/** Functions have paths of several lengths: `functions.f.Timeout`, `functions.f.EventInvokeConfig.MaximumRetryAttempts`. */
function sectionOf(path: Path): SectionTitle {
  const key = path.slice(2).find((part) => sectionOfFunctionKey[part] !== undefined);
  return (key === undefined ? undefined : sectionOfFunctionKey[key]) ?? 'Function';
}

function typeOf(schema: Schema, allowed: Allowed | undefined): ValueType {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  if (def.type === 'boolean') return 'boolean';
  return allowed?.kind ?? 'json';
}

/** The schemas of some keys as they are where the key has to be there. */
function required(shape: Readonly<Record<string, Schema>>, keys: readonly string[]): Record<string, Schema> {
  return Object.fromEntries(keys.flatMap((key) => (shape[key] === undefined ? [] : [[key, insideWrapper(shape[key]) ?? shape[key]]])));
}

function isOptional(schema: Schema): boolean {
  return (schema._zod as z.core.$ZodTypes['_zod']).def.type === 'optional';
}

/** What holds where nothing is written; undefined where other fields decide, and for objects that fill in their own defaults. */
function defaultOf(schema: Schema): Json | undefined {
  const { def } = schema._zod as z.core.$ZodTypes['_zod'];
  if (def.type !== 'default' && def.type !== 'prefault') return undefined;
  return def.defaultValue as Json;
}

function schemaAt(path: Path): Schema {
  let schema: Schema = scenarioSchema;
  for (const key of path) schema = childOf(schema, key) ?? schema;
  return schema;
}

function own(holder: Written, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? own(inner, String(key)) : undefined), value);
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [Only in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [Only in Key]?: Value };
}

/** Longer texts are no matter for a field, and too much for a page to lay out while somebody types elsewhere. */
const longestValue = 5_000;

/** What is written, or where that is too long for a field, how long it is. */
function writtenValue(type: ValueType, value: Json | undefined): { value?: Json; tooLong?: number } {
  if (value === undefined) return {};
  const { length } = inputText({ type }, value);
  return length > longestValue ? { tooLong: length } : { value };
}
