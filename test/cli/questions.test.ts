import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../sim/index.ts';
import { smallScenario } from '../planner/smallSubject.ts';
import { headroom, type Outcome } from './fakeTerminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-questions-'));
const path = (name: string): string => join(folder, name);
const file = path('small.json');
const worse = path('worse.json');
const over = ['--over', 'functions.import.ReservedConcurrentExecutions=2..6:3'];
beforeAll(() => {
  writeFileSync(file, JSON.stringify(smallScenario));
  writeFileSync(worse, JSON.stringify({ ...smallScenario, seed: 'other', functions: { import: { ...smallScenario.functions.import, ReservedConcurrentExecutions: 2 } } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each command with the words that make it a question that is soon answered. */
const questions: [name: string, words: string[]][] = [
  ['sweep', ['sweep', file, ...over, '--such-that', 'delivered.onTime / received >= 60%', '--replications', '3']],
  ['plan', ['plan', file, '--find', 'functions.import.ReservedConcurrentExecutions=1..6', '--such-that', 'delivered.onTime / received >= 60%', '--replications', '8']],
  ['compare', ['compare', file, worse, '--replications', '6']],
  ['tune', ['tune', file, '--set', 'duration=3m', '--replications', '3']],
  ['sensitivity', ['sensitivity', file, '--set', 'duration=2m', '--replications', '3']],
];

/** The words of a command as its answer prints it. */
const wordsIn = (command: string): string[] => [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);

describe.each(questions)('headroom %s', (name, words) => {
  let answer: Outcome;
  beforeAll(async () => {
    answer = await headroom(words);
  }, 60_000);

  test('answers with a sentence first, and ends with what it rests on and the command that repeats it', async () => {
    expect({ code: answer.code, error: answer.error }).toEqual({ code: 0, error: '' });
    expect(answer.out).toMatch(/^[^\n]{20,}\.?\n/);
    expect(answer.out).toContain(`seed small · headroom ${version}, exact engine`);
    expect(answer.out).toMatch(/Assumed: timing measured, dispatch adaptive[^]*Runs begin empty; no warm-up is cut off\./);
    const command = answer.out.trimEnd().split('\n').at(-1) ?? '';
    expect(command).toMatch(new RegExp(`^headroom ${name} .*--seed small --replications \\d$`));
    const again = await headroom(wordsIn(command));
    expect(again.out).toBe(answer.out);
  }, 60_000);

  test('gives the same as JSON and CSV, each with seed, version, replications, assumptions and command', async () => {
    const csv = path(`${name}.csv`);
    const { code, out } = await headroom([...words, '--json', '--csv', csv]);
    expect(code).toBe(0);
    const json = JSON.parse(out) as Record<string, unknown>;
    expect(json).toMatchObject({ headroom: version, seed: 'small', command: expect.stringContaining(`headroom ${name}`) as string, stopped: false, assumptions: { dispatch: { value: 'adaptive' } } });
    expect(json['replications']).toBe(Number(words.at(-1)));
    const [head = '', first = '', ...rest] = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    expect(head).toMatch(/,seed,headroom,replicationsAsked,assumptions,command$/);
    expect(first).toContain(`,small,${version},`);
    expect(rest.length).toBeGreaterThan(1);
  }, 60_000);

  test('says what is wrong with its words, all at once, and exits with 2', async () => {
    const { code, out, error } = await headroom([name, file, '--replications', 'many', '--nonsense']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('There is no option --nonsense.');
    expect(error).toContain('--replications takes a whole number from 2 to 100000, not "many".');
    expect(error).toContain(`Try "headroom ${name} --help".`);
  });

  test('keeps what has ended at Ctrl-C, says so, and exits with 130', async () => {
    // A plan is soon decided, however many replications it may take: a long scenario is not.
    const long = name === 'plan' ? ['--set', 'duration=300d'] : [];
    const { code, out } = await headroom([...words.slice(0, -1), '2000', ...long, '--json'], { interruptAfter: 150 });
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ stopped: true, headroom: version });
    const told = await headroom([...words.slice(0, -1), '2000', ...long], { interruptAfter: 150 });
    expect(told.out).toMatch(/stopped/i);
  });
});

describe('answers in words', () => {
  test('say where targets are met, and each cell with its interval', async () => {
    const { out } = await headroom(questions[0]?.[1] ?? [], { width: 140 });
    expect(out).toMatch(/^delivered\.onTime \/ received >= 60%: met in 2 of 3 cells, at 4 to 6\./);
    expect(out).toMatch(/^ *2 +[\d.]+ % \([\d.]+–[\d.]+ %\) .* missed$/m);
  });

  test('of a table of two parameters mark every cell', async () => {
    const { out } = await headroom(['sweep', file, ...over, '--over', 'functions.import.Timeout=2..6:2', '--such-that', 'delivered.onTime / received >= 60%', '--replications', '3']);
    expect(out).toContain('targets: ✓ met, ✗ missed, ? undecided');
    expect(out).toMatch(/^ +2 +~?[✗?] +~?[✓✗?]$/m);
  });

  test('say which of the compared are best, and by how much', async () => {
    const { out } = await headroom(['compare', file, worse, '--replications', '6', '--metric', 'delivered.onTime / received']);
    expect(out).toContain(`${file} is best (more is better).`.slice(-30));
    expect(out).toMatch(/−[\d.]+ points \(−[\d.]+ to −[\d.]+\)/);
    const { out: same } = await headroom(['compare', file, file, '--replications', '3']);
    expect(same).toContain('delaySeconds.p99: both are equal, replication by replication.');
  });

  test('give settings that headroom run takes', async () => {
    const { out } = await headroom(['tune', file, '--set', 'duration=3m', '--set', 'functions.import.behaviour.errorRate=0.4', '--replications', '8']);
    const settings = /^ {2}(--set .*)$/m.exec(out)?.[1] ?? '';
    expect(settings).toMatch(/^--set '?functions\.import\./);
    expect(out).toMatch(/still wait when the run ends/);
    const { code, error } = await headroom(['run', file, '--no-band', ...wordsIn(`x ${settings}`)]);
    expect({ code, error }).toEqual({ code: 0, error: '' });
  }, 60_000);

  test('name a file that cannot be read, and a scenario that is wrong', async () => {
    const { code, error } = await headroom(['compare', path('none.json'), file]);
    expect(code).toBe(2);
    expect(error).toContain('none.json cannot be read: there is no such file or folder.');
    const wrong = await headroom(['sensitivity', '-', '--metric', 'lost'], { input: '{"version": 1}' });
    expect(wrong.code).toBe(2);
    expect(wrong.error).toContain('duration');
  });
});
