import { describe, expect, it } from 'vitest';
import { highestOutline, outlineColumns, outlineLabels, outlinesOf } from '../../ui/charts/overlaid.tsx';
import type { Outline } from '../../ui/charts/overlaid.tsx';
import { largest } from '../../ui/charts/bins.ts';
import type { Bins } from '../../ui/charts/bins.ts';
import { cellOf } from '../../ui/charts/chartTable.tsx';
import { timeAxis } from '../../ui/charts/timeAxis.ts';
import type { Overlay } from '../../ui/state/overlay.ts';
import type { Subject } from '../../ui/state/simulation.ts';
import { functionResult, seriesOf } from '../report/handMade.ts';

const own = seriesOf(120);
const axis = timeAxis({ minutes: own.minutes, ends: own.ends, durationSeconds: 7200, visible: { from: 3600, to: 7200 }, width: 1000, scale: 1, growing: false });

/** Another run of 90 minutes, with as many executions at a time as the minute's number. */
function overlayOf(kind: Overlay['kind']): Overlay {
  const series = seriesOf(90, { import: { ConcurrentExecutions: Array.from({ length: 90 }, (_, row) => row) } });
  const columns = series.functions['import'];
  if (columns === undefined) throw new Error('the function is there');
  return { kind, label: 'B', subject: { name: 'import', count: 1, result: functionResult({ maxConcurrency: 89 }), series: columns }, minutes: series.minutes, ends: series.ends };
}

const quantities = ({ series, result }: Subject, bins: Bins): Outline[] => [
  { name: 'executions', values: largest(series.ConcurrentExecutions, bins), whole: result.metrics.ConcurrentExecutions.max },
  { name: 'throttled', values: largest(series.Throttles, bins), whole: 0 },
];

describe('another run over a chart', () => {
  it('is read on the chart’s own bins, as far as it goes, and counts for the scale', () => {
    const over = outlinesOf(axis, overlayOf('scenario'), quantities);
    expect(over.outlines.map(({ name }) => name)).toEqual(['executions']);
    expect(over.outlines[0]?.values).toEqual(Array.from({ length: 30 }, (_, bin) => 60 + bin));
    expect(highestOutline(over)).toBe(89);
  });

  it('has labels and columns with its letter where it is a scenario; where it ends they are empty', () => {
    const over = outlinesOf(axis, overlayOf('scenario'), quantities);
    const [label] = outlineLabels(over, (value) => -value, String);
    expect([label?.name, label?.whole, label?.at, label?.valueAt(2), label?.valueAt(40)]).toEqual(['B: executions', '89', -89, '62', 'NaN']);
    const columns = outlineColumns(over, (value) => (Number.isNaN(value) ? '–' : String(value)));
    expect(columns.map((column) => [column.name, cellOf(column, 0), cellOf(column, 59)])).toEqual([['B: executions', '60', '–']]);
  });

  it('has neither where it is a ghost, and nothing at all where there is none', () => {
    const ghost = outlinesOf(axis, overlayOf('ghost'), quantities);
    expect(ghost.outlines).toHaveLength(1);
    expect([...outlineLabels(ghost, Number), ...outlineColumns(ghost, String)]).toEqual([]);
    expect(outlinesOf(axis, null, quantities).outlines).toEqual([]);
  });
});
