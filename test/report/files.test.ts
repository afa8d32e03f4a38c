import { describe, expect, test } from 'vitest';
import { type EventRecord, seriesColumns } from '../../sim/engines/result.ts';
import { eventsNdjson } from '../../sim/report/eventsNdjson.ts';
import { csvField, seriesCsv } from '../../sim/report/seriesCsv.ts';
import { seriesOf } from './handMade.ts';

describe('the series as CSV', () => {
  const csv = (series = seriesOf(2, { import: { Throttles: [3, 0], AsyncEventAgeAverage: [Number.NaN, 40.5] } })) => [...seriesCsv(series)].join('');

  test('has a row a minute a function, under the documented columns', () => {
    const [head, first, second, end] = csv().split('\r\n');
    expect(head).toBe(`t,function,${seriesColumns.join(',')}`);
    expect(first?.split(',')).toHaveLength(seriesColumns.length + 2);
    expect(first).toMatch(/^0,import,0,0,0,0,3,/);
    expect(second).toMatch(/^60,import,/);
    expect(end).toBe('');
  });

  test('leaves a value that does not exist empty', () => {
    const age = 2 + seriesColumns.indexOf('AsyncEventAgeAverage');
    expect(csv().split('\r\n').slice(1, 3).map((line) => line.split(',')[age])).toEqual(['', '40.5']);
  });

  test('orders rows by minute, then function', () => {
    const lines = csv(seriesOf(2, { b: {}, a: {} })).split('\r\n').slice(1, 5);
    expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual(['0 b', '0 a', '60 b', '60 a']);
  });

  test.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2', "'-2"],
    ['+2,3', '"\'+2,3"'],
    ['＝1+1', "'＝1+1"],
    ['\n=1', '"\'\n=1"'],
  ])('writes the name %j as %s', (name, field) => {
    expect(csvField(name)).toBe(field);
  });
});

describe('events as lines of JSON', () => {
  test('one line an event, keys in the documented order whatever the engine did', () => {
    const event: EventRecord = {
      lifeLine: [
        { clause: 'ASY-01', what: 'accepted', t: 0 },
        { t: 0.04, what: 'admitted', clause: 'CON-12', coldStart: true },
      ],
      outcome: 'discarded',
      approximateInvokeCount: 3,
      condition: 'RetriesExhausted',
      endedAt: 180,
      acceptedAt: 0,
      function: 'import',
      sentBy: 3,
      traceId: '1-69b86b80-b8c94f5e6a5b4c3d2e1f0a9b',
      requestId: 'c2a6f2ae-7dbb-4d22-8782-d0485c9877e2',
      id: 0,
    };
    expect([...eventsNdjson([event, { ...event, id: 1 }])]).toEqual([
      '{"id":0,"function":"import","requestId":"c2a6f2ae-7dbb-4d22-8782-d0485c9877e2","traceId":"1-69b86b80-b8c94f5e6a5b4c3d2e1f0a9b","sentBy":3,"acceptedAt":0,"endedAt":180,"outcome":"discarded","condition":"RetriesExhausted","approximateInvokeCount":3,"lifeLine":[{"t":0,"what":"accepted","clause":"ASY-01"},{"t":0.04,"what":"admitted","clause":"CON-12","coldStart":true}]}\n',
      expect.stringMatching(/^\{"id":1,.*\}\n$/),
    ]);
  });

  test('leaves out what an event does not have, and keeps the null of one that has not ended', () => {
    const event: EventRecord = { id: 7, function: 'f', requestId: 'r', traceId: 't', acceptedAt: 1, endedAt: null, outcome: 'waiting', lifeLine: [] };
    expect([...eventsNdjson([event])].join('')).toBe('{"id":7,"function":"f","requestId":"r","traceId":"t","acceptedAt":1,"endedAt":null,"outcome":"waiting","lifeLine":[]}\n');
  });

  test('nothing is read before it is asked for', () => {
    let read = 0;
    function* events(): Generator<EventRecord> {
      for (;;) yield { id: read++, function: 'f', requestId: 'r', traceId: 't', acceptedAt: 0, endedAt: null, outcome: 'waiting', lifeLine: [] };
    }
    const lines = eventsNdjson(events());
    lines.next();
    lines.next();
    expect(read).toBe(2);
  });
});
