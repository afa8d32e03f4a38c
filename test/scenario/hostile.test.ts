import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkScenario, parseScenario } from '../../sim/scenario/parse.ts';
import { anyText } from '../anyText.ts';
import { oneOrTheOther } from '../hostile/lawsOfReading.ts';
import { complete, minimal, withValue } from './samples.ts';
import { scenarioArbitrary } from './scenarioArbitrary.ts';

const sending = (entries: string): string => `{"version":1,"duration":"1h","functions":{"f":{}},"traffic":[${entries}]}`;
const instants = (count: number): string => `{"to":"f","arrivals":{"at":[${Array.from({ length: count }, () => '"x"').join()}]}}`;

const pristine = JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort());

afterAll(() => {
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype).sort())).toBe(pristine);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe('hostile files', () => {
  it('a hundred megabytes and a million brackets are refused in milliseconds', () => {
    const start = performance.now();
    oneOrTheOther(parseScenario('['.repeat(1_000_000)));
    oneOrTheOther(parseScenario('{"functions":'.repeat(1_000_000)));
    oneOrTheOther(parseScenario(`{"a":"${'x'.repeat(100_000_000)}"}`));
    oneOrTheOther(parseScenario('['.repeat(1_000_000) + ']'.repeat(1_000_000)));
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('a wide file is answered in seconds, with a bounded number of issues', () => {
    const wide = JSON.stringify({ ...minimal, traffic: Array.from({ length: 10_000 }, () => ({ to: 'g', arrivals: {} })) });
    const start = performance.now();
    const { issues } = parseScenario(wide);
    expect(issues).toHaveLength(1001);
    expect(issues[1000]!.message).toBe('There are more problems than are listed here.');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    ['instants', (many: string) => `"traffic":[{"to":"f","arrivals":{"at":[${many}]}}]`, '"x"'],
    ['counts', (many: string) => `"traffic":[{"to":"f","arrivals":{"counts":{"interval":1,"counts":[${many}]}}}]`, '-1'],
    ['traffic entries', (many: string) => `"traffic":[${many}]`, '{}'],
    ['faults', (many: string) => `"faults":[${many}]`, '{"function":"f","from":0,"until":1,"ReservedConcurrentExecutions":5}'],
  ])('two hundred thousand wrong %s are answered', (_, part, item) => {
    const count = 200_000;
    const start = performance.now();
    const parsed = parseScenario(`{"version":1,"duration":"1h","functions":{"f":{}},${part(`${item},`.repeat(count - 1) + item)}}`);
    expect(parsed.scenario).toBeNull();
    expect(parsed.issues.length).toBeGreaterThan(0);
    expect(parsed.issues.length).toBeLessThanOrEqual(1001);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('more problems than can be gathered at once are answered with those of the beginnings of its lists and objects', () => {
    const { issues } = parseScenario(sending(instants(150_000)));
    expect(issues.map(({ path }) => path)).toEqual([...Array.from({ length: 1000 }, (_, index) => `traffic[0].arrivals.at[${index}]`), '']);
    expect(issues[1000]).toMatchObject({ found: 'more than 1000 problems' });
  });

  it('more than even those have, with those of shorter beginnings', () => {
    const { issues } = parseScenario(sending(Array.from({ length: 150 }, () => instants(1000)).join()));
    const paths = Array.from({ length: 30 }, (_, entry) => Array.from({ length: 30 }, (_, index) => `traffic[${entry}].arrivals.at[${index}]`)).flat();
    expect(issues.map(({ path }) => path)).toEqual([...paths, '']);
    expect(issues[900]).toMatchObject({ found: 'more than 1000 problems' });
  });

  it('fifty thousand wrong functions are answered', () => {
    const functions = Array.from(
      { length: 50_000 },
      (_, index) => `"f${index}":{"Timeout":0,"DeadLetterConfig":{"TargetArn":"none"}}`,
    ).join();
    const { issues } = parseScenario(`{"version":1,"duration":"1h","functions":{${functions}}}`);
    expect(issues).toHaveLength(1001);
    expect(issues[0]).toMatchObject({ path: 'functions', message: 'This has 50000 keys; at most 10000 are read.' });
  });

  it.each([
    ['functions', { functions: many((index) => [`f${index}`, {}]), traffic: tenThousand(() => ({ to: 'g', arrivals: { burst: { count: 1 } } })) }],
    [
      'qualifiers',
      {
        functions: { f: { versions: many((index) => [String(index + 1), {}]), aliases: many((index) => [`a${index}`, { FunctionVersion: '1' }]) } },
        traffic: tenThousand(() => ({ to: 'f', qualifier: 'g', arrivals: { burst: { count: 1 } } })),
      },
    ],
    [
      'versions of aliases',
      { functions: { f: { versions: many((index) => [String(index + 1), {}]), aliases: many((index) => [`a${index}`, { FunctionVersion: '0' }]) } } },
    ],
    [
      'sinks',
      {
        functions: many((index) => [
          `f${index}`,
          { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'x' } } }, DeadLetterConfig: { TargetArn: 'x' } },
        ]),
        destinations: many((index) => [`d${index}`, { type: 'SQS' }]),
      },
    ],
    [
      'sums under faults',
      {
        account: { ConcurrentExecutions: 1_000_000 },
        functions: many((index) => [`f${index}`, { versions: { 1: { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } } } }]),
        faults: tenThousand((index) => ({ function: `f${index}`, from: index, until: '24h', ReservedConcurrentExecutions: 999_990 })).slice(0, 1000),
      },
    ],
  ])('ten thousand names, and as many references to none of them: %s', (_, parts) => {
    const text = JSON.stringify({ ...minimal, ...parts });
    const start = performance.now();
    const parsed = parseScenario(text);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(parsed.issues.length).toBeGreaterThanOrEqual(1000);
    oneOrTheOther(parsed);
  });

  it('a payload of a million parts, or as deep as a file may be, is no problem', () => {
    const sending = (payload: string) =>
      `{"version":1,"duration":"1h","functions":{"f":{}},"traffic":[{"to":"f","arrivals":{"burst":{"count":1}},"payload":${payload}}]}`;
    const start = performance.now();
    expect(parseScenario(sending(`[${'1,'.repeat(1_000_000)}1]`)).issues).toEqual([]);
    expect(parseScenario(sending(`${'['.repeat(29)}${']'.repeat(29)}`)).issues).toEqual([]);
    oneOrTheOther(parseScenario(sending(`${'['.repeat(30)}${']'.repeat(30)}`)));
    oneOrTheOther(parseScenario(sending(`{${'"k":1,'.repeat(10_000)}"k":1}`)));
    oneOrTheOther(parseScenario(sending(`[${'-0,'.repeat(100_000)}1]`)));
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('a million instants are no problem', () => {
    const { scenario, issues } = parseScenario(
      `{"version":1,"duration":"1h","functions":{"f":{}},"traffic":[{"to":"f","arrivals":{"at":[${'1.25,'.repeat(999_999)}2]}}]}`,
    );
    expect(issues).toEqual([]);
    expect((scenario!.traffic[0]!.arrivals as { at: number[] }).at).toHaveLength(1_000_000);
  });

  it('many unknown keys do not take long either', () => {
    const many = JSON.stringify({
      ...minimal,
      ...Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, index])),
    });
    const start = performance.now();
    expect(parseScenario(many).issues).toHaveLength(1001);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__defineGetter__'])(
    'the name %s is refused',
    (name) => {
      const text = `{"version":1,"duration":"1h","functions":{"f":{},"${name}":{"Timeout":9}},"destinations":{"${name}":{"type":"SQS"}}}`;
      const { scenario, issues } = parseScenario(text);
      expect(scenario).toBeNull();
      expect(issues.map(({ path }) => path)).toEqual(expect.arrayContaining([`functions.${name}`, `destinations.${name}`]));
    },
  );

  it('a prototype on any level is refused and changes nothing', () => {
    for (const text of [
      '{"__proto__":{"polluted":1}}',
      '{"functions":{"f":{"__proto__":{"polluted":1}}}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
    ]) {
      oneOrTheOther(parseScenario(text));
      expect(parseScenario(text).issues.some(({ message }) => message.includes('JavaScript'))).toBe(true);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['a\u202eb', 'a\u0000b', '\ud800', 'x'.repeat(1000), '__proto__', 'constructor'])(
    'the name %j is refused wherever one is referred to, and quoted so that it can be shown',
    (name) => {
      for (const path of [
        ['traffic', 0, 'to'],
        ['traffic', 0, 'qualifier'],
        ['destinations', 'done', 'function'],
        ['destinations', 'confirmed', 'qualifier'],
        ['functions', 'import', 'aliases', 'live', 'FunctionVersion'],
        ['functions', 'import', 'DeadLetterConfig', 'TargetArn'],
        ['functions', 'import', 'EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination'],
        ['faults', 0, 'function'],
      ]) {
        const parsed = checkScenario(withValue(complete, path, name));
        oneOrTheOther(parsed);
        expect(parsed.scenario).toBeNull();
      }
      for (const part of ['versions', 'aliases']) {
        const parsed = checkScenario({ ...minimal, functions: { f: { [part]: { [name]: {} } } } });
        oneOrTheOther(parsed);
        expect(parsed.scenario).toBeNull();
      }
    },
  );

  it.each(['', ' a', 'a ', 'a\u202eb', 'a\u0000b', 'a\u200bb', '\ud800', 'x'.repeat(141)])('the name %j is refused', (name) => {
    oneOrTheOther(checkScenario({ ...minimal, functions: { f: {}, [name]: {} } }));
    expect(checkScenario({ ...minimal, functions: { f: {}, [name]: {} } }).scenario).toBeNull();
  });

  it.each(['<img src=x onerror=alert(1)>', 'javascript:alert(1)', '=1+1', 'über-Größe', '関数', 'x'.repeat(140)])(
    'the name %j is text like any other',
    (name) => {
      expect(checkScenario({ ...minimal, functions: { [name]: {} } }).issues).toEqual([]);
    },
  );

  it.each([
    NaN,
    Infinity,
    -Infinity,
    -0,
    undefined,
    null,
    1n,
    Symbol('x'),
    () => 1,
    new Date(0),
    new Map(),
    /x/,
    Object.create({ duration: '1h' }),
  ])('the value %s', (value) => {
    for (const path of [
      ['duration'],
      ['seed'],
      ['functions', 'f', 'Timeout'],
      ['functions', 'f', 'behaviour', 'errorRate'],
      ['account', 'ConcurrentExecutions'],
      ['assumptions'],
    ]) {
      const parsed = checkScenario(withValueKept(path, value));
      oneOrTheOther(parsed);
      if (value !== undefined) expect(parsed.scenario).toBeNull();
    }
    if (value !== undefined) expect(checkScenario(value).scenario).toBeNull();
  });

  it('cycles and shared parts', () => {
    const cyclic: Record<string, unknown> = { ...minimal };
    cyclic['account'] = cyclic;
    oneOrTheOther(checkScenario(cyclic));
    expect(checkScenario(cyclic).issues.some(({ message }) => message.includes('levels deep'))).toBe(true);
    const shared = { Timeout: 5 };
    expect(checkScenario({ ...minimal, functions: { f: shared, g: shared } }).issues).toEqual([]);
  });

  it('1e309, 1,5 and numbers as text are never taken for something else', () => {
    for (const number of ['1e309', '-1e309', '"1"', '"1,5"', 'null', 'true', '[]', '{}', '-0']) {
      const { scenario } = parseScenario(`{"version":1,"duration":"1h","functions":{"f":{"behaviour":{"errorRate":${number}}}}}`);
      expect(scenario).toBeNull();
    }
  });
});

// A hundred thousand more, that are nearly right: test/hostile.
describe('arbitrary input: no exception', () => {
  it('text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.json(),
          fc.string().map((text) => `{"version":1,${text}}`),
        ),
        (text) => oneOrTheOther(parseScenario(text)),
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('values', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withNullPrototype: true,
          withObjectString: true,
          withTypedArray: true,
          withSparseArray: true,
          withUnicodeString: true,
        }),
        (value) => oneOrTheOther(checkScenario(value)),
      ),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('a valid scenario with something wrong in it', () => {
    const wrong = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.constantFrom<unknown>(null, NaN, -0, '', '1e309', '__proto__', [], {}, -1, 1e308),
    );
    fc.assert(
      fc.property(scenarioArbitrary(), fc.array(fc.tuple(fc.nat(), wrong), { minLength: 5, maxLength: 5 }), (scenario, mistakes) => {
        for (const [choice, value] of mistakes) {
          const broken = structuredClone(scenario);
          const places = placesOf(broken);
          const place = places[choice % places.length]!;
          place.holder[place.key] = value;
          oneOrTheOther(checkScenario(broken));
        }
      }),
      { seed: 3, numRuns: 300 },
    );
  }, 120_000);
});

function tenThousand<Item>(make: (index: number) => Item): Item[] {
  return Array.from({ length: 10_000 }, (_, index) => make(index));
}

function many(make: (index: number) => [string, unknown]): Record<string, unknown> {
  return Object.fromEntries(tenThousand(make));
}

function withValueKept(path: readonly string[], value: unknown): Record<string, unknown> {
  const copy = withValue(minimal, path, 0);
  let holder = copy;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  holder[path[path.length - 1]!] = value;
  return copy;
}

function placesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}
