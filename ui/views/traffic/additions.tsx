import { cursor, speak } from '../../state/cursor.ts';
import { edit } from '../../state/edit.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import type { DrawingScale } from './drawingScale.ts';
import { addFault, newFaults } from './faultBlocks.ts';
import { highestRateOf } from './curve.ts';
import type { FaultBlock, ScenarioTraffic, TrafficEntry, TrafficFunction } from './scenarioTraffic.ts';
import { chosenEntry, selectAndFocus } from './selection.ts';
import { snapCount, snapTime, timeStep } from './snapping.ts';
import { instant } from './words.ts';
import { writtenTime } from './written.ts';

/** What can be put on the axis: at the charts’ cursor, or in the middle of what is in view. */
export function Additions({ traffic, about, chosen, scale, isDisabled }: { traffic: ScenarioTraffic; about: TrafficFunction; chosen: TrafficEntry | null; scale: DrawingScale; isDisabled: boolean }) {
  const step = timeStep(scale.span.to - scale.span.from, false);
  const place = (): number => snapTime(cursor.value ?? (scale.span.from + scale.span.to) / 2, step);
  return (
    <div class="traffic-additions" role="group" aria-label="Add to the time axis">
      <span aria-hidden="true">Add</span>
      <button
        type="button"
        disabled={isDisabled}
        title="many events at one instant"
        onClick={() => {
          const at = Math.min(place(), traffic.durationSeconds - step);
          const count = snapCount(Math.max(100, (chosen === null ? 0 : highestRateOf(chosen)) * 60));
          addEntry(traffic, about, chosen, { burst: { count, at: writtenTime(at) } });
          selectAndFocus({ kind: 'handle', entry: traffic.entries.length, handle: 'burst', place: 0 });
          speak(`Burst added at ${instant(at, traffic.durationSeconds)}.`);
        }}
      >
        burst
      </button>
      {newFaults.flatMap(({ name, words, effect, ofDestination }) =>
        targetsOf(about, ofDestination === true).map((of) => {
          const label = of.kind === 'destination' && about.destinations.length > 1 ? `${name}: ${of.name}` : name;
          return (
            <button
              key={label}
              type="button"
              disabled={isDisabled}
              title={words}
              onClick={() => {
                const length = Math.max(step, snapTime(traffic.durationSeconds / 10, step));
                const from = Math.max(0, Math.min(place(), traffic.durationSeconds - length));
                edit([addFault(traffic.blocks.length, of, effect, from, Math.min(from + length, traffic.durationSeconds))]);
                selectAndFocus({ kind: 'block', index: traffic.blocks.length });
                speak(`${label} added at ${instant(from, traffic.durationSeconds)}.`);
              }}
            >
              {label}
            </button>
          );
        }),
      )}
    </div>
  );
}

/** What a fault can happen to: the function, or the first few of its destinations. */
function targetsOf({ name, destinations }: TrafficFunction, ofDestination: boolean): FaultBlock['of'][] {
  return ofDestination ? destinations.slice(0, 3).map((destination) => ({ kind: 'destination', name: destination })) : [{ kind: 'function', name }];
}

/** Adds an entry of traffic to a function, to the same version or alias as the one that is chosen, and chooses it. */
export function addEntry(traffic: ScenarioTraffic, about: TrafficFunction, chosen: TrafficEntry | null, arrivals: Json): void {
  const qualifier = chosen?.qualifier ?? null;
  edit([{ path: ['traffic', traffic.entries.length], value: { to: about.name, ...(qualifier === null ? {} : { qualifier }), arrivals } }]);
  chosenEntry.value = traffic.entries.length;
}
