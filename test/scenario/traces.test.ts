import { describe, expect, it } from 'vitest';
import { parseIsoInstant } from '../../sim/scenario/isoInstant.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { resolveTraces, traceFiles, type TraceArrivals } from '../../sim/scenario/traces.ts';
import { minimal, readScenarioFile } from './samples.ts';

function resolve(files: Record<string, string>, ...traces: { file?: string; format: string; function?: string }[]) {
  const { scenario, issues } = checkScenario({
    ...minimal,
    traffic: traces.map((trace) => ({ to: 'f', arrivals: { trace: { file: 't.csv', ...trace } } })),
  });
  expect(issues).toEqual([]);
  return resolveTraces(scenario!, files);
}

function arrivalsOf(text: string, format: string, name?: string): TraceArrivals {
  const { traces, issues } = resolve({ 't.csv': text }, { format, ...(name === undefined ? {} : { function: name }) });
  expect(issues).toEqual([]);
  return traces.get(0)!;
}

function issuesOf(text: string, format: string, name?: string) {
  const { traces, issues } = resolve({ 't.csv': text }, { format, ...(name === undefined ? {} : { function: name }) });
  expect(traces.size).toBe(0);
  return issues;
}

const total = (arrivals: TraceArrivals): number =>
  arrivals.kind === 'counts' ? arrivals.counts.reduce((sum, count) => sum + count, 0) : arrivals.instants.length;
const minute = 60_000_000;

describe('the shipped traces', () => {
  const azure2019 = readScenarioFile('data/azure2019_invitro100_invocations.csv');
  const azure2021 = readScenarioFile('data/azure2021_invitro199.csv');

  it('2019: 339,657 invocations in 480 minutes, between 523 and 1,460 a minute', () => {
    const all = arrivalsOf(azure2019, 'azure2019');
    expect(all).toMatchObject({ kind: 'counts', interval: minute });
    const { counts } = all as { counts: number[] };
    expect(counts).toHaveLength(480);
    expect(total(all)).toBe(339_657);
    expect(Math.max(...counts)).toBe(1460);
    expect(Math.min(...counts)).toBe(523);
  });

  it('2019: the busiest queue function makes 273,379, at most 714 a minute', () => {
    const one = arrivalsOf(azure2019, 'azure2019', '1fa065352036') as { counts: number[] };
    expect(one.counts.reduce((sum, count) => sum + count, 0)).toBe(273_379);
    expect(Math.max(...one.counts)).toBe(714);
    const mean = 273_379 / 480;
    expect(one.counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 480 / mean).toBeCloseTo(5.84, 1);
  });

  it('2021: 199 invocations, each at end less duration, sorted', () => {
    const { instants } = arrivalsOf(azure2021, 'azure2021') as { instants: number[] };
    expect(instants).toHaveLength(199);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(instants[0]).toBe(1491);
    expect(instants[198]).toBe(1_200_014_798);
  });

  it('are the same with Windows line ends, a byte order mark, quotes, semicolons and blank lines', () => {
    const expected = arrivalsOf(azure2021, 'azure2021');
    expect(arrivalsOf(`\uFEFF${azure2021.replace(/\r?\n/g, '\r\n')}`, 'azure2021')).toEqual(expected);
    expect(arrivalsOf(azure2021.replace(/\r?\n/g, '\r'), 'azure2021')).toEqual(expected);
    expect(arrivalsOf(azure2021.replace(/[^,\r\n]+/g, '"$&"'), 'azure2021')).toEqual(expected);
    expect(arrivalsOf(azure2021.replaceAll(',', ';'), 'azure2021')).toEqual(expected);
    expect(arrivalsOf(azure2021.replace(/\n/g, '\n\n  \n'), 'azure2021')).toEqual(expected);
  });
});

describe('azure2019', () => {
  const header = 'HashOwner,HashApp,HashFunction,Trigger,100,101,102\n';
  const text = `${header}o,app1,function-a,http,1,2,3\no,app1,function-b,queue,10,0,0\no,app2,function-bb,timer,0,0,5\n`;

  it('starts at its first minute column and adds rows up', () => {
    expect(arrivalsOf(text, 'azure2019')).toEqual({ kind: 'counts', interval: minute, counts: [11, 2, 8] });
  });

  it('chooses a function by its whole name, its unmistakable beginning, or app and name', () => {
    expect(arrivalsOf(text, 'azure2019', 'function-a')).toMatchObject({ counts: [1, 2, 3] });
    expect(arrivalsOf(text, 'azure2019', 'function-b')).toMatchObject({ counts: [10, 0, 0] });
    expect(arrivalsOf(text, 'azure2019', 'app2/fun')).toMatchObject({ counts: [0, 0, 5] });
  });

  it('adds up rows of the same function', () => {
    expect(arrivalsOf(`${header}o,a,same-function,http,1,1,1\no,a,same-function,timer,2,2,2\n`, 'azure2019', 'same-f')).toMatchObject({
      counts: [3, 3, 3],
    });
  });

  it.each([
    ['functi', 'begin with "functi"'],
    ['fun', 'too short'],
    ['missing-function', 'No function of "t.csv" begins with'],
    ['functoin-a', 'Did you mean "function-a"?'],
    ['constructor', 'No function'],
  ])('refuses the function %j', (name, message) => {
    const [issue, ...others] = issuesOf(text, 'azure2019', name);
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ path: 'traffic[0].arrivals.trace.function' });
    expect(issue!.message).toContain(message);
  });

  it.each([
    ['', 'the file is empty'],
    ['a,b\n1,2\n', 'no column HashFunction'],
    ['HashFunction,Trigger\nx,http\n', 'no column for any minute'],
    ['HashFunction,1,3\nx,1,1\n', 'minute 3 follows minute 1'],
  ])('refuses the file %j', (text, message) => {
    expect(issuesOf(text, 'azure2019')).toMatchObject([{ path: 'traffic[0].arrivals.trace.file' }]);
    expect(issuesOf(text, 'azure2019')[0]!.message).toContain(message);
  });

  it('reports bad rows with their lines', () => {
    const bad = `${header}o,a,f1,http,1,-2,3\n\no,a,f2,http,1,2\no,a,f3,http,1,2,3,4\no,a,f4,http,1,x,1.5\no,a,f5,http,1,2.0,3,\n`;
    expect(issuesOf(bad, 'azure2019').map(({ message }) => message)).toEqual([
      '"t.csv", line 2: the count must be a whole number, 0 or more, but is "-2".',
      '"t.csv", line 4: the row has 6 cells, but the header has 7.',
      '"t.csv", line 5: the row has 8 cells, but the header has 7.',
      '"t.csv", line 6: the count must be a whole number, 0 or more, but is "x".',
      '"t.csv", line 6: the count must be a whole number, 0 or more, but is "1.5".',
    ]);
  });

  it('lists the first twenty problems and counts the rest', () => {
    const issues = issuesOf(header + 'o,a,f,http,1,-1,1\n'.repeat(50), 'azure2019');
    expect(issues).toHaveLength(21);
    expect(issues[20]!.message).toBe('"t.csv" has 30 more problems of this kind.');
  });

  it('judges only the rows that are used', () => {
    expect(arrivalsOf(`${header}o,a,broken-function,http,x\no,a,good-function,http,1,2,3\n`, 'azure2019', 'good-f')).toMatchObject({
      counts: [1, 2, 3],
    });
  });
});

describe('azure2021', () => {
  const text = 'app,func,end_timestamp,duration\nA,function-1,100.5,20.25\nB,function-1,90,0\nA,function-2,61,0.5\n';

  it('begins at the whole minute of the first event of the file', () => {
    expect(arrivalsOf(text, 'azure2021')).toEqual({ kind: 'instants', instants: [500_000, 20_250_000, 30_000_000] });
    expect(arrivalsOf(text, 'azure2021', 'A/function-1')).toEqual({ kind: 'instants', instants: [20_250_000] });
    expect(arrivalsOf('func,app,end_timestamp,duration\nf,A,100.5,20.25\nf,B,90,0\n', 'azure2021', 'A/f')).toEqual({ kind: 'instants', instants: [20_250_000] });
    expect(arrivalsOf('app,func,end_timestamp,duration\nA,f,10,20\nA,f,20,1\n', 'azure2021')).toEqual({
      kind: 'instants',
      instants: [50_000_000, 79_000_000],
    });
  });

  it('tells functions of the same name in two apps apart', () => {
    expect(issuesOf(text, 'azure2021', 'function-1')[0]!.message).toContain('2 functions of "t.csv" begin with "function-1"');
  });

  it('reports bad rows with their lines, and missing columns', () => {
    expect(issuesOf('app,func,end_timestamp,duration\nA,f,x,1\nA,f,5,-1\nA,f,5\n', 'azure2021').map(({ message }) => message)).toEqual([
      '"t.csv", line 2: the end_timestamp must be a number, but is "x".',
      '"t.csv", line 3: the duration must be a number, 0 or more, but is "-1".',
      '"t.csv", line 4: the row has 3 cells, but the header has 4.',
    ]);
    expect(issuesOf('app,func,end\nA,f,5\n', 'azure2021')[0]!.message).toContain('there is no column end_timestamp, duration');
  });
});

describe('generic', () => {
  it.each([
    ['timestamp\n5\n1.5\n3\n', [1_500_000, 3_000_000, 5_000_000]],
    ['ts,other\n61,a\n119.000001,b\n', [1_000_000, 59_000_001]],
    ['Time\n2026-01-05T10:02:30Z\n2026-01-05 11:02:31.25+01:00\n', [30_000_000, 31_250_000]],
    ['time\n1700000000000\n1700000000250\n', [20_000_000, 20_250_000]],
    ['time\n1700000000000001\n', [20_000_001]],
  ])('a row an event: %j', (text, instants) => {
    expect(arrivalsOf(text, 'generic')).toEqual({ kind: 'instants', instants });
  });

  it.each([
    ['timestamp,count\n0,5\n60,7\n', minute, [5, 7]],
    ['time;arrivals\n30;1\n10;2\n20;0\n', 10_000_000, [2, 0, 1]],
    ['ts,count\n0,1\n60,2\n240,3\n', minute, [1, 2, 0, 0, 3]],
    ['ts,count\n0,1\n0,2\n60,1\n', minute, [3, 1]],
    ['ts,rate\n0,0.25\n1,0.25\n2,0.25\n3,0.25\n', 1_000_000, [0, 1, 0, 0]],
    ['timestamp,count\n2026-01-05T10:00:00Z,4\n2026-01-05T10:05:00Z,5\n', 5 * minute, [4, 5]],
  ])('a row an interval: %j', (text, interval, counts) => {
    expect(arrivalsOf(text, 'generic')).toEqual({ kind: 'counts', interval, counts });
  });

  it('keeps the functions of one file in step', () => {
    const text = 'timestamp,function,count\n0,orders,1\n60,invoices,2\n120,orders,3\n';
    expect(arrivalsOf(text, 'generic', 'invoices')).toEqual({ kind: 'counts', interval: minute, counts: [0, 2, 0] });
    expect(arrivalsOf('timestamp,function\n10,orders\n70,invoices\n', 'generic', 'invoices')).toEqual({
      kind: 'instants',
      instants: [70_000_000],
    });
  });

  it.each([
    ['a,b\n1,2\n', 'no column timestamp, time or ts'],
    ['timestamp,count\n0,1\n', 'fewer than two rows'],
    ['timestamp,count\n0,1\n60,-1\n', 'line 3: the count must be a whole number'],
    ['timestamp,count\n0,1\n60,1.5\n', 'line 3: the count must be a whole number'],
    ['timestamp,count\n0,1\n60,1\n150,1\n', 'line 4: the time is not a whole number of intervals of 60 s'],
    ['timestamp,count\n0,1\n1,1\n1000000000,1\n', 'too far apart'],
    ['timestamp\n5\nx\n', 'line 3: "x" is no time'],
    ['timestamp\n5\n1700000000000\n', 'line 3: "1700000000000" is written in milliseconds, but the rows above in seconds'],
    ['timestamp\n2026-02-30T00:00:00Z\n', 'is no time'],
    ['timestamp,count\n0\n', 'line 2: the row has 1 cells'],
    ['ts,rate\n0,-1\n1,2\n', 'the rate must be a number, 0 or more'],
    ['t\u0000i\u0000m\u0000e\u0000', 'not UTF-8'],
  ])('refuses %j', (text, message) => {
    const issues = issuesOf(text, 'generic');
    expect(issues.map((issue) => issue.message).join('\n')).toContain(message);
  });

  it('keeps the total of rates within half an event', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `${index * 60},${((index * 7919) % 100) / 1000}`);
    const exact = rows.reduce((sum, row) => sum + Number(row.split(',')[1]) * 60, 0);
    expect(Math.abs(total(arrivalsOf(`ts,rate\n${rows.join('\n')}\n`, 'generic')) - exact)).toBeLessThanOrEqual(0.500001);
  });
});

describe('files', () => {
  it('are named once each, and missing ones are an issue', () => {
    const { scenario } = checkScenario({
      ...minimal,
      traffic: [
        { to: 'f', arrivals: { trace: { file: 'a.csv', format: 'generic' } } },
        { to: 'f', arrivals: { burst: { count: 1 } } },
        { to: 'f', arrivals: { trace: { file: 'b.csv', format: 'generic' } } },
        { to: 'f', arrivals: { trace: { file: 'a.csv', format: 'generic' } } },
      ],
    });
    expect(traceFiles(scenario!)).toEqual(['a.csv', 'b.csv']);
    const { traces, issues } = resolveTraces(scenario!, { 'b.csv': 'ts\n1\n' });
    expect([...traces.keys()]).toEqual([2]);
    expect(issues).toEqual([
      {
        path: 'traffic[0].arrivals.trace.file',
        found: '"a.csv"',
        allowed: 'a file that can be read',
        message: 'The trace file "a.csv" was not found or not given.',
      },
    ]);
  });

  it('a large file takes no time worth mentioning', () => {
    const header = `HashOwner,HashApp,HashFunction,Trigger,${Array.from({ length: 1440 }, (_, index) => index + 1).join(',')}\n`;
    const row = Array.from({ length: 1440 }, (_, index) => index % 10).join(',');
    const text = header + Array.from({ length: 2000 }, (_, index) => `o,a,function${index},http,${row}`).join('\n');
    const start = performance.now();
    expect(total(arrivalsOf(text, 'azure2019', 'function1999'))).toBe(6480);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('numbers that no clock and no run can hold', () => {
  it('are refused: a time, and more events in an interval than a scenario may say itself', () => {
    expect(issuesOf('app,func,end_timestamp,duration\na,f,1e300,1\n', 'azure2021')[0]!.message).toContain('line 2: there is no such time');
    expect(issuesOf('HashFunction,1,2\nf,1,100000001\n', 'azure2019')[0]!.message).toBe('"t.csv": interval 2 has 100000001 events; at most 100000000 are replayed.');
    expect(issuesOf('time,rate\n0,1\n60,1e308\n', 'generic')[0]!.message).toContain('interval 2 has');
    expect(issuesOf('time,rate\n0,1e308\n60,1e308\n', 'generic')).toHaveLength(1);
    expect(total(arrivalsOf('HashFunction,1\nf,100000000\n', 'azure2019'))).toBe(100_000_000);
  });
});

describe('parseIsoInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01', 0],
    ['2000-03-01T00:00:00Z', 951_868_800],
    ['2024-02-29T12:30:00Z', 1_709_209_800],
    ['2026-01-05T10:02:00+01:30', 1_767_601_920],
    ['2026-01-05T10:02', 1_767_607_320],
    ['1969-12-31T23:59:59Z', -1],
  ])('reads %j as JavaScript does', (text, seconds) => {
    expect(parseIsoInstant(text)).toBe(seconds * 1_000_000);
    expect(Date.parse(/Z|\+|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`)).toBe(seconds * 1000);
  });

  it.each(['', '2026', '2026-13-01', '2025-02-29', '2026-01-05T24:00:00Z', '2026-01-05T10:60:00Z', 'yesterday', '05.01.2026'])(
    'refuses %j',
    (text) => {
      expect(parseIsoInstant(text)).toBeNull();
    },
  );
});
