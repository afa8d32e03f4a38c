import { describe, expect, it } from 'vitest';
import { bandColumns, bandNote, bandOf } from '../../ui/charts/spreadBand.tsx';
import { cellOf } from '../../ui/charts/chartTable.tsx';
import { binsCsv } from '../../ui/charts/export/binsCsv.ts';
import { fileName } from '../../ui/charts/export/fileName.ts';
import { timeAxis } from '../../ui/charts/timeAxis.ts';
import { wrapped } from '../../ui/charts/wrapped.ts';

const axis = timeAxis({ minutes: Float64Array.of(0, 60, 120), ends: Float64Array.of(60, 120, 150), durationSeconds: 150, visible: { from: 0, to: 150 }, width: 900, scale: 1, growing: false });
const format = (value: number): string => `about ${String(value)}`;

describe("a chart's CSV", () => {
  it('has a header, then a line a bin: time in seconds and by the clock, then plain numbers', () => {
    expect(binsCsv(axis, [{ name: 'accepted', values: [1200, 3, 0.5], format }])).toBe(
      'from (seconds),to (seconds),from,to,accepted\r\n0,60,00:00,00:01,1200\r\n60,120,00:01,00:02,3\r\n120,150,00:02,00:03,0.5\r\n',
    );
  });

  it('leaves empty what does not exist, gives a range two columns, and says units', () => {
    const lines = binsCsv(axis, [{ name: 'age', values: [NaN, 1, 2], upTo: [NaN, 3, 4], format, unit: 'seconds' }]).split('\r\n');
    expect(lines[0]).toBe('from (seconds),to (seconds),from,to,"age (seconds), lowest","age (seconds), highest"');
    expect(lines.slice(1, 3)).toEqual(['0,60,00:00,00:01,,', '60,120,00:01,00:02,1,3']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)'])('lets no name be a formula: %s', (name) => {
    expect(binsCsv(axis, [{ name, values: [], format }]).split('\r\n')[0]).toBe(`from (seconds),to (seconds),from,to,'${name}`);
  });

  it('quotes names with commas, quotes and line breaks', () => {
    expect(binsCsv(axis, [{ name: 'a,"b"', values: [], format }]).split('\r\n')[0]).toMatch(/,"a,""b"""$/);
  });
});

describe('the name of a file', () => {
  it.each([
    ['Overload that ages out', 'headroom-overload-that-ages-out-age.svg'],
    ['Größe: 3/4 “fast”', 'headroom-große-3-4-fast-age.svg'],
    ['../../etc/passwd', 'headroom-etc-passwd-age.svg'],
    ['con\u0000\r\n"<>|', 'headroom-con-age.svg'],
    ['夜間取込', 'headroom-夜間取込-age.svg'],
    ['…', 'headroom-scenario-age.svg'],
    ['a'.repeat(300), `headroom-${'a'.repeat(60)}-age.svg`],
  ])('has only letters, digits and hyphens of the scenario’s: %s', (scenario, name) => {
    expect(fileName(scenario, 'age', 'svg')).toBe(name);
  });
});

describe('the band of several replications', () => {
  const series = (low: number[]) => ({ waiting: Float64Array.from(low), concurrency: Float64Array.from(low), delivered: Float64Array.from(low), ageP99: Float64Array.from(low) });
  const spread = { replications: 20, low: series([12, 1, NaN]), high: series([34, 2, NaN]) };

  it('is read as a range, and is named with the number of replications', () => {
    const band = bandOf(spread, 'waiting', axis);
    expect(bandNote(band)).toBe('; band: 20 runs');
    const [column] = bandColumns(band, 'all waiting', String);
    expect(column?.name).toBe('all waiting, of 20 replications');
    expect(column === undefined ? '' : cellOf(column, 0)).toBe('12 – 34');
  });

  it('is nothing where there is none', () => {
    expect(bandOf(null, 'waiting', axis)).toBeNull();
    expect(bandNote(null)).toBe('');
    expect(bandColumns(null, 'all waiting', String)).toEqual([]);
  });
});

describe('a text in lines', () => {
  it('breaks between words, where it must', () => {
    expect(wrapped('ConcurrentExecutions of the account 1,000', 30)).toEqual(['ConcurrentExecutions of the', 'account 1,000']);
    expect(wrapped('ConcurrentExecutions of the account 1,000', 80)).toHaveLength(1);
    expect(wrapped('MaximumEventAgeInSeconds 6 h', 10)).toEqual(['MaximumEventAgeInSeconds', '6 h']);
  });
});
