import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EventRecord } from '../../../sim/engines/result.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { Swatch, crossAt, type Layer } from '../../charts/layers.tsx';
import { Prose } from '../prose.tsx';
import type { Step } from './eventFacts.ts';
import { stepWords } from './eventWords.ts';
import { ageTicks, attemptLabels, attemptsOf, axisLength, stretchesOf, type Stretch } from './timelineParts.ts';

const waitNames: Record<Stretch['state'], string> = { unread: 'unread', throttleBackoff: 'throttle back-off', functionErrorWait: 'function-error wait', running: 'running' };

const waits = ['unread', 'throttleBackoff', 'functionErrorWait'] as const;

/** In pixels for text of the usual size: the lane of waits and executions, and what stands above and below it. */
const lane = { top: 16, waits: 26, bottom: 40, words: 54, base: 60, ticks: 76, height: 80 };
const ruleRoom = 16;
const side = 8;

interface EventTimelineProps {
  event: EventRecord;
  /** Where its story ends, in simulated seconds. */
  until: number;
  maximumAge: number;
  reasons: readonly string[];
  /** The place of a step in the life-line; null: none. */
  chosen: number | null;
  choose: (place: number) => void;
}

/** An event's time from left to right: its waits as areas on the ground, its attempts as taller blocks with their numbers. Left and right arrow step through it. */
export function EventTimeline({ event, until, maximumAge, reasons, chosen, choose }: EventTimelineProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { lifeLine, acceptedAt } = event;
  const { length, showsLimit } = axisLength(lifeLine, until, maximumAge);
  const step = chosen === null ? undefined : lifeLine[chosen];
  const x = (seconds: number): number => side + (length > 0 ? seconds / length : 0) * (width - 2 * side);

  function onKeyDown(pressed: KeyboardEvent): void {
    if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return;
    const last = lifeLine.length - 1;
    const moves: Record<string, number> = { ArrowRight: chosen === null ? 0 : chosen + 1, ArrowLeft: chosen === null ? last : chosen - 1, Home: 0, End: last };
    const place = moves[pressed.key];
    if (place === undefined) return;
    pressed.preventDefault();
    choose(Math.min(Math.max(place, 0), last));
  }

  function onPointerDown(pressed: PointerEvent): void {
    const from = box.current?.getBoundingClientRect().left ?? 0;
    const distance = ({ t }: Step): number => Math.abs(x(t - acceptedAt) - (pressed.clientX - from));
    choose(lifeLine.reduce((nearest, one, place) => (distance(one) < distance(lifeLine[nearest] ?? one) ? place : nearest), 0));
  }

  return (
    <div class="event-timeline" role="figure" tabIndex={0} aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`} aria-keyshortcuts="ArrowLeft ArrowRight" onKeyDown={onKeyDown}>
      <p class="timeline-title" id={`${id}-title`}>
        Time since its acceptance
      </p>
      <p class="visually-hidden" id={`${id}-summary`}>
        {lifeLine.length} steps in {formatSpan(until - acceptedAt)}. Left and right arrow go from step to step.
      </p>
      <div ref={box} onPointerDown={onPointerDown}>
        {width > 0 && length > 0 && <Drawing event={event} until={until} x={x} width={width} length={length} limit={showsLimit ? maximumAge : null} at={step === undefined ? null : step.t - acceptedAt} />}
      </div>
      <p class="timeline-step">
        {step === undefined ? (
          <>
            {!showsLimit && (
              <>
                Its age limit, <code>MaximumEventAgeInSeconds</code>, is further to the right, at {formatSpan(maximumAge)}.{' '}
              </>
            )}
            Left and right arrow go from step to step.
          </>
        ) : (
          <>
            <span class="step-age">+{formatSpan(step.t - acceptedAt)}</span> {stepWords(step)}. <Prose text={reasons[chosen ?? 0] ?? ''} />
          </>
        )}
      </p>
    </div>
  );
}

interface DrawingProps {
  event: EventRecord;
  until: number;
  x: (seconds: number) => number;
  width: number;
  length: number;
  /** The age limit, where it is on the axis. */
  limit: number | null;
  /** The chosen step, in seconds since acceptance. */
  at: number | null;
}

function Drawing({ event: { lifeLine }, until, x, width, length, limit, at }: DrawingProps) {
  const start = lifeLine[0]?.t ?? 0;
  const own = lifeLine.filter(({ copy }) => copy !== true);
  const stretches = stretchesOf(lifeLine, until);
  const whens = (...kinds: Step['what'][]): number[] => own.filter(({ what }) => kinds.includes(what)).map(({ t }) => x(t - start));
  const refused = whens('throttled', 'systemError');
  const arrived = whens('sentToDeadLetterQueue', 'sentToDestination');
  const failed = whens('deliveryFailed');
  const words = (stretch: Stretch): string => `${waitNames[stretch.state]} ${formatSpan(stretch.until - stretch.from)}`;
  const hasRoom = (stretch: Stretch): boolean => x(stretch.until) - x(stretch.from) >= words(stretch).length * letterWidth;
  const waiting = stretches.filter(({ state }) => state !== 'running');
  // A kind that is nowhere named in place, if it can be seen at all.
  const unnamed = waits.filter((state) => {
    const all = waiting.filter((one) => one.state === state);
    return !all.some(hasRoom) && all.some((one) => x(one.until) - x(one.from) >= 2);
  });
  const above = limit === null ? 0 : ruleRoom;
  const ticks = ageTicks(length, Math.max(2, Math.floor(width / 84)));
  return (
    <>
      <svg width={width} height={lane.height + above} aria-hidden="true" focusable="false">
        <g transform={`translate(0 ${String(above)})`}>
          {waiting.map((stretch, index) => (
            <g key={index}>
              <rect class={`area area-${stretch.state}`} x={x(stretch.from)} y={lane.waits} width={Math.max(0.5, x(stretch.until) - x(stretch.from))} height={lane.bottom - lane.waits} />
              {hasRoom(stretch) && (
                <text class="wait-name" x={(x(stretch.from) + x(stretch.until)) / 2} y={lane.words} text-anchor="middle">
                  {words(stretch)}
                </text>
              )}
            </g>
          ))}
          {stretches
            .filter(({ state }) => state === 'running')
            .map(({ from, until: to }, index) => (
              <g key={index} class="timeline-running">
                <rect x={x(from)} y={lane.top} width={x(to) - x(from)} height={lane.bottom - lane.top} />
                {/* An execution of milliseconds among waits of minutes must still be seen. */}
                <line x1={x(from)} x2={x(from)} y1={lane.top} y2={lane.bottom} />
              </g>
            ))}
          <path class="refused-mark" d={refused.map((here) => refusedAt(here)).join('')} />
          {attemptLabels(attemptsOf(lifeLine), x, 10).map(({ x: here, label }) => (
            <text key={here} class="attempt-number" x={here} y={lane.top - 4} text-anchor={here > width - 24 ? 'end' : here < 24 ? 'start' : 'middle'}>
              {label}
            </text>
          ))}
          <path class="arrived-mark" d={arrived.map((here) => diamondAt(here, (lane.waits + lane.bottom) / 2)).join('')} />
          <path class="failure-mark" d={failed.map((here) => crossAt(here, (lane.waits + lane.bottom) / 2)).join('')} />
          {ticks.map(({ at: when, label }) => (
            <g key={label}>
              <line class="time-mark" x1={x(when)} x2={x(when)} y1={lane.base} y2={lane.base + 4} />
              <text x={when === 0 ? 0 : Math.min(x(when), width)} y={lane.ticks} text-anchor={when === 0 ? 'start' : x(when) > width - 28 ? 'end' : 'middle'}>
                {label}
              </text>
            </g>
          ))}
          <line class="base" x1={side} x2={width - side} y1={lane.base} y2={lane.base} />
          {at !== null && <line class="timeline-chosen" x1={x(at)} x2={x(at)} y1={lane.top - 2} y2={lane.base + 4} />}
          {limit !== null && <LimitRule x={x(limit)} width={width} />}
        </g>
      </svg>
      <ul class="timeline-key" aria-hidden="true">
        {unnamed.map((state) => (
          <li key={state}>
            <Swatch layer={state satisfies Layer} /> {waitNames[state]}
          </li>
        ))}
        {whens('admitted', 'functionNotFound').length > 0 && (
          <li>
            <strong>1</strong> attempt
          </li>
        )}
        {refused.length > 0 && <MarkKey mark="refused-mark" d={refusedAt(6, 3)} words="refused" />}
        {arrived.length > 0 && <MarkKey mark="arrived-mark" d={diamondAt(6, 6)} words="what was sent arrives" />}
        {failed.length > 0 && <MarkKey mark="failure-mark" d={crossAt(6, 6)} words="does not arrive" />}
      </ul>
    </>
  );
}

function LimitRule({ x, width }: { x: number; width: number }) {
  const isRight = x > width / 2;
  return (
    <g>
      <line class="rule" x1={x} x2={x} y1={-ruleRoom + 2} y2={lane.base} />
      <text class="rule-name" x={isRight ? x - 6 : x + 6} y={-ruleRoom + 12} text-anchor={isRight ? 'end' : 'start'}>
        MaximumEventAgeInSeconds
      </text>
    </g>
  );
}

function MarkKey({ mark, d, words }: { mark: string; d: string; words: string }) {
  return (
    <li>
      <svg class="swatch" width="12" height="12" viewBox="0 0 12 12" focusable="false">
        <path class={mark} d={d} />
      </svg>{' '}
      {words}
    </li>
  );
}

/** Of the text under a wait, in pixels: somewhat more than it is on average. */
const letterWidth = 6.8;

const refusedAt = (x: number, y = lane.waits - 6): string => `M${String(x - 3)} ${String(y)}l3 5l3 -5`;

const diamondAt = (x: number, y: number): string => `M${String(x)} ${String(y - 5)}l4 5l-4 5l-4 -5z`;

/** An element's width in whole pixels, now and whenever it changes; 0 before it is laid out. */
function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}
