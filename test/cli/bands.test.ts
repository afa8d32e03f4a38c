import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bandOf } from '../../cli/question.ts';
import { checkLines, type CheckedFile } from '../../sim/report/checkReport.ts';
import { plain } from '../../sim/report/paint.ts';
import { headroom } from './fakeTerminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-bands-'));
const path = (name: string): string => join(folder, name);

/** A while with more traffic than the function can take: who waits how long depends on the discipline. */
const peaks = {
  version: 1,
  seed: 'band',
  duration: '20m',
  functions: { import: { ReservedConcurrentExecutions: 4, behaviour: { duration: { exponential: { mean: '1s' } } } } },
  traffic: [{ to: 'import', arrivals: { stages: [{ duration: '1m', rate: '8/s' }, { duration: '4m', rate: '1/s' }] } }],
};
const reserved = 'functions.import.ReservedConcurrentExecutions';
const find = ['--find', `${reserved}=1..30`, '--such-that', 'delaySeconds.p99 < 100s'];

beforeAll(() => {
  writeFileSync(path('peaks.json'), JSON.stringify(peaks));
  writeFileSync(path('wider.json'), JSON.stringify({ ...peaks, functions: { import: { ...peaks.functions.import, ReservedConcurrentExecutions: 5 } } }));
  const expected = { expect: [{ metric: 'delaySeconds.p99', max: 300 }, { metric: 'received', min: 1 }] };
  writeFileSync(path('expecting.json'), JSON.stringify({ ...peaks, ...expected, assumptions: { dispatch: 'fifo' } }));
  writeFileSync(path('calm.json'), JSON.stringify({ ...peaks, ...expected, functions: { import: { ReservedConcurrentExecutions: 90, behaviour: { duration: { constant: '1s' } } } } }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('headroom plan', () => {
  test('says which values the other disciplines give, in words, JSON and CSV', async () => {
    const { code, out } = await headroom(['plan', path('peaks.json'), ...find, '--csv', path('plan.csv')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^functions\.import\.ReservedConcurrentExecutions: 8 is enough\./);
    expect(out.replaceAll('\n', ' ')).toContain('Over the three ways in which Lambda may dispatch what it refused: 6 to 8 (adaptive 8, backoff 8, fifo 6).');
    expect(out.replaceAll('\n', ' ')).toMatch(/Assumption band: the same question, with the same luck, under adaptive, backoff and fifo, .* \d+ for the band/);
    const json = JSON.parse((await headroom(['plan', path('peaks.json'), ...find, '--json'])).out) as { found: number; band: object };
    expect(json).toMatchObject({ found: 8, noBand: null, band: { low: 6, high: 8, byDispatch: { adaptive: 8, backoff: 8, fifo: 6 }, notFinished: [], stepBudget: 5_000_000 } });
    const csv = readFileSync(path('plan.csv'), 'utf8');
    expect(csv).toMatch(/^value,.*,decided,dispatch,seed,/);
    expect(csv).toMatch(/^8,delaySeconds\.p99 < 100s,.*,true,true,,band,/m);
    expect(csv).toMatch(/^6,delaySeconds\.p99 < 100s,.*,true,true,fifo,band,/m);
  });

  test('leaves it out with --no-band, also in the command that repeats it', async () => {
    const { out } = await headroom(['plan', path('peaks.json'), ...find, '--no-band']);
    expect(out).not.toMatch(/fifo|Assumption band/);
    expect(out.trimEnd().split('\n').at(-1)).toContain(' --no-band ');
    const { out: json } = await headroom(['plan', path('peaks.json'), ...find, '--no-band', '--json']);
    expect(JSON.parse(json)).toMatchObject({ found: 8, band: null, noBand: 'notAsked' });
  });

  test('shows the interval that decides, and at which level', async () => {
    const { out } = await headroom(['plan', path('peaks.json'), ...find, '--no-band', '--json']);
    const { intervals, evidence } = JSON.parse(out) as { intervals: number; evidence: { high: number; decided: boolean; satisfied: boolean }[] };
    // Looks at 8, 16, 32, 64 and 128 replications.
    expect(intervals).toBe(0.99);
    for (const { high, decided, satisfied } of evidence) if (decided && satisfied) expect(high).toBeLessThan(100);
  });
});

describe('headroom check', () => {
  test('says that a target that is met is not met under another discipline, and exits with 0 all the same', async () => {
    const { code, out } = await headroom(['check', path('expecting.json'), '--junit', path('check.xml')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^All 2 targets are met\. 1 of them is not met under every way in which Lambda may dispatch what it\nrefused\.\n/);
    expect(out).toMatch(/met {2}delaySeconds\.p99 <= 300 .*\n {4}missed under adaptive and backoff; over the dispatch disciplines .* – .*\n {2}met {2}received/);
    expect(readFileSync(path('check.xml'), 'utf8')).toMatch(
      /failures="0"[^]*name="delaySeconds\.p99 &lt;= 300"><system-out>expect\[0\]\.max is missed if Lambda dispatches what it refused as adaptive: .*; expect\[0\]\.max is missed .* as backoff: .*<\/system-out><\/testcase>\n.*name="received &gt;= 1"><\/testcase>/,
    );
    const { out: json } = await headroom(['check', path('expecting.json'), '--json']);
    expect(JSON.parse(json)).toMatchObject({
      files: [{ noBand: null, targets: [{ judgement: 'met', band: { byDispatch: { adaptive: { judgement: 'missed' }, backoff: { judgement: 'missed' }, fifo: { judgement: 'met' } } } }, { judgement: 'met', band: { notFinished: [] } }] }],
    });
  });

  test('says of a single target that it is met, but not under every discipline', async () => {
    writeFileSync(path('single.json'), JSON.stringify({ ...peaks, expect: [{ metric: 'delaySeconds.p99', max: 300 }], assumptions: { dispatch: 'fifo' } }));
    expect((await headroom(['check', path('single.json')])).out).toMatch(/^The one target is met, but not under every way in which Lambda may dispatch what it refused\.\n/);
  });

  test('fails by the scenario’s own assumptions alone', async () => {
    expect((await headroom(['check', path('expecting.json'), '--set', 'assumptions.dispatch=adaptive', '--replications', '4'])).code).toBe(1);
  });

  test('says that nothing was throttled, and that it was stopped before its band', async () => {
    const { out } = await headroom(['check', path('calm.json')]);
    expect(out).toMatch(/^All 2 targets are met\.\n\n.*, nothing throttled\n/);
    expect(out).not.toContain('Assumption band');
    const stopped: CheckedFile = { file: 'a.json', seed: '1', expected: [], targets: [], replications: 4, stopped: false, band: { kind: 'none', because: 'stopped' } };
    expect(checkLines([stopped], { paint: plain, width: 100 })).toContain('a.json  seed 1, 4 replications, stopped before its assumption band');
    const deep: CheckedFile = { ...stopped, band: { kind: 'band', byDispatch: { adaptive: stopped, fifo: stopped }, notFinished: ['backoff'], stepBudget: 5_000_000, replications: 4 } };
    expect(checkLines([deep], { paint: plain, width: 100 }).join('\n')).toMatch(/4 replications, backoff not finished\n\nAssumption band: [^]* under adaptive and fifo, [^]*Not finished within\s5,000,000 steps a run, and so left out: backoff\./);
    const alone: CheckedFile = { ...deep, band: { kind: 'band', byDispatch: { fifo: stopped }, notFinished: ['adaptive', 'backoff'], stepBudget: 5_000_000, replications: 0 } };
    expect(checkLines([alone], { paint: plain, width: 100 }).join('\n')).toMatch(/There is no assumption band: under adaptive and backoff nothing was finished within 5,000,000 steps\sa\srun\./);
  });
});

describe('other answers', () => {
  test('of a sweep say where its targets are met under each discipline, and what each cell ranges over', async () => {
    const { out } = await headroom(['sweep', path('peaks.json'), '--over', `${reserved}=4..8:3`, '--such-that', 'delaySeconds.p99 <= 150s', '--replications', '3', '--csv', path('sweep.csv')]);
    expect(out.replaceAll('\n', ' ')).toMatch(/Over the three ways in which Lambda may dispatch what it refused they are met at 8 \(adaptive and backoff\); at 6 to 8 \(fifo\)\./);
    expect(out).toMatch(/over the disciplines\n[^]*^6 .* – .* +met \(fifo\)$/m);
    expect(readFileSync(path('sweep.csv'), 'utf8')).toMatch(/^6,delaySeconds\.p99,.*,met,fifo,band,/m);
  });

  test('of a comparison say whether the same is best under each discipline, and what the numbers range over', async () => {
    const { out } = await headroom(['compare', path('peaks.json'), path('wider.json'), '--replications', '4', '--metric', 'delaySeconds.p99']);
    expect(out.replaceAll('\n', ' ')).toMatch(/wider\.json is best \(less is better\)\. So it is under adaptive, backoff and fifo\./);
    expect(out.replaceAll('\n', ' ')).toMatch(/Over the three ways in which Lambda may dispatch what it refused: .*peaks\.json \d.* – .*; .*wider\.json .*, against the first −.* to −/);
    const { out: same } = await headroom(['compare', path('calm.json'), path('calm.json'), '--replications', '2']);
    expect(same.replaceAll('\n', ' ')).toContain('Nothing was throttled, so it plays no part how Lambda dispatches what it refused.');
  });

  test('of tuning have the range of each expected change', async () => {
    const { out } = await headroom(['tune', path('peaks.json'), '--set', 'functions.import.EventInvokeConfig.MaximumEventAgeInSeconds=60', '--replications', '3']);
    expect(out.replaceAll(/\n */g, ' ')).toMatch(/Expected change: [^]*? Over the three ways in which Lambda may dispatch what it refused: loss [^]*?; undelivered [^]*?; delay p99 [^]*?; cost [^]*? Risk: /);
  });
});

test('an answer whose band is stopped is kept without it, says so, and ends with 130', async () => {
  const words = ['sweep', path('peaks.json'), '--over', `${reserved}=4..8:3`, '--metric', 'delaySeconds.p99', '--replications', '120'];
  // The answer is a third of the work.
  const { code, out } = await headroom(words, { watched: true, interruptAt: /[456]\d %/ });
  expect(code).toBe(130);
  expect(out).toMatch(/^delaySeconds\.p99 goes from /);
  expect(out).toContain('It was stopped before the assumption band was worked out: there is none.');
  expect(out).not.toContain('over the disciplines');
}, 120_000);

test('an answer that was stopped gets no band, and says why', async () => {
  expect(await bandOf({ stopped: true }, () => Promise.reject(new Error('not asked')))).toEqual({ kind: 'none', because: 'stopped' });
  expect(await bandOf({ stopped: false }, null)).toEqual({ kind: 'none', because: 'notAsked' });
});

test('headroom run says below its verdict what the metrics tell, and has it in its JSON; nothing where there is nothing', async () => {
  const { out } = await headroom(['run', path('peaks.json'), '--no-band']);
  expect(out).toMatch(/\nWhat the metrics tell:\nimport: [^]*\[MET-20\]\n\nCost /);
  const { out: json } = await headroom(['run', path('peaks.json'), '--json']);
  expect(JSON.parse(json)).toMatchObject({ advice: [{ function: 'import', cause: 'concurrency', clause: 'MET-20' }, { cause: 'backlog' }] });
  const { out: calm } = await headroom(['run', path('calm.json')]);
  expect(calm).not.toContain('What the metrics tell');
});
