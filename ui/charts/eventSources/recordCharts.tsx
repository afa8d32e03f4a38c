import { formatCount } from '../../../sim/report/count.ts';
import { at, growth, largest, rowsOfLargest } from '../bins.ts';
import { compact } from '../compact.ts';
import { countScale, highest } from '../countScale.ts';
import type { DirectLabel } from '../directLabels.tsx';
import { ChartFrame } from '../frame.tsx';
import { everyBin, stack } from '../outcomesChart.tsx';
import { StepArea, StepLine } from '../shapes.tsx';
import { isWhole } from '../timeAxis.ts';
import type { TimeAxis } from '../timeAxis.ts';
import { arrivedOf, endingsOf, othersOf, unendedOf } from './recordKinds.ts';
import type { Source } from './sources.ts';

const usualHeight = 150;

const nounOf = ({ kind }: Source): string => (kind === 'stream' ? 'record' : 'message');

/** What became of records or messages, by the minute in which it was decided, under what came in. */
export function ArrivedChart({ axis, source }: { axis: TimeAxis; source: Source }) {
  const height = Math.round(usualHeight * axis.scale);
  const { bins } = axis;
  const noun = nounOf(source);
  const layers = endingsOf(source).map((one) => ({ ...one, values: growth(one.cumulative, bins), whole: one.cumulative.at(-1) ?? 0 }));
  const came = arrivedOf(source);
  const arrived = { ...came, values: growth(came.cumulative, bins), whole: came.cumulative.at(-1) ?? 0 };
  const others = othersOf(source).map(({ name, cumulative }) => ({ name, values: growth(cumulative, bins), whole: cumulative.at(-1) ?? 0 }));
  const shown = layers.filter(({ whole }) => whole > 0);
  const stacked = stack(shown.map(({ values }) => values));
  const { y, ticks } = countScale(highest([...arrived.values, ...(stacked.at(-1)?.to ?? [])]), height);
  const last = bins.starts.length - 1;
  const labels: DirectLabel[] = [
    { layer: 'accepted', name: arrived.name, at: y(arrived.values[last] ?? 0) - 10, whole: compact(arrived.whole), valueAt: (bin) => compact(arrived.values[bin] ?? 0) },
    ...shown.map(({ layer, name, values, whole }, index) => ({
      layer,
      name,
      at: y(((stacked[index]?.from[last] ?? 0) + (stacked[index]?.to[last] ?? 0)) / 2),
      whole: compact(whole),
      valueAt: (bin: number) => compact(values[bin] ?? 0),
    })),
  ];
  return (
    <ChartFrame
      id={`${noun}s`}
      axis={axis}
      title={`What became of the ${noun}s`}
      note={`${source.name}: ${noun}s that left, ${everyBin(bins.minutesEach)}`}
      summary={`Of ${formatCount(arrived.whole)} ${noun}s: ${layers.map(({ name, whole }) => `${formatCount(whole)} ${name}`).join(', ')}.`}
      height={height}
      ticks={ticks}
      labels={labels}
      columns={[arrived, ...layers, ...others.filter(({ whole }) => whole > 0)].map(({ name, values }) => ({ name, values, format: formatCount }))}
      empty={arrived.whole === 0 ? `no ${noun} came in` : null}
    >
      {shown.map(({ layer }, index) => (
        <StepArea key={layer} layer={layer} axis={axis} y={y} from={stacked[index]?.from ?? []} to={stacked[index]?.to ?? []} />
      ))}
      <StepLine layer="accepted" axis={axis} y={y} values={arrived.values} />
    </ChartFrame>
  );
}

/** What waits, by where it is: levels that add up, so all are read in the bin's fullest minute. */
export function WaitingChart({ axis, source }: { axis: TimeAxis; source: Source }) {
  const height = Math.round(usualHeight * axis.scale);
  const noun = nounOf(source);
  const kinds = unendedOf(source);
  const all = Float64Array.from(kinds[0]?.level ?? [], (_, row) => kinds.reduce((sum, { level, isLine }) => (isLine === true ? sum : sum + at(level, row)), 0));
  const rows = rowsOfLargest(all, axis.bins);
  const layers = kinds.map((one) => ({ ...one, values: one.isLine === true ? largest(one.level, axis.bins) : rows.map((row) => at(one.level, row)), whole: one.level.at(-1) ?? 0, most: highest([...one.level]) }));
  const totals = rows.map((row) => at(all, row));
  const shown = layers.filter(({ most }) => most > 0);
  const areas = shown.filter(({ isLine }) => isLine !== true);
  const stacked = stack(areas.map(({ values }) => values));
  const { y, ticks } = countScale(highest([...totals, ...shown.flatMap(({ values }) => values)]), height, 3);
  const last = rows.length - 1;
  const labels = shown.map(
    ({ layer, name, values, whole, isLine }, index): DirectLabel => ({
      layer,
      name,
      at: isLine === true ? y(values[last] ?? 0) : y(((stacked[index]?.from[last] ?? 0) + (stacked[index]?.to[last] ?? 0)) / 2),
      whole: compact(whole),
      valueAt: (bin) => compact(values[bin] ?? 0),
    }),
  );
  return (
    <ChartFrame
      id={`waiting-${noun}s`}
      axis={axis}
      title={source.kind === 'stream' ? 'Records waiting, and in the function’s hands' : 'Messages in the queue, by whether they can be received'}
      note={`${source.name}: ${axis.bins.minutesEach === 1 ? 'at the end of each minute' : `the largest minute in ${everyBin(axis.bins.minutesEach)}`}; numbers at the right: at the end`}
      summary={`At most ${formatCount(highest([...all]))} at a time; at the end ${layers.map(({ name, whole }) => `${formatCount(whole)} ${name}`).join(', ')}.`}
      height={height}
      ticks={ticks}
      labels={labels}
      columns={layers.map(({ name, values }) => ({ name, values, format: formatCount }))}
      empty={shown.length === 0 ? `no ${noun} was waiting at the end of any minute${isWhole(axis) ? '' : ' of this part'}` : null}
    >
      {areas.map(({ layer }, index) => (
        <StepArea key={layer} layer={layer} axis={axis} y={y} from={stacked[index]?.from ?? []} to={stacked[index]?.to ?? []} />
      ))}
      {shown.map(({ layer, values, isLine }) => isLine === true && <StepLine key={layer} layer={layer} axis={axis} y={y} values={values} />)}
    </ChartFrame>
  );
}
