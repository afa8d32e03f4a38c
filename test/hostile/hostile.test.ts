import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { runCommand } from '../longCommand.ts';
import { seedOf } from '../seedOf.ts';
import { nothingReplaced, shortest, tryInput, turnsOf, type Tried } from './fuzz.ts';
import { NotHeld, type FuzzTarget } from './fuzzTarget.ts';
import { harmlessOnTerminal, harmlessTable, wellFormedXml } from './lawsOfWriting.ts';
import { newProperties } from './prototypes.ts';
import { Random } from './random.ts';
import { scenarioSeeds } from './scenarioSeeds.ts';
import { targets } from './targets.ts';

const inputs = 100_000;

describe('hostile input', () => {
  it(`in ${inputs.toLocaleString('en')} shapes is met with a result or with issues, soon, and changes nothing that all code shares`, { timeout: 600_000 }, async () => {
    const turns = turnsOf(null);
    // A hundred thousand assertions of the test runner would take longer than what they look at.
    let broken: Tried['broken'] = null;
    for (let n = 0; n < inputs && broken === null; n++) ({ broken } = await tryInput(turns[n % turns.length]!, seedOf(20261121, n)));
    expect(broken).toBe(null);
    nothingReplaced();
  });

  it('is of every kind, the same again for the same seed, and begins with what is right', () => {
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
    const turns = turnsOf(null);
    for (const target of targets) {
      expect(turns.filter((one) => one === target)).toHaveLength(target.weight);
      expect(target.show(target.input(new Random(7)))).toBe(target.show(target.input(new Random(7))));
      expect(new Set(Array.from({ length: 50 }, (_, seed) => target.show(target.input(new Random(seedOf(1, seed)))))).size).toBeGreaterThan(15);
    }
    for (const { text, tokens } of scenarioSeeds) {
      expect(parseScenario(text).issues).toEqual([]);
      expect(tokens.join('')).toBe(text);
    }
  });

  it('is partly accepted: what is looked at is not always the first mistake', () => {
    const [scenarios] = turnsOf('scenario');
    const texts = Array.from({ length: 400 }, (_, n) => scenarios!.input(new Random(seedOf(3, n))) as string);
    const parsed = texts.map(parseScenario);
    expect(parsed.filter(({ scenario }) => scenario !== null).length).toBeGreaterThan(20);
    expect(parsed.filter(({ issues }) => issues.length > 1).length).toBeGreaterThan(50);
    expect(parsed.filter(({ issues: [first] }) => first?.message.startsWith('This is not JSON') === true).length).toBeGreaterThan(50);
  });
});

describe('the checks of hostile input can fail', () => {
  const over = (check: FuzzTarget<string>['check']): FuzzTarget => ({ name: 'broken', about: '', weight: 1, input: () => 'some text with an x in it', check, show: String }) as FuzzTarget;
  const problemOf = async (check: FuzzTarget<string>['check']): Promise<Tried['broken']> => (await tryInput(over(check), 1)).broken;

  it('on what is thrown, at once or later', async () => {
    expect((await problemOf(() => { throw new TypeError('no'); }))?.problem).toMatch(/^thrown: TypeError: no/);
    expect((await problemOf(async () => { await Promise.resolve(); throw new RangeError('later'); }))?.problem).toMatch(/^thrown: RangeError: later/);
    expect((await problemOf(() => { throw new NotHeld('a rule'); }))?.problem).toBe('a rule');
  });

  it('on what takes too long, three times over', async () => {
    let tries = 0;
    const working = over(() => {
      tries++;
      const start = process.cpuUsage();
      while (process.cpuUsage(start).user < 60_000) continue;
    });
    expect((await tryInput(working, 1, 20)).broken?.problem).toBe('it takes longer than 20 ms');
    expect(tries).toBe(3);
  });

  it('on a prototype that was changed, and on a script that ran', async () => {
    const changed = await problemOf(() => void Object.defineProperty(Object.prototype, 'polluted', { value: 1, configurable: true }));
    Reflect.deleteProperty(Object.prototype, 'polluted');
    expect(changed?.problem).toBe('Object.prototype was changed');
    const ran = await problemOf(() => void Object.assign(globalThis, { __hit: 1 }));
    Reflect.deleteProperty(globalThis, '__hit');
    expect(ran?.problem).toBe('globalThis was changed');
    const { join } = Array.prototype;
    Array.prototype.join = function joined(separator?: string) {
      return join.call(this, separator);
    };
    expect(newProperties()).toBe(null);
    expect(nothingReplaced).toThrow('Array.prototype.join was changed');
    Array.prototype.join = join;
    nothingReplaced();
  });

  it.each(['a\u001b[31mb', 'a\u001b]0;x\u0007', '\u009b2J', 'a\rb', 'a\tb', '\u202eb', 'a\u2028b', '\u007f'])('on %j on a terminal', (text) => {
    expect(() => harmlessOnTerminal(text)).toThrow('a control character');
    expect(() => harmlessOnTerminal('two\nlines – über')).not.toThrow();
    expect(() => harmlessOnTerminal('\u001b[8mhidden', { colours: true })).toThrow('a control character');
    expect(() => harmlessOnTerminal('\u001b[38;5;166mgone\u001b[0m', { colours: true })).not.toThrow();
  });

  it.each(['a\r\n=1+1\r\n', 'a\r\n"=1+1"\r\n', 'a,b\r\n1\r\n', 'a\r\n"b\r\n', 'a\r\nb', 'a\r\nb\nc\r\n', 'a\r\nb"c\r\n', 'a\r\n-x\r\n'])('on the table %j', (csv) => {
    expect(() => harmlessTable(csv)).toThrow(NotHeld);
    expect(() => harmlessTable('a,"b ""quoted"""\r\n-1.5,\'=1+1\r\n,"two\r\nlines"\r\n')).not.toThrow();
  });

  it.each(['<a>', '<a></b>', '<a b="<"/>', '<a b=c/>', '<a>&nbsp;</a>', '<a>\u0000</a>', '<a>\ud800</a>', 'text', '', '<a/>x', '<a>1 < 2</a>'])('on the XML %j', (xml) => {
    expect(() => wellFormedXml(xml)).toThrow(NotHeld);
    expect(() => wellFormedXml('<?xml version="1.0" encoding="UTF-8"?>\n<a b="1 &lt; 2">\n  <c/>&amp;\n</a>\n')).not.toThrow();
  });

  it('and the shortest text that breaks a rule is found', async () => {
    const target = over((text) => {
      if (text.includes('x') && text.includes('it')) throw new NotHeld('x and it');
    });
    expect((await shortest(target, 1))?.length).toBeLessThanOrEqual(3);
  });
});

describe('npm run hostile', () => {
  it('says what it did, and does one input again', { timeout: 300_000 }, async () => {
    const some = await runCommand('hostile', ['--inputs', '300', '--seed', '5', '--target', 'formulas', '--threads', '1']);
    expect(some.stdout).toMatch(/^300 inputs of 1 kind in \d+ s: all met as they should be; the slowest, formulas:\d+, took \d+ ms\.$/m);
    expect(some.status).toBe(0);
    expect(await runCommand('hostile', ['--replay', 'links:17'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^links:17 holds, in [\d.]+ ms\.$/m) as string });
  });
});
