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
    expect(arrivalsOf(`\uFEFF${azure2021.replace(/[^,\r\n]+/g, '"$&"')}`, 'azure2021')).toEqual(expected);
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
    const bad = `${header}o,a,f1,http,1,-2,3\n\no,a,f2,http,1,2\no,a,f3,http,1,2,3,4\no,a,f4,http,1,x,1.5\no,a,f5,http,1,2.0,3,\no,a,f6,http,1,1e3,3\n`;
    expect(issuesOf(bad, 'azure2019').map(({ message }) => message)).toEqual([
      '"t.csv", line 2: the count must be a whole number, 0 or more, but is "-2".',
      '"t.csv", line 4: the row has 6 cells, but the header has 7.',
      '"t.csv", line 5: the row has 8 cells, but the header has 7.',
      '"t.csv", line 6: the count must be a whole number, 0 or more, but is "x".',
      '"t.csv", line 6: the count must be a whole number, 0 or more, but is "1.5".',
      '"t.csv", line 8: the count must be a whole number, 0 or more, but is "1e3".',
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

describe('how CSV is written', () => {
  it.each([
    ['HashFunction,1,2\n"a,""b""-func",1,2\n', 'a,"b"-', [1, 2]],
    ['HashFunction,1,2\n"a\nb-function",1,2\nc-function,3,4\n', undefined, [4, 6]],
    ['HashFunction,1,2\n"a\nb-function",1,2\nc-function,3,4\n', 'c-func', [3, 4]],
    ['HashFunction;1;2\nx;1;2\n', undefined, [1, 2]],
    ['HashFunction\t1\t2\nx\t1\t2\n', undefined, [1, 2]],
    ['Hash,Function;HashFunction;1\nx;y;1\n', undefined, [1]],
    [' HASHFUNCTION , 1 ,2\n x-function , 1 , 2 \n', 'x-function', [1, 2]],
    ['HashFunction, "1" ,2\n "x" , "1" , 2 \n', undefined, [1, 2]],
    ['HashFunction,1,2\nx,1,2,,\n', undefined, [1, 2]],
    ['HashFunction,0,1\r\nx,1,2', undefined, [1, 2]],
    ['HashFunction,x1,1x,7\nx,1,2,3\n', undefined, [3]],
    ['HashFunction,1\nx,007.00\n', undefined, [7]],
  ])('%j', (text, name, counts) => {
    expect(arrivalsOf(text, 'azure2019', name)).toEqual({ kind: 'counts', interval: minute, counts });
  });

  it.each([
    ['HashFunction,1,2\n"a\nb-function",1,2\n\nc-function,3,x\n', 'line 5: the count must be a whole number, 0 or more, but is "x".'],
    ['HashFunction,1\n"x,1\n', 'line 2: the row has 1 cells, but the header has 2.'],
    ['HashFunction,1\n"x,1\ny,2\n', 'line 2: the row has 1 cells, but the header has 2.'],
    ['HashFunction,1,2\nx,1,\n', 'line 2: the count must be a whole number, 0 or more, but is "".'],
    ['HashFunction,1,2\nx,1,2,,3\n', 'line 2: the row has 5 cells, but the header has 3.'],
    ['HashFunction,1\nx,1.50\n', 'but is "1.50".'],
    ['HashFunction,1\nx,x1\n', 'but is "x1".'],
    ['HashFunction,1\nx,9007199254740993\n', 'but is "9007199254740993".'],
  ])('%j is refused', (text, message) => {
    const issues = issuesOf(text, 'azure2019');
    expect(issues).toHaveLength(1);
    expect(issues[0]!.message).toContain(message);
  });
});

describe('which function of a trace is meant', () => {
  const path = 'traffic[0].arrivals.trace.function';

  it('is its whole name, even where that is short or the beginning of another', () => {
    expect(arrivalsOf('HashFunction,1\nabc,1\nabcdef,2\n', 'azure2019', 'abc')).toMatchObject({ counts: [1] });
    expect(arrivalsOf('HashFunction,1\nabcdef,1\nabcdef1,2\n', 'azure2019', 'abcdef')).toMatchObject({ counts: [1] });
    expect(arrivalsOf('name,ts\na,5\nb,6\n', 'generic', 'a')).toEqual({ kind: 'instants', instants: [5_000_000] });
  });

  it('is refused with what could be meant', () => {
    expect(issuesOf('HashFunction,1\nabcdefg,1\nabcdefh,2\nabcdefi,3\nabcdefj,4\n', 'azure2019', 'abcdef')).toEqual([
      { path, found: '"abcdef"', allowed: 'the beginning of one name only', message: '4 functions of "t.csv" begin with "abcdef": "/abcdefg", "/abcdefh", "/abcdefi" …' },
    ]);
    expect(issuesOf('HashFunction,1\nabcdefg,1\n', 'azure2019', 'abcde')).toEqual([
      { path, found: '"abcde"', allowed: 'at least 6 characters', message: '"abcde" is too short to name a function of "t.csv": give at least 6 characters.' },
    ]);
    expect(issuesOf('HashFunction,1\nabcdef,1\n', 'azure2019', 'zzzzzzzz')).toEqual([
      { path, found: '"zzzzzzzz"', allowed: 'the name of one of its 1 functions', message: 'No function of "t.csv" begins with "zzzzzzzz".' },
    ]);
    expect(issuesOf('HashFunction,1\nabcdefghi,1\n', 'azure2019', 'abcdfe')[0]!.message).toBe('No function of "t.csv" begins with "abcdfe". Did you mean "abcdef"?');
  });
});

describe('what is wrong with a file, in full', () => {
  const path = 'traffic[0].arrivals.trace.file';
  const hours = 'seconds, milliseconds since 1970 or an ISO 8601 time';

  it.each([
    ['azure2019', '', 'an empty file', 'a header line', '"t.csv": the file is empty.'],
    ['azure2021', '\n \n', 'an empty file', 'a header line', '"t.csv": the file is empty.'],
    ['generic', '', 'an empty file', 'a header line', '"t.csv": the file is empty.'],
    ['generic', 'a\u0000b', 'zero bytes', 'UTF-8 text', '"t.csv": this is not UTF-8 text; save it as UTF-8.'],
    ['azure2019', 'a,b\n', 'no such column', 'a column HashFunction', '"t.csv": there is no column HashFunction.'],
    ['azure2019', 'HashFunction,a\n', 'no such column', 'a column for each minute, such as 1, 2, 3 …', '"t.csv": there is no column for any minute.'],
    ['azure2019', 'HashFunction,5,6,8\nx,1,2,3\n', '8', 'consecutive minutes', '"t.csv": minute 8 follows minute 6.'],
    ['azure2019', 'HashFunction,5,4\nx,1,2\n', '4', 'consecutive minutes', '"t.csv": minute 4 follows minute 5.'],
    ['azure2021', 'app,func,end\n', 'no such column', 'the columns app, func, end_timestamp, duration', '"t.csv": there is no column end_timestamp, duration.'],
    ['azure2021', 'end_timestamp,duration\n', 'no such column', 'the columns app, func, end_timestamp, duration', '"t.csv": there is no column func.'],
    ['azure2021', 'func,end_timestamp,duration\nf,9007199255,0\n', '"9007199255, 0"', 'times of at most 285 years', '"t.csv", line 2: there is no such time as the end less the duration of "9007199255, 0".'],
    ['azure2021', 'func,end_timestamp,duration\nf,x5,1\n', '"x5"', 'a number', '"t.csv", line 2: the end_timestamp must be a number, but is "x5".'],
    ['azure2021', 'func,end_timestamp,duration\nf,5,1x\n', '"1x"', 'a number, 0 or more', '"t.csv", line 2: the duration must be a number, 0 or more, but is "1x".'],
    ['azure2021', 'func,end_timestamp,duration\nf,1e999,1\n', '"1e999"', 'a number', '"t.csv", line 2: the end_timestamp must be a number, but is "1e999".'],
    ['generic', 'when,count\n1,2\n', '"when,count"', 'a header with timestamp, time or ts', '"t.csv": there is no column timestamp, time or ts.'],
    ['generic', 'a,b,c,d,e,f,g,h,i\n', '"a,b,c,d,e,f,g,h"', 'a header with timestamp, time or ts', '"t.csv": there is no column timestamp, time or ts.'],
    ['generic', 'a,timestamp\n5\n', '1 cells', '2 cells, as in the header', '"t.csv", line 2: the row has 1 cells, but the header has 2.'],
    ['generic', 'timestamp,count\n', '0 rows', 'at least two intervals', '"t.csv": the length of an interval cannot be told from fewer than two rows.'],
    ['generic', 'timestamp,count\n5,1\n5,2\n', '1 rows', 'at least two intervals', '"t.csv": the length of an interval cannot be told from fewer than two rows.'],
    ['generic', 'timestamp,count\nx,1\n', '"x"', hours, '"t.csv", line 2: "x" is no time.'],
    ['generic', 'timestamp\n.5\n', '".5"', hours, '"t.csv", line 2: ".5" is no time.'],
    ['generic', 'timestamp\n5s\n', '"5s"', hours, '"t.csv", line 2: "5s" is no time.'],
    ['generic', 'timestamp\n99999999999\n', '"99999999999"', hours, '"t.csv", line 2: "99999999999" is no time.'],
    ['generic', 'timestamp\n1e999\n', '"1e999"', hours, '"t.csv", line 2: "1e999" is no time.'],
    ['generic', 'timestamp\n5\n2026-01-01\n', '"2026-01-01"', 'seconds, as above', '"t.csv", line 3: "2026-01-01" is written in ISO 8601, but the rows above in seconds.'],
    ['generic', 'timestamp,count\n0,1\n60,1\n150,1\n', '"150,1"', 'a whole number of intervals of 60 s after the first', '"t.csv", line 4: the time is not a whole number of intervals of 60 s after the first.'],
    ['generic', 'ts,count\n0,1\n1,1\n10000000,1\n', '10000001 intervals', 'at most 10000000 intervals', '"t.csv": the times are too far apart for their smallest gap.'],
    ['generic', 'ts,rate\n0,1e1\n2,x\n', '"x"', 'a number, 0 or more', '"t.csv", line 3: the rate must be a number, 0 or more, but is "x".'],
    ['generic', 'ts,count\n0,100000001\n1,0\n', '100000001 events', 'at most 100000000 events in an interval', '"t.csv": interval 1 has 100000001 events; at most 100000000 are replayed.'],
  ])('%s %j', (format, text, found, allowed, message) => {
    expect(issuesOf(text, format)).toEqual([{ path, found, allowed, message }]);
  });

  it('counts the problems that are not listed, if there are any', () => {
    const wrong = (count: number) => issuesOf(`HashFunction,1\n${'f,x\n'.repeat(count)}`, 'azure2019');
    expect(wrong(20)).toHaveLength(20);
    expect(wrong(21)[20]).toEqual({ path, found: '21 problems', allowed: 'none', message: '"t.csv" has 1 more problem of this kind.' });
  });

  it('is found once for each file and format, however many entries replay it', () => {
    const issues = resolve({ 't.csv': 'x\n' }, { format: 'generic' }, { format: 'generic' }, { format: 'azure2019' }).issues;
    expect(issues.map((issue) => issue.path)).toEqual(['traffic[0].arrivals.trace.file', 'traffic[2].arrivals.trace.file']);
  });

  it('leaves out a name that JavaScript would find by itself', () => {
    expect(resolve({}, { file: 'toString', format: 'generic' }).issues[0]!.message).toBe('The trace file "toString" was not found or not given.');
  });

  it('is what is too much, and not the most that is taken', () => {
    expect(arrivalsOf('ts,count\n0,100000000\n1,0\n', 'generic')).toMatchObject({ counts: [100_000_000, 0] });
    expect((arrivalsOf('ts,count\n0,1\n1,1\n9999999,1\n', 'generic') as { counts: number[] }).counts).toHaveLength(10_000_000);
  });
});

describe('what times mean', () => {
  it.each([
    ['-5\n-65\n', [55_000_000, 115_000_000]],
    ['1e3\n', [40_000_000]],
    ['1.5E+2\n', [30_000_000]],
    ['5.\n', [5_000_000]],
    ['100000000000\n', [40_000_000]],
    ['-100000000000\n', [20_000_000]],
    ['100000000000000\n', [40_000_000]],
    ['-100000000000000\n', [20_000_000]],
    ['100000000000000000\n', [40_000_000]],
    ['-100000000000000000\n', [20_000_000]],
    ['1700000000123456789\n', [20_123_457]],
    ['99999999999.5\n', null],
    ['99999999999999.5\n', null],
  ])('of the instants %j', (rows, instants) => {
    if (instants === null) expect(issuesOf(`ts\n${rows}`, 'generic')[0]!.message).toContain('is no time');
    else expect(arrivalsOf(`ts\n${rows}`, 'generic')).toEqual({ kind: 'instants', instants });
  });

  it('of a file without a row, and of the columns of a header in any order', () => {
    expect(arrivalsOf('timestamp\n', 'generic')).toEqual({ kind: 'instants', instants: [] });
    expect(arrivalsOf('count,ts\n3,60\n4,0\n', 'generic')).toEqual({ kind: 'counts', interval: minute, counts: [4, 3] });
    expect(arrivalsOf('ts,count\n0,1\n60,1\n90,1\n', 'generic')).toEqual({ kind: 'counts', interval: 30_000_000, counts: [1, 0, 1, 1] });
    expect(arrivalsOf('ts,rate,count\n0,1.5,9\n2,2.5,9\n', 'generic')).toEqual({ kind: 'counts', interval: 2_000_000, counts: [3, 5] });
    expect(arrivalsOf('func,end_timestamp,duration\nf,1e2,5e-1\n', 'azure2021')).toEqual({ kind: 'instants', instants: [39_500_000] });
    expect(arrivalsOf('func,end_timestamp,duration\nf,-5,1\ng,-70.5,0\n', 'azure2021')).toEqual({ kind: 'instants', instants: [49_500_000, 114_000_000] });
    expect(arrivalsOf('func,end_timestamp,duration\nf,9007199254,0\n', 'azure2021')).toEqual({ kind: 'instants', instants: [34_000_000] });
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
    ['2000-02-29T00:00:00Z', 951_782_400],
    ['2000-03-01T00:00:00Z', 951_868_800],
    ['2024-02-29T12:30:00Z', 1_709_209_800],
    ['2026-01-05T10:02:00+01:30', 1_767_601_920],
    ['2026-01-05T10:02', 1_767_607_320],
    ['1969-12-31T23:59:59Z', -1],
    ['2100-02-28T23:59:59Z', 4_107_542_399],
    ['2100-03-01', 4_107_542_400],
    ['1900-01-31T00:00:00Z', -2_206_396_800],
    ['2023-04-30T00:00:00Z', 1_682_812_800],
    ['2023-12-31T23:59:59+23:59', 1_703_980_859],
    ['2023-01-01T00:00:00Z', 1_672_531_200],
    ['2023-02-28T00:00:00Z', 1_677_542_400],
  ])('reads %j as JavaScript does', (text, seconds) => {
    expect(parseIsoInstant(text)).toBe(seconds * 1_000_000);
    expect(Date.parse(/Z|\+|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text}Z`)).toBe(seconds * 1000);
  });

  it('reads fractions down to a millionth, other forms of zones, and letters of either case', () => {
    const text = '2026-01-05T10:02:00';
    const at = 1_767_607_320_000_000;
    expect(['.5Z', ',25Z', '.1234567Z', '.999999999Z', '.000001', ' UTC', 'utc', 'z', '+0130', ' -01:30'].map((rest) => parseIsoInstant(text + rest)! - at)).toEqual([
      500_000, 250_000, 123_456, 999_999, 1, 0, 0, 0, -5_400_000_000, 5_400_000_000,
    ]);
    expect(parseIsoInstant('2026-01-05t10:02')).toBe(at);
    expect(parseIsoInstant('2026-01-05 10:02')).toBe(at);
  });

  it.each(['2026-00-10', '2026-01-00', '2026-01-32', '2026-04-31', '2026-06-31', '2026-09-31', '2026-11-31', '2100-02-29', '2024-02-30', '2026-01-05T10:02:60Z', 'x2026-01-05', '2026-01-05x', '2026-01-05T10', '2026-01-05T10:02:00.Z', '2026-01-05T10:02:00.1234567891Z', '2026-01-05T10:02:00+1', '26-01-05'])('refuses %j as well', (text) => {
    expect(parseIsoInstant(text)).toBeNull();
  });

  it.each(['', '2026', '2026-13-01', '2025-02-29', '2026-01-05T24:00:00Z', '2026-01-05T10:60:00Z', 'yesterday', '05.01.2026'])(
    'refuses %j',
    (text) => {
      expect(parseIsoInstant(text)).toBeNull();
    },
  );
});
