import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Cost, type FunctionResult, type RunReport, compileModel, costOf, prices as ownPrices, seriesColumns, startRun } from '../../sim/index.ts';
import { scenarioOf } from '../report/handMade.ts';
import { headroom } from './fakeTerminal.ts';

const content = {
  version: 1,
  name: 'A burst on small reserved concurrency',
  duration: '10m',
  seed: '7',
  functions: { import: { ReservedConcurrentExecutions: 2, behaviour: { duration: { constant: '2s' } } } },
  traffic: [{ to: 'import', arrivals: { burst: { count: 100 } } }],
};

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-cli-'));
  file = write('burst.json', JSON.stringify(content));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const reportOf = async (...words: string[]): Promise<RunReport> => {
  const { code, out, error } = await headroom(['run', file, '--json', ...words]);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  return JSON.parse(out) as RunReport;
};

describe('headroom run', () => {
  test('prints a report: the verdict first, then the numbers', async () => {
    const { code, out, error } = await headroom(['run', file, '--no-band']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^A burst on small reserved concurrency\n10 min simulated · seed 7 · /);
    expect(out).toMatch(/^received +100$/m);
    expect(out).toContain('What binds is ReservedConcurrentExecutions (2)');
    expect(out).not.toContain('\u001b');
  });

  test('--json has exactly the documented keys and the numbers of the run', async () => {
    const report = await reportOf();
    expect(Object.keys(report)).toEqual(['headroom', 'engine', 'seed', 'replications', 'simulatedSeconds', 'wallSeconds', 'steps', 'scenario', 'account', 'functions', 'destinations', 'advice', 'cost', 'prices']);
    const run = startRun(compileModel(scenarioOf(content)));
    while (run.advance(10_000)) continue;
    expect(report.functions).toEqual(run.result().functions);
    expect(report).toMatchObject({ engine: 'exact', seed: '7', replications: 1, simulatedSeconds: 600, steps: run.steps });
    expect(report.scenario).toEqual(scenarioOf(content));
  });

  test('is the same again, and another with another seed', async () => {
    const bare = ({ wallSeconds: _, ...report }: RunReport) => JSON.stringify(report);
    expect(bare(await reportOf())).toBe(bare(await reportOf()));
    const other = await reportOf('--seed', '8');
    expect(other.seed).toBe('8');
    expect((await reportOf('--seed', '7')).functions).toEqual((await reportOf('--set', 'seed=7')).functions);
    expect(JSON.stringify(other.functions)).not.toBe(JSON.stringify((await reportOf()).functions));
  });

  test('--set changes the scenario, and can be repeated', async () => {
    const { scenario } = await reportOf('--set', 'functions.import.ReservedConcurrentExecutions=50', '--set', 'delayTarget=5s');
    expect(scenario.functions['import']?.ReservedConcurrentExecutions).toBe(50);
    expect(scenario.delayTarget).toBe('5s');
  });

  test('--replications makes every number an interval', async () => {
    const report = await reportOf('--replications', '4');
    expect(report.replications).toBe(4);
    const interval = { mean: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
    expect(report.functions['import']).toMatchObject({ received: { mean: 100, low: 100, high: 100 }, delaySeconds: { p99: interval }, metrics: { Throttles: interval, ConcurrentExecutions: { mean: interval, max: interval } } });
    expect((await headroom(['run', file, '--replications', '4'])).out).toContain('95 % interval');
  });

  test('what was never seen in several replications is said to be fewer than 3/n, and not nothing', async () => {
    const report = await reportOf('--replications', '4');
    expect(report.functions['import']).toMatchObject({ lost: { mean: 0, low: 0, high: 0.75 }, discarded: { total: { mean: 0, low: 0, high: 0.75 } } });
    expect((await headroom(['run', file, '--no-band', '--replications', '4'])).out).toMatch(/^discarded +0 +0 % +< 0\.75$/m);
  });

  test('--precision replicates until a metric is known so well, and no further', async () => {
    const precise = async (precision: string, ...words: string[]) => {
      const { code, out, error } = await headroom(['run', file, '--json', '--metric', 'metrics.Throttles', '--precision', precision, ...words]);
      expect(code).toBe(0);
      const { replications, functions } = JSON.parse(out) as RunReport;
      const { mean, low, high } = (functions['import'] as { metrics: { Throttles: { mean: number; low: number; high: number } } }).metrics.Throttles;
      return { replications, reached: (high - low) / 2 / mean, error };
    };
    const coarse = await precise('50%');
    expect(coarse.replications).toBe(32);
    const fine = await precise(`${String(coarse.reached * 50)}%`);
    expect(fine.replications).toBeGreaterThan(96);
    expect(fine.replications).toBeLessThan(200);
    expect(fine.error).toMatch(/^metrics\.Throttles is known to ± [\d.]+ % after \d+ replications\.\n$/);
    const short = await precise(`${String(coarse.reached * 50)}%`, '--replications', '40');
    expect(short.replications).toBe(40);
    expect(short.error).toContain('and not to the ±');
  });

  test('--precision and --metric are judged together, with every problem at once', async () => {
    const { code, error } = await headroom(['run', file, '--precision', '2', '--metric', '//']);
    expect(code).toBe(2);
    expect(error).toContain('--precision takes a percentage above 0, such as 1%, not "2".');
    expect(error).toContain('"//" is no metric');
    expect((await headroom(['run', file, '--precision', '2%'])).error).toContain('--precision and --metric go together');
    expect((await headroom(['run', file, '--precision', '2%', '--metric', 'discarded.gon'])).error).toContain('Did you mean "gone"?');
  });

  test('the assumption band is in the report when something was throttled, in the JSON only when asked for', async () => {
    expect((await headroom(['run', file])).out).toContain('assumption band');
    expect((await headroom(['run', file, '--no-band'])).out).not.toContain('assumption band');
    expect((await reportOf('--band')).assumptionBand?.covered).toEqual(['adaptive', 'backoff', 'fifo']);
    expect((await headroom(['run', file, '--set', 'functions.import.ReservedConcurrentExecutions=200'])).out).not.toContain('assumption band');
  });

  test('--series writes a row a minute a function', async () => {
    const path = join(folder, 'series.csv');
    await headroom(['run', file, '--series', path]);
    const lines = readFileSync(path, 'utf8').split('\r\n');
    expect(lines[0]).toBe(['t', 'function', ...seriesColumns].join(','));
    expect(lines).toHaveLength(1 + 10 + 1);
    expect(lines[10]).toMatch(/^540,import,/);
  });

  test('streams, queues and mappings are in the report, in its JSON and in the series', async () => {
    const sources = {
      ...content,
      traffic: [],
      streams: { orders: { writes: [{ arrivals: { burst: { count: 50 } } }] } },
      queues: { jobs: { sends: [{ arrivals: { burst: { count: 20 } } }] } },
      eventSourceMappings: { s: { EventSourceArn: 'orders', FunctionName: 'import', StartingPosition: 'LATEST' }, q: { EventSourceArn: 'jobs', FunctionName: 'import' } },
    };
    const [path, series] = [write('sources.json', JSON.stringify(sources)), join(folder, 'sources.csv')];
    const { out } = await headroom(['run', path, '--series', series]);
    expect(out).toContain('2 mappings processed 50 records and 20 messages.');
    expect(out).not.toMatch(/No event|^received|assumption band|dispatchLatency/m);
    expect(readFileSync(series, 'utf8')).toMatch(/^t,function,.*,mapping,shard,mapping\.written,.*,queue,queue\.sent,/);
    const report = JSON.parse((await headroom(['run', path, '--json'])).out) as RunReport;
    expect(Object.keys(report)).toEqual(['headroom', 'engine', 'seed', 'replications', 'simulatedSeconds', 'wallSeconds', 'steps', 'scenario', 'account', 'functions', 'destinations', 'advice', 'streams', 'queues', 'eventSourceMappings', 'cost', 'prices']);
    expect(report).toMatchObject({ streams: { orders: { written: 50 } }, queues: { jobs: { sent: 20, deleted: 20 } }, eventSourceMappings: { s: { delivered: 50 }, q: { delivered: 20 } } });
    const several = JSON.parse((await headroom(['run', path, '--json', '--replications', '2'])).out) as RunReport;
    expect(several).toMatchObject({ streams: { orders: { written: { mean: 50 } } }, eventSourceMappings: { s: { source: 'stream', delivered: { mean: 50, low: 50, high: 50 } } }, cost: { polling: { mean: expect.any(Number) } } });
  });

  test('--events writes a line an event', async () => {
    const path = join(folder, 'events.ndjson');
    await headroom(['run', file, '--events', path]);
    const events = readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { id: number; lifeLine: unknown[] });
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, id) => id));
    expect(events.every(({ lifeLine }) => lifeLine.length > 0)).toBe(true);
  });

  test('the cost is in the report, at the prices of a file where one is given', async () => {
    const { cost, prices, functions } = await reportOf();
    expect(prices).toEqual(ownPrices);
    expect(cost).toEqual(costOf(scenarioOf(content), { simulatedSeconds: 600, functions: functions as Record<string, FunctionResult>, destinations: {} }, ownPrices));
    expect((await headroom(['run', file, '--no-band'])).out).toMatch(/^Cost \$\d.*: us-east-1 prices of \d{4}-\d\d, x86_64, without free tier\.$/m);

    const list = structuredClone(ownPrices);
    Object.assign(list, { date: '2027-01', currency: 'EUR' });
    for (const price of Object.values(list.prices)) price.price *= 1000;
    const own = write('prices.json', JSON.stringify(list));
    const dearer = await reportOf('--prices', own);
    expect(dearer.prices).toEqual(list);
    expect((dearer.cost as Cost).total).toBeCloseTo(1000 * (cost as Cost).total, 9);
    expect((await headroom(['run', file, '--no-band', '--prices', own])).out).toContain('Cost EUR ');
    const intervals = await reportOf('--prices', own, '--replications', '3');
    expect(intervals.cost).toMatchObject({ total: { mean: expect.any(Number), low: expect.any(Number), high: expect.any(Number) } });
  });

  test('a list of prices with mistakes is refused, with all of them', async () => {
    const { code, out, error } = await headroom(['run', file, '--prices', write('wrong.json', '{ "date": "2026-06", "region": "x", "currency": "USD", "prices": { "sqs": 1 } }')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('wrong.json has 10 problems:');
    expect(error).toContain('architecture is missing');
    expect(error).toContain('"sqs" is no key of prices.');
    const missing = await headroom(['run', file, '--prices', join(folder, 'none.json')]);
    expect(missing.code).toBe(2);
    expect(missing.error).toContain('there is no such file');
  });

  test('reads standard input', async () => {
    const { code, out } = await headroom(['run', '-', '--no-band'], { input: JSON.stringify(content) });
    expect(code).toBe(0);
    expect(out).toContain('A burst on small reserved concurrency');
  });

  test('finds trace files beside the scenario', async () => {
    mkdirSync(join(folder, 'traces'));
    writeFileSync(join(folder, 'traces', 'day.csv'), 'time,count\n0,3\n60,4\n120,0\n');
    const traced = (name: string) => ({ ...content, traffic: [{ to: 'import', arrivals: { trace: { file: name, format: 'generic' } } }] });
    const { code, out, error } = await headroom(['run', write('traced.json', JSON.stringify(traced('traces/day.csv'))), '--json']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect((JSON.parse(out) as RunReport).functions['import']?.received).toBe(7);
    const missing = await headroom(['run', write('missing.json', JSON.stringify(traced('traces/night.csv')))]);
    expect(missing.code).toBe(2);
    expect(missing.error).toContain('traffic[0].arrivals.trace.file');
    expect(missing.error).toContain('there is no such file');
  });

  test('Ctrl-C stops, keeps what was simulated, and says so', async () => {
    const long = { ...content, duration: '30d', traffic: [{ to: 'import', arrivals: { poisson: { rate: '100/s' } } }] };
    const path = write('long.json', JSON.stringify(long));
    const { code, out, error } = await headroom(['run', path], { interruptAfter: 150 });
    expect(code).toBe(130);
    expect(out).toContain('simulated (stopped)');
    expect(out).toContain('So far: ');
    expect(error).toBe('Stopped: these are the numbers of what had been simulated.\n');
    const json = await headroom(['run', path, '--json', '--replications', '3'], { interruptAfter: 150 });
    expect(json.code).toBe(130);
    const report = JSON.parse(json.out) as RunReport;
    expect(report).toMatchObject({ stopped: true, replications: 1 });
    expect(report.simulatedSeconds).toBeLessThan(30 * 86_400);
    expect(report.functions['import']?.received).toMatchObject({ mean: expect.any(Number), low: null, high: null });
  });

  test('shows progress where somebody watches, and takes it away', async () => {
    // However fast the machine is, by this clock the run takes seconds: each time it is looked at, another has passed.
    let milliseconds = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (milliseconds += 1000));
    onTestFinished(() => clock.mockRestore());
    const slow = write('slow.json', JSON.stringify({ ...content, duration: '30m', traffic: [{ to: 'import', arrivals: { poisson: { rate: '60/s' } } }] }));
    const { out, error } = await headroom(['run', slow, '--no-band'], { watched: true });
    expect(error).toMatch(/Simulating █*░+ +\d+ %.*left.*Ctrl-C/);
    expect(error.endsWith('\r\u001b[2K')).toBe(true);
    expect(out).not.toContain('Simulating');
    expect((await headroom(['run', file], { watched: false })).error).toBe('');
  });
});

describe('bad input', () => {
  test('has every problem listed on standard error, and exits with 2', async () => {
    const bad = write('bad.json', JSON.stringify({ ...content, duration: 'long', functions: { import: { Timeout: 9000, Memorysize: 1 } } }));
    for (const words of [['run', bad], ['run', bad, '--json'], ['validate', bad]]) {
      const { code, out, error } = await headroom(words);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(error).toContain(`${bad} has 3 problems`);
      for (const part of ['duration', 'functions.import.Timeout', 'found    9000', 'allowed  a whole number from 1 to 900', 'clause   ENV-07', 'Did you mean "MemorySize"?']) expect(error).toContain(part);
      expect(error).not.toMatch(/\bat .*:\d+:\d+/);
    }
  });

  test.each<[string, string[], string]>([
    ['a missing file', ['nowhere.json'], 'there is no such file'],
    ['a folder', ['.'], 'it is a folder'],
    ['a wrong setting', ['burst.json', '--set', 'functions.import.Timout=1'], 'Did you mean "functions.import.Timeout"?'],
    ['a seed that is none', ['burst.json', '--seed', 'x'.repeat(100_000)], 'seed'],
    ['an output that cannot be written', ['burst.json', '--series', 'no/such/folder/x.csv'], '--series no/such/folder/x.csv cannot be written: there is no such file or folder.'],
  ])('%s', async (_case, [name = '', ...rest], message) => {
    const { code, out, error } = await headroom(['run', join(folder, name), ...rest]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(message);
  });

  test('text that is no JSON', async () => {
    const { code, error } = await headroom(['validate', '-'], { input: '{ "version": 1,' });
    expect(code).toBe(2);
    expect(error).toMatch(/^Standard input has a problem:\n.*\n.*\n.*line 1/);
  });

  test('a good file among bad ones is said to be good', async () => {
    const { code, out, error } = await headroom(['validate', file, join(folder, 'nowhere.json')]);
    expect(code).toBe(2);
    expect(out).toBe(`${file}: valid (1 function, 0 destinations, 1 traffic entry, 10m)\n`);
    expect(error).toContain('nowhere.json has a problem');
  });

  test('nothing is written before the input is known to be good', async () => {
    const kept = write('kept.csv', 'precious');
    await headroom(['run', join(folder, 'nowhere.json'), '--series', kept]);
    expect(readFileSync(kept, 'utf8')).toBe('precious');
  });
});
