import { line } from 'd3';
import { edit } from '../../state/edit.ts';
import { curveOf, stagePoints, thinned } from './curve.ts';
import { draggedTo } from './curveHandle.tsx';
import type { DrawingScale } from './drawingScale.ts';
import { followDrag } from './dragging.ts';
import { moved, mostPoints } from './handles.ts';
import type { Handle } from './handles.ts';
import type { TrafficEntry } from './scenarioTraffic.ts';
import { chosenEntry, selectAndFocus } from './selection.ts';
import { snapTime, timeStep } from './snapping.ts';
import { isJump, isStaged, shaped, splitStage, stageAt } from './stageEdits.ts';
import type { StagedEntry } from './stageEdits.ts';

/** The expected rate of an entry. The chosen one's line is dragged as a whole or, with a double click, gets a point. */
export function CurveLine({ entry, scale, isChosen, isDisabled }: { entry: TrafficEntry; scale: DrawingScale; isChosen: boolean; isDisabled: boolean }) {
  const path = pathOf(entry, scale);
  return (
    <g class={isChosen ? 'curve is-chosen' : 'curve'}>
      {isChosen && path !== '' && entry.pattern.kind !== 'burst' && <path class="curve-ground" d={`${path}V${String(scale.height)}H${String(scale.x(Math.max(entry.from, scale.span.from)))}Z`} />}
      <path class="curve-line" d={path} />
      {!isDisabled && !isChosen && <path class="curve-target" d={path} onClick={() => (chosenEntry.value = entry.index)} />}
      {!isDisabled && isChosen && isStaged(entry) && entry.pattern.stages.length <= mostPoints && <StageTargets entry={entry} scale={scale} />}
      {!isDisabled && isChosen && entry.pattern.kind === 'level' && (
        <path
          class="curve-target is-upright"
          d={path}
          onPointerDown={(event) => {
            if (event.pointerType !== 'touch') hold(event, entry, { kind: 'level', place: 0, at: entry.from, value: rateOf(entry), movesInTime: false, movesInValue: true }, scale);
          }}
          onDblClick={(event) => {
            const at = instantAt(event, scale);
            const edits = shaped(entry, [at]);
            if (edits.length === 0) return;
            edit(edits);
            selectAndFocus({ kind: 'handle', entry: entry.index, handle: 'point', place: 1 });
          }}
        />
      )}
    </g>
  );
}

/** Each stage's line, wide enough to hit with a mouse; a finger scrolls the page and takes the points. */
function StageTargets({ entry, scale }: { entry: StagedEntry; scale: DrawingScale }) {
  const points = stagePoints(entry.from, entry.pattern.stages);
  return (
    <>
      {points.map((end, place) => {
        const start = points[place - 1] ?? { at: entry.from, rate: 0 };
        const jump = isJump(entry, place);
        if ((jump && place === 0) || end.at < scale.span.from || start.at > scale.span.to) return null;
        return (
          <line
            key={place}
            class={jump ? 'curve-target is-sideways' : 'curve-target is-upright'}
            x1={scale.x(start.at)}
            x2={scale.x(end.at)}
            y1={scale.y(start.rate)}
            y2={scale.y(end.rate)}
            onPointerDown={(event) => {
              if (event.pointerType !== 'touch') hold(event, entry, { kind: 'line', place, at: end.at, value: end.rate, movesInTime: jump, movesInValue: !jump }, scale);
            }}
            onDblClick={(event) => {
              const at = instantAt(event, scale);
              const split = stageAt(entry, at);
              if (split === null) return;
              const from = points[split - 1] ?? { at: entry.from, rate: 0 };
              const to = points[split] ?? end;
              edit(splitStage(entry, split, { at, rate: from.rate + ((to.rate - from.rate) * (at - from.at)) / (to.at - from.at) }));
              selectAndFocus({ kind: 'handle', entry: entry.index, handle: 'point', place: split });
            }}
          />
        );
      })}
    </>
  );
}

function hold(event: PointerEvent, entry: TrafficEntry, handle: Handle, scale: DrawingScale): void {
  followDrag(event, scale.top, (way) => moved(entry, handle, draggedTo(handle, way, scale)));
}

/** The line as a path, a burst as a spike; empty where the pattern has neither. */
function pathOf(entry: TrafficEntry, scale: DrawingScale): string {
  if (entry.pattern.kind === 'burst') return `M${String(scale.x(entry.from + entry.pattern.at))} ${String(scale.height)}V0`;
  const [left = 0, right = 0] = scale.x.range();
  const points = thinned(curveOf(entry, scale.span), scale.span, Math.ceil(right - left));
  return line<{ at: number; rate: number }>(
    ({ at }) => scale.x(at),
    ({ rate }) => scale.y(rate),
  )(points) ?? '';
}

function instantAt(event: MouseEvent, scale: DrawingScale): number {
  const box = (event.currentTarget as SVGElement).ownerSVGElement?.getBoundingClientRect();
  return snapTime(scale.x.invert(event.clientX - (box?.left ?? 0)), timeStep(scale.span.to - scale.span.from, event.altKey));
}

function rateOf({ pattern }: TrafficEntry): number {
  return pattern.kind === 'level' ? pattern.rate : 0;
}
