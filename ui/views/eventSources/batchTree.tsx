import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countOf, formatCount } from '../../../sim/report/count.ts';
import { recordEnds } from '../../../sim/worker/api.ts';
import type { BatchStory } from '../../../sim/worker/api.ts';
import { Swatch, fillOf } from '../../charts/layers.tsx';
import { endLayers, endWords } from './batchWords.ts';
import { barsOf, extentOf, partAt } from './treeShapes.ts';

const highestLevel = 22;
const lowestLevel = 4;
const usualHeight = 300;

/** Room above the first level for the marks of poison records. */
const markRoom = 16;

/** Narrower bars have no room for their number. */
const labelNeeds = 44;

/**
 * A failed batch as levels of bars: across, its records in order; downwards, what it was split into. Each bar is a part, or what became
 * of a stretch of it. What is drawn is at most as many bars as there are pixels; the table of parts says the same.
 */
export function BatchTree({ story, chosen, choose }: { story: BatchStory; chosen: number; choose: (part: number) => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { batch, depth, poison } = story;
  const levels = depth + 1;
  const level = Math.max(lowestLevel, Math.min(highestLevel, Math.floor(usualHeight / levels)));
  const bars = useMemo(() => barsOf(story, width), [story, width]);
  const ends = recordEnds.filter((end) => bars.some((bar) => bar.end === end));
  const scale = width / batch.records;
  const extent = extentOf(story, chosen);
  const top = (at: number): number => markRoom + at * level;
  function onClick(event: MouseEvent & { currentTarget: SVGSVGElement }): void {
    const box = event.currentTarget.getBoundingClientRect();
    const part = partAt(story, Math.floor((event.clientX - box.left) / scale), Math.floor((event.clientY - box.top - markRoom) / level));
    if (part !== null) choose(part);
  }
  return (
    <figure class="batch-tree" aria-label={`The batch and its parts: ${countOf(batch.parts, 'part')} on ${countOf(levels, 'level')}. The table below says the same.`}>
      <div ref={frame}>
        {width > 0 && (
          <svg width={width} height={top(levels) + 18} aria-hidden="true" focusable="false" onClick={onClick}>
            {ends.map((end) => (
              <path
                key={end}
                class={`area area-${endLayers[end]} tree-bar`}
                {...fillOf(endLayers[end])}
                d={bars
                  .filter((bar) => bar.end === end)
                  .map((bar) => `M${tenth(bar.x)} ${String(top(bar.depth) + 0.5)}h${tenth(Math.max(0.5, bar.width - (bar.width > 3 ? 1 : 0)))}v${String(level - 1)}h${tenth(-Math.max(0.5, bar.width - (bar.width > 3 ? 1 : 0)))}z`)
                  .join('')}
              />
            ))}
            {level >= 16 &&
              bars
                .filter(({ end, width: room, records }) => end === 'passed' && room >= labelNeeds && records !== null)
                .map(({ x, width: room, depth: at, records }) => (
                  <text key={`${String(x)} ${String(at)}`} x={x + room / 2} y={top(at) + level / 2} dy="0.34em" text-anchor="middle">
                    {formatCount(records)}
                  </text>
                ))}
            <path class="poison-mark" d={poison.map((place) => `M${tenth((place + 0.5) * scale - 4)} 4h8l-4 9z`).join('')} />
            {extent !== null && <rect class="tree-chosen" x={extent.first * scale} y={top(extent.depth)} width={Math.max(2, extent.count * scale - 1)} height={level} />}
            <text x={0} y={top(levels) + 14}>
              record {batch.numbers[0]}
            </text>
            {batch.records > 1 && (
              <text x={width} y={top(levels) + 14} text-anchor="end">
                {batch.numbers[1]}
              </text>
            )}
          </svg>
        )}
      </div>
      <figcaption>
        <ul class="timeline-key">
          {ends.map((end) => (
            <li key={end}>
              <Swatch layer={endLayers[end]} />
              {endWords[end]}
            </li>
          ))}
          {poison.length > 0 && (
            <li>
              <svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
                <path class="poison-mark" d="M2 2h8l-4 9z" />
              </svg>
              poison
            </li>
          )}
        </ul>
      </figcaption>
    </figure>
  );
}

const tenth = (pixels: number): string => String(Math.round(pixels * 10) / 10);

/** How wide an element is, in whole pixels; 0 until that is known. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
