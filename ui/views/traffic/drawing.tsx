import { line } from 'd3';
import { useId } from 'preact/hooks';
import { ValueTicks } from '../../charts/valueTicks.tsx';
import { cursor } from '../../state/cursor.ts';
import type { CurvePoint } from './curve.ts';
import { CurveHandle } from './curveHandle.tsx';
import { CurveLine } from './curveLine.tsx';
import { heldTop } from './dragging.ts';
import { instantTicks, rateTicks } from './drawingScale.ts';
import type { DrawingScale } from './drawingScale.ts';
import { lanesOf } from './faultBlocks.ts';
import { FaultLaneBlock, laneHeight } from './faultLane.tsx';
import type { Handle } from './handles.ts';
import type { FaultBlock, TrafficEntry } from './scenarioTraffic.ts';

/** More lines than this are no picture. */
const mostCurves = 40;

const topRoom = 14;

/** The curves over the faults, on the charts' time axis. */
export function Drawing({
  entries,
  chosen,
  handles,
  blocks,
  accepted,
  scale,
  isDisabled,
}: {
  entries: readonly TrafficEntry[];
  chosen: TrafficEntry | null;
  handles: readonly Handle[];
  blocks: readonly FaultBlock[];
  accepted: readonly CurvePoint[];
  scale: DrawingScale;
  isDisabled: boolean;
}) {
  const clip = useId();
  const [left = 0, right = 0] = scale.x.range();
  const inView = blocks.filter(({ from, until }) => until > scale.span.from && from < scale.span.to);
  const ofFunction = inView.filter(({ of }) => of.kind === 'function');
  const ofDestinations = inView.filter(({ of }) => of.kind === 'destination');
  // Two blocks in one lane leave room for the edges between them.
  const gap = ((scale.span.to - scale.span.from) / (right - left)) * 24;
  const ownLanes = lanesOf(ofFunction, gap);
  const used = ownLanes.reduce((most, lane) => Math.max(most, lane + 1), 0);
  const placed = [...ofFunction.map((block, index) => ({ block, lane: ownLanes[index] ?? 0 })), ...lanesOf(ofDestinations, gap).map((lane, index) => ({ block: ofDestinations[index], lane: used + lane }))];
  const lanes = placed.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
  const lane = laneHeight * scale.text;
  const lanesTop = scale.height + 10;
  const rulerTop = lanesTop + lanes * lane;
  const ticks = instantTicks(scale);
  const others = entries.filter((entry) => entry !== chosen).slice(0, mostCurves);
  const drawn = chosen === null ? others : [...others, chosen];
  return (
    <svg
      class="traffic-drawing"
      width={scale.width}
      height={topRoom + rulerTop + 22 * scale.text}
      role="group"
      aria-label="Expected rate over time, and faults below it"
      onPointerMove={(event) => {
        // To ask where the drawing is, each time it has changed, costs a layout: a drag has its own tag.
        if (heldTop.value !== null) return;
        const box = event.currentTarget.getBoundingClientRect();
        const at = scale.x.invert(event.clientX - box.left);
        cursor.value = at >= scale.span.from && at <= scale.span.to ? at : null;
      }}
      onPointerLeave={(event) => {
        if (event.pointerType === 'mouse') cursor.value = null;
      }}
    >
      <clipPath id={clip}>
        <rect x={left} y={-topRoom} width={right - left} height={topRoom + scale.height + 1} />
      </clipPath>
      <g transform={`translate(0 ${String(topRoom)})`}>
        <g aria-hidden="true">
          <ValueTicks ticks={rateTicks(scale)} left={left} right={right} />
          {ticks.map(({ at, label }) => (
            <g key={label}>
              <line class="instant-mark" x1={at} x2={at} y1={scale.height} y2={rulerTop} />
              <text x={at} y={rulerTop + 15 * scale.text} text-anchor="middle">
                {label}
              </text>
            </g>
          ))}
          <line class="base" x1={left} x2={right} y1={scale.height} y2={scale.height} />
          <line class="base" x1={left} x2={right} y1={rulerTop} y2={rulerTop} />
          {inView.length === 0 && (
            <text class="no-faults" x={left + 8} y={lanesTop + lane / 2 - 3} dy="0.35em">
              no faults
            </text>
          )}
        </g>
        <g clip-path={`url(#${clip})`}>
          {accepted.length > 0 && (
            <path
              class="accepted-before"
              d={line<CurvePoint>(
                ({ at }) => scale.x(at),
                ({ rate }) => scale.y(rate),
              )([...accepted]) ?? ''}
            />
          )}
          {drawn.map((entry) => (
            <CurveLine key={entry.index} entry={entry} scale={scale} isChosen={entry === chosen} isDisabled={isDisabled} />
          ))}
        </g>
        <CursorMark scale={scale} height={rulerTop} />
        {chosen !== null && handles.map((handle) => <CurveHandle key={`${handle.kind} ${String(handle.place)}`} entry={chosen} handle={handle} scale={scale} isDisabled={isDisabled} />)}
        {placed.map(({ block, lane: place }) =>
          block === undefined ? null : (
            <FaultLaneBlock
              key={block.index}
              block={block}
              top={lanesTop + place * lane}
              scale={scale}
              isDisabled={isDisabled}
              roomAfter={Math.min(right, ...placed.flatMap((other) => (other.lane === place && other.block !== undefined && other.block.from >= block.until ? [scale.x(other.block.from)] : []))) - scale.x(block.until)}
            />
          ),
        )}
      </g>
    </svg>
  );
}

function CursorMark({ scale, height }: { scale: DrawingScale; height: number }) {
  const at = cursor.value;
  if (at === null || at < scale.span.from || at > scale.span.to) return null;
  return <line class="cursor-mark" x1={scale.x(at)} x2={scale.x(at)} y1={-topRoom} y2={height} />;
}
