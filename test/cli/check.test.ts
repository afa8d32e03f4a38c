import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallScenario } from '../planner/smallSubject.ts';
import { headroom } from './fakeTerminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-check-'));
const path = (name: string): string => join(folder, name);
const write = (name: string, expected: unknown): void => writeFileSync(path(name), JSON.stringify({ ...smallScenario, expect: expected }));

beforeAll(() => {
  write('met.json', [{ metric: 'received', min: 1 }, { metric: 'lost', max: 0 }]);
  write('missed.json', [{ metric: 'received', max: 1 }, { metric: 'lost', max: 0 }]);
  write('none.json', []);
  write('unknown.json', [{ metric: 'discarded.gon', max: 0 }, { metric: 'functions.imprt.received', min: 1 }]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A limit that lies in the middle of an interval. */
async function undecidable(): Promise<void> {
  const { out } = await headroom(['run', path('met.json'), '--json', '--replications', '2']);
  const { functions } = JSON.parse(out) as { functions: Record<string, { metrics: { Errors: { mean: number } } }> };
  write('open.json', [{ metric: 'functions.import.metrics.Errors', max: functions['import']!.metrics.Errors.mean }]);
}

describe('headroom check', () => {
  test('exits with 0 where all targets are met, and says of what was never seen how rare it is', async () => {
    const { code, out, error } = await headroom(['check', path('met.json')]);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^All 2 targets are met\.\n/);
    expect(out).toMatch(/met {2}lost <= 0 +none seen \(fewer than 0\.8\)/);
  });

  test('exits with 1 where one is missed, and says which and by how much', async () => {
    const { code, out } = await headroom(['check', path('met.json'), path('missed.json')]);
    expect(code).toBe(1);
    expect(out).toMatch(/^Of 4 targets, 1 is missed and 3 are met\.\n/);
    expect(out).toMatch(/missed {2}received <= 1 +\d+/);
  });

  test('does not fail because of what it cannot decide, and says so', async () => {
    await undecidable();
    const { code, out } = await headroom(['check', path('open.json'), '--replications', '2', '--junit', path('open.xml')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Of 1 target, 1 cannot be decided with these replications\.\n/);
    expect(readFileSync(path('open.xml'), 'utf8')).toMatch(/tests="1" failures="0" skipped="1"[^]*<skipped message="expect\[0\]\.max cannot be decided: /);
  });

  test('writes JUnit XML that holds whatever a file and a metric are called', async () => {
    const name = path('<&"\u0007ü.json');
    writeFileSync(name, JSON.stringify({ ...smallScenario, expect: [{ metric: 'received', max: 1 }] }));
    const { code } = await headroom(['check', name, '--junit', path('hostile.xml')]);
    expect(code).toBe(1);
    const xml = readFileSync(path('hostile.xml'), 'utf8');
    expect(xml).toContain('&lt;&amp;&quot; ü.json" tests="1" failures="1" skipped="0" errors="0"');
    expect(xml).toContain('name="received &lt;= 1"><failure message="expect[0].max is missed: ');
    expect(xml).not.toMatch(/[\u0000-\u0008]/);
  });

  test('gives JSON with every target, its judgement and its interval', async () => {
    const { out } = await headroom(['check', path('missed.json'), '--json']);
    expect(JSON.parse(out)).toMatchObject({
      engine: 'exact',
      files: [{ seed: 'small', replications: 4, targets: [{ path: 'expect[0].max', target: 'received <= 1', judgement: 'missed', estimate: { basis: 'mean' } }, { judgement: 'met', estimate: { value: 0, basis: 'neverSeen', outOf: 4 } }] }],
    });
  });

  test('refuses, all at once, files without targets and metrics that there are not', async () => {
    const { code, out, error } = await headroom(['check', path('none.json'), path('unknown.json'), path('met.json')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('The scenario states no targets to check');
    expect(error).toContain('expect[0].metric');
    expect(error).toMatch(/Did you mean "gone"\?/);
    expect(error).toMatch(/expect\[1\]\.metric[^]*There is no "imprt" in functions/);
  });

  test('has validate say the same of metrics that there are not; a scenario without targets is valid', async () => {
    const { code, error } = await headroom(['validate', path('unknown.json'), path('none.json')]);
    expect(code).toBe(2);
    expect(error).toMatch(/unknown\.json has 2 problems:[^]*expect\[0\]\.metric[^]*Did you mean "gone"\?[^]*found +"discarded\.gon"[^]*allowed +a path[^]*expect\[1\]\.metric/);
    expect(error).not.toContain('none.json');
  });
});
