import { lint } from '../../sim/lint/lint.ts';
import { applySettings, checkScenario, parseScenario } from '../../sim/scenario/parse.ts';
import { fuzzTarget, insist, literal } from './fuzzTarget.ts';
import { hostileLiteral, hostileText, scriptNames } from './hostileWords.ts';
import { oneOrTheOther, reallyValid, wellFormed } from './lawsOfReading.ts';
import { mangled, withTokensChanged } from './mutatedText.ts';
import { mutatedJson } from './mutatedJson.ts';
import type { Random } from './random.ts';
import { scenarioSeeds, scenarioValues } from './scenarioSeeds.ts';

/** Scenario files. */
export const scenarioFiles = fuzzTarget<string>({
  name: 'scenario',
  about: 'scenario files',
  weight: 100,
  input: (random) => (random.chance(0.1) ? mangled(random, hostileLiteral(random), hostileText(random)) : mutatedJson(random, scenarioSeeds)),
  check(text) {
    const parsed = parseScenario(text);
    oneOrTheOther(parsed);
    if (parsed.scenario === null) return;
    reallyValid(parsed.scenario);
    for (const { path, message, fix, clause } of lint(parsed.scenario)) wellFormed([{ path, message, found: fix, allowed: 'something else', clause }]);
  },
  show: literal,
});

/** What a program may put where plain data belongs. */
const notPlain: readonly ((random: Random) => unknown)[] = [
  () => NaN, () => Infinity, () => -0, () => undefined, () => null, () => 1n, () => Symbol('x'), () => () => 1, () => new Date(0), () => new Map([['a', 1]]), () => new Set([1]), () => /x/, () => new Uint8Array(3),
  () => Object.create({ duration: '1h' }), () => Object.assign(Object.create(null), { a: 1 }), () => new Array(5), () => Object.defineProperty([1], 'extra', { value: 1, enumerable: true }), () => new Error('x'), () => new String('x'), () => new Number(1), () => Promise.resolve(1),
  () => ({ toJSON: () => 1, toString: 1, valueOf: null }), () => ({ then: 1 }), () => 2 ** 53 + 2, () => 1e308, () => -1, () => 0.5, () => true, () => [], () => ({}), () => Array.from({ length: 200 }, () => ({})),
  (random) => hostileText(random), (random) => ({ [hostileText(random)]: 1 }), (random) => Object.defineProperty({}, random.pick(scriptNames), { value: { polluted: 1 }, enumerable: true }),
  () => nested(40), () => cyclic(),
];

/** A scenario as a value, with up to three of its parts replaced. */
interface ChangedValue {
  seed: number;
  changes: { place: number; wrong: unknown }[];
}

/** Scenarios as values, from programs. */
export const scenarioAsValue = fuzzTarget<ChangedValue>({
  name: 'value',
  about: 'scenarios as values, of any kind',
  weight: 40,
  input: (random) => ({ seed: random.below(scenarioValues.length), changes: Array.from({ length: 1 + random.below(3) }, () => ({ place: random.below(10_000), wrong: random.pick(notPlain)(random) })) }),
  check({ seed, changes }) {
    let value = structuredClone(scenarioValues[seed]);
    for (const { place, wrong } of changes) {
      const places = placesOf(value, new Set());
      const at = places[place % places.length];
      if (at === undefined) value = wrong;
      else Reflect.set(at.holder, at.key, wrong);
    }
    const parsed = checkScenario(value);
    oneOrTheOther(parsed);
    if (parsed.scenario !== null) reallyValid(parsed.scenario);
  },
  show: ({ seed, changes }) => `scenario ${literal(scenarioValues[seed])} with, at its n-th place of all keys and items, ${changes.map(({ place, wrong }) => `${String(place)}: ${shownValue(wrong)}`).join('; ')}`,
});

/** Words that settings are made of, beside those of the scenario itself. */
const settingWords = ['.', '.', '=', '=', '[0]', '[1]', '[-1]', '[1e9]', '["', '"]', '[', ']', '"', '[""]', '["__proto__"]', 'functions', 'f', 'import', 'traffic', 'Timeout', 'behaviour', 'errorRate', 'arrivals', 'poisson', 'rate', 'versions', 'aliases', 'payload', 'script', 'streams', 'assumptions', 'expect'];

/** `--set`, on the command line and in the planner. */
export const settings = fuzzTarget<{ text: string; settings: string[] }>({
  name: 'settings',
  about: 'settings such as functions.f.Timeout=60',
  weight: 70,
  input: (random) => ({
    text: random.chance(0.1) ? mutatedJson(random, scenarioSeeds) : random.pick(scenarioSeeds).text,
    settings: Array.from({ length: 1 + random.below(3) }, () => setting(random)),
  }),
  check({ text, settings: wanted }) {
    const applied = applySettings(text, wanted);
    wellFormed(applied.issues);
    if (applied.issues.length > 0) insist(applied.text === text, 'a refused setting has changed the scenario');
    else oneOrTheOther(parseScenario(applied.text));
  },
  show: literal,
});

function setting(random: Random): string {
  const seed = random.pick(scenarioValues);
  const path = pathInto(random, seed);
  const value = random.chance(0.5) ? hostileLiteral(random) : hostileText(random);
  if (random.chance(0.6)) return `${path}=${value}`;
  return withTokensChanged(random, [...(path.match(/[\w-]+|[[\].="]/g) ?? []), '=', value], (chance) => (chance.chance(0.3) ? chance.pick(scriptNames) : chance.chance(0.3) ? hostileText(chance) : chance.pick(settingWords)));
}

/** A path into a value, to anywhere or one step too far. */
function pathInto(random: Random, value: unknown): string {
  let here = value;
  let path = '';
  while (typeof here === 'object' && here !== null && (path === '' || random.chance(0.85))) {
    const keys = Object.keys(here);
    if (keys.length === 0) break;
    const key = random.pick(keys);
    path += Array.isArray(here) ? `[${key}]` : /^[\w$-]+$/.test(key) ? `${path === '' ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`;
    here = (here as Record<string, unknown>)[key];
  }
  return random.chance(0.1) ? `${path}.${random.pick(settingWords)}` : path;
}

function placesOf(value: unknown, seen: Set<unknown>): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return [];
  seen.add(value);
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key], seen)]);
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

function cyclic(): unknown {
  const self: Record<string, unknown> = { version: 1 };
  self['functions'] = self;
  return self;
}

function shownValue(value: unknown): string {
  try {
    return `${typeof value} ${literal(value)}`;
  } catch {
    return `${typeof value} without an end`;
  }
}
