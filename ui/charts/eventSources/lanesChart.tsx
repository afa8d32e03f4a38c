import { useMemo, useState } from 'preact/hooks';
import { countOf, formatCount } from '../../../sim/report/count.ts';
import { formatShare } from '../../../sim/report/share.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import type { DirectLabel } from '../directLabels.tsx';
import { ChartFrame } from '../frame.tsx';
import { everyBin, stack } from '../outcomesChart.tsx';
import { StepArea } from '../shapes.tsx';
import { TablePages } from '../tablePages.tsx';
import type { TimeAxis } from '../timeAxis.ts';
import { laneStates, laneTimes, mostHeldUp, wholeTime } from './lanes.ts';
import type { Source } from './sources.ts';

/** Strips at a time; more would push everything else off the screen. */
const onPage = 12;

const stripGap = 4;

/** In units of the text's scale: as high as a few shards have room for, as low as many still can be seen. */
const highestStrip = 96;
const lowestStrip = 20;
const lowestChart = 76;

/** A strip for each shard: what its lanes did in each bin, as parts of that time. What holds it up is dark and at the foot. */
export function LanesChart({ axis, source }: { axis: TimeAxis; source: Extract<Source, { kind: 'stream' }> }) {
  const [page, setPage] = useState(0);
  const [isByNumber, setByNumber] = useState(true);
  const { total, shards } = source.series;
  const count = source.result.shards.length;
  const order = useMemo(() => (isByNumber ? shards.map((_, shard) => shard) : mostHeldUp(shards)), [isByNumber, shards]);
  const pages = Math.max(1, Math.ceil(shards.length / onPage));
  const shownPage = Math.min(page, pages - 1);
  const strips = order.slice(shownPage * onPage, (shownPage + 1) * onPage).flatMap((shard) => {
    const series = shards[shard];
    return series === undefined ? [] : [{ shard, name: `shard ${String(shard)}`, times: laneTimes(series, axis.bins) }];
  });

  const all = laneTimes(total, axis.bins);
  const wholes = laneStates.map(({ state }) => wholeTime(total, state));
  const whole = wholes.reduce((sum, seconds) => sum + seconds, wholeTime(total, 'idle'));
  const present = laneStates.filter((_, index) => (wholes[index] ?? 0) > 0);
  const pitch = Math.round(Math.min(highestStrip, Math.max(lowestStrip, Math.max(lowestChart, 19 * present.length) / strips.length)) * axis.scale) + stripGap;
  const height = pitch * strips.length;
  const labels = present.map(({ state, name }, index): DirectLabel => ({
    layer: state,
    name,
    at: (19 * index + 10) * axis.scale,
    whole: formatShare(wholes[laneStates.findIndex((one) => one.state === state)] ?? 0, whole),
    valueAt: (bin) => formatShare(all.seconds[state][bin] ?? 0, all.all[bin] ?? 0),
  }));
  const column = (name: string, values: readonly number[]) => ({ name, values, format: formatSpan, unit: 'seconds' as const });
  const spoken = present.map(({ state, name }) => column(name, all.seconds[state]));
  return (
    <>
      <ChartFrame
        id="shards"
        axis={axis}
        title="What each shard does"
        note={`${source.name}: the part of ${everyBin(axis.bins.minutesEach)} that goes into what; empty: idle. Numbers at the right: of all shards’ time`}
        summary={`${countOf(count, 'shard')}. ${laneStates.map(({ name }, index) => `${name} ${formatShare(wholes[index] ?? 0, whole)} of the time`).join(', ')}. The longest block lasted ${formatSpan(source.result.longestBlockSeconds)}.`}
        height={height}
        ticks={[]}
        labels={labels}
        spoken={spoken}
        columns={[
          ...spoken.map((one) => ({ ...one, name: `all shards, ${one.name}` })),
          ...(count === 1 ? [] : strips.flatMap(({ name, times }) => present.map((one) => column(`${name}, ${one.name}`, times.seconds[one.state])))),
        ]}
        empty={present.length === 0 ? 'every shard was idle' : null}
      >
        {strips.map(({ shard, name, times }, place) => {
          const foot = pitch * (place + 1) - stripGap / 2;
          const stacked = stack(present.map(({ state }) => times.seconds[state].map((value, bin) => value / Math.max(times.all[bin] ?? 0, 1e-9))));
          return (
            <g key={shard}>
              <line class="strip-base" x1={axis.left} x2={axis.width - axis.right} y1={foot} y2={foot} />
              {present.map(
                ({ state }, index) =>
                  times.seconds[state].some((value) => value > 0) && (
                    <StepArea key={state} layer={state} axis={axis} y={(part) => foot - part * (pitch - stripGap)} from={stacked[index]?.from ?? []} to={stacked[index]?.to ?? []} edge={false} />
                  ),
              )}
              <text class="strip-name" x={axis.left - 8} y={foot - (pitch - stripGap) / 2} dy="0.32em" text-anchor="end">
                {axis.left > 50 * axis.scale ? name : String(shard)}
              </text>
            </g>
          );
        })}
      </ChartFrame>
      {pages > 1 && (
        <div class="shard-pages">
          <p>
            {formatCount(strips.length)} of {formatCount(count)} shards
            {count > shards.length && `; of all but the first ${formatCount(shards.length)} there are only the totals`}
          </p>
          <label>
            <input type="checkbox" checked={!isByNumber} onChange={(event) => setByNumber(!event.currentTarget.checked)} /> Longest held up first
          </label>
          <TablePages page={shownPage} pages={pages} words={['Previous shards', 'Next shards']} go={setPage} />
        </div>
      )}
    </>
  );
}
