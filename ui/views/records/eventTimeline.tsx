import type { EventRecord } from '../../../sim/engines/result.ts';

type Step = EventRecord['lifeLine'][number];

/** A stretch of an event's time in one state, as parts of the whole from 0 to 1. */
export interface Stretch {
  state: 'unread' | 'throttleBackoff' | 'functionErrorWait' | 'running';
  from: number;
  until: number;
}

/** What an event was doing when: the stretches between its steps, by the kind of wait the charts tell apart. Second deliveries are left out. */
export function stretchesOf(lifeLine: readonly Step[], until: number): Stretch[] {
  const own = lifeLine.filter(({ copy }) => copy !== true);
  const start = own[0]?.t ?? 0;
  const length = until - start;
  if (length <= 0) return [];
  const stretches: Stretch[] = [];
  let state: Stretch['state'] | null = null;
  let since = start;
  for (const { t, what } of [...own, { t: until, what: 'succeeded' as const }]) {
    const next = stateAfter(what, state);
    if (next === state) continue;
    if (state !== null && t > since) stretches.push({ state, from: (since - start) / length, until: (Math.min(t, until) - start) / length });
    state = next;
    since = t;
  }
  return stretches;
}

function stateAfter(what: Step['what'], before: Stretch['state'] | null): Stretch['state'] | null {
  switch (what) {
    case 'accepted':
      return 'unread';
    case 'throttled':
    case 'systemError':
      return 'throttleBackoff';
    case 'admitted':
    case 'started':
      return 'running';
    case 'failed':
    case 'timedOut':
    case 'functionNotFound':
      return 'functionErrorWait';
    case 'succeeded':
    case 'dropped':
    case 'lost':
      return null;
    default:
      return before;
  }
}

const percent = (part: number): string => `${String(part * 100)}%`;

/** An event's time from left to right: its waits as areas on the ground, its executions as taller blocks. The list beside it says the same in words. */
export function EventTimeline({ lifeLine, until }: { lifeLine: readonly Step[]; until: number }) {
  return (
    <svg class="event-timeline" width="100%" height="26" aria-hidden="true" focusable="false">
      {stretchesOf(lifeLine, until).map(({ state, from, until: to }, index) =>
        state === 'running' ? (
          <g key={index} class="timeline-running">
            <rect x={percent(from)} y="2" width={percent(to - from)} height="22" />
            {/* An execution of milliseconds among waits of minutes must still be seen. */}
            <line x1={percent(from)} x2={percent(from)} y1="2" y2="24" />
          </g>
        ) : (
          <rect key={index} class={`area area-${state}`} x={percent(from)} y="17" width={percent(to - from)} height="7" />
        ),
      )}
      <line class="base" x1="0" x2="100%" y1="24.5" y2="24.5" />
    </svg>
  );
}
