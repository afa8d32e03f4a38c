import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lint } from '../../sim/lint/lint.ts';
import { parsed, sound } from '../lint/check.ts';
import { headroom } from './fakeTerminal.ts';

const remarkable = sound({ EventInvokeConfig: { DestinationConfig: {} } });

let folder = '';
let good = '';
let bad = '';
let broken = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-lint-'));
  good = write('good.json', JSON.stringify(sound()));
  bad = write('remarkable.json', JSON.stringify(remarkable));
  broken = write('broken.json', '{ "version": 1 }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('headroom lint', () => {
  test('has nothing to remark on a sound scenario', async () => {
    expect(await headroom(['lint', good])).toEqual({ code: 0, out: `${good}: nothing to remark\n`, error: '' });
    expect((await headroom(['lint', good, '--strict'])).code).toBe(0);
  });

  test('tells where, what happens, what to write instead, and the clause', async () => {
    const { code, out, error } = await headroom(['lint', bad]);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toBe(
      [
        `${bad}: 2 findings`,
        '',
        '  functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination',
        '    An event that "f" gives up, after 3 failed attempts or at the age of 6 h, is gone: there is',
        '    neither a failure destination nor a dead-letter queue.',
        '    fix      Give it a failure destination:',
        '             --set functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination=failed',
        '    clause   RTY-09',
        '',
        '  destinations.failed',
        `    Nothing is ever sent to "failed": it is nobody's destination and nobody's dead-letter queue.`,
        '    fix      Send something there or take it out: --set destinations.failed=null',
        '    clause   DST-02',
        '',
        '',
      ].join('\n'),
    );
  });

  test('a fix can be pasted, and mends', async () => {
    const fix = 'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination=failed';
    expect(await headroom(['lint', bad, '--set', fix, '--strict'])).toEqual({ code: 0, out: `${bad}: nothing to remark\n`, error: '' });
  });

  test('--strict ends with 1 if there is a finding, in any file', async () => {
    expect((await headroom(['lint', good, bad, '--strict'])).code).toBe(1);
    expect((await headroom(['lint', bad, good, '--strict', '--json'])).code).toBe(1);
  });

  test('--json is one list for all files', async () => {
    const { code, out, error } = await headroom(['lint', good, bad, '--json']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(JSON.parse(out)).toEqual([
      { file: good, findings: [] },
      { file: bad, findings: lint(parsed(remarkable)) },
    ]);
    expect(Object.keys(JSON.parse(out)[1].findings[0])).toEqual(['rule', 'path', 'clause', 'message', 'fix']);
  });

  test('a file that is no valid scenario is bad input, and the others are looked at all the same', async () => {
    const { code, out, error } = await headroom(['lint', broken, good]);
    expect(code).toBe(2);
    expect(out).toBe(`${good}: nothing to remark\n`);
    expect(error).toContain(`${broken} has 2 problems:`);
    expect((await headroom(['lint', broken, '--json'])).out).toBe('[]\n');
  });

  test('reads standard input', async () => {
    expect(await headroom(['lint', '-'], { input: JSON.stringify(sound()) })).toEqual({ code: 0, out: 'Standard input: nothing to remark\n', error: '' });
  });

  test('of many findings of a kind it tells three, and where the others are', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
    const many = { ...remarkable, destinations: {}, functions: Object.fromEntries(names.map((name) => [name, {}])), traffic: names.map((to) => ({ to, arrivals: { burst: { count: 1 } } })) };
    const { out } = await headroom(['lint', '-'], { input: JSON.stringify(many), width: 90 });
    expect(out.match(/is gone/g)).toHaveLength(3);
    expect(out).toContain('  27 more are of the same kind as the last one:\n    functions.f3.EventInvokeConfig');
    expect(out).toContain('functions.f29.EventInvokeConfig');
    for (const line of out.split('\n').filter((text) => !text.includes('--set'))) expect(line.length).toBeLessThanOrEqual(90);
  });

  test('explains itself, and says what it needs', async () => {
    expect((await headroom(['lint', '--help'])).out).toMatch(/^Usage: headroom lint FILE… \[options\]/);
    expect((await headroom(['--help'])).out).toContain('lint FILE…');
    const { code, error } = await headroom(['lint']);
    expect(code).toBe(2);
    expect(error).toContain('Which scenario?');
    expect((await headroom(['lint', good, '--strct'])).error).toContain('Did you mean --strict?');
  });
});
