import '../../style/traffic.css';
import { computed } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { open, selectedFunction, selectFunction, zoom } from '../../state/session.ts';
import { problem, shown } from '../../state/simulation.ts';
import { acceptedRate } from './acceptedRate.ts';
import { addEntry, Additions } from './additions.tsx';
import { highestRateOf } from './curve.ts';
import { Drawing } from './drawing.tsx';
import { heldTop } from './dragging.ts';
import { drawingScale, topFor } from './drawingScale.ts';
import { EntryList } from './entryList.tsx';
import { blocksOf } from './faultBlocks.ts';
import { handlesOf } from './handles.ts';
import { Numbers } from './numbers.tsx';
import { readTraffic } from './scenarioTraffic.ts';
import type { ScenarioTraffic, TrafficFunction } from './scenarioTraffic.ts';
import { chosenEntry, isOpen, selection } from './selection.ts';

const written = computed(() => readTraffic(open.value.text));
const simulated = computed(() => (shown.value === null ? null : readTraffic(shown.value.request.text)));

/** Arrivals and faults of a function on the charts’ time axis, to be drawn instead of typed: what is dragged changes the scenario’s text, and is simulated at once. */
export function TrafficPanel() {
  const isDisabled = written.value === null || problem.value?.kind === 'issues';
  const traffic = isDisabled ? simulated.value : written.value;
  if (traffic === null) return null;
  const about = functionOf(traffic);
  if (about === null) return null;
  return (
    <section class="traffic" aria-labelledby="traffic">
      <header class="traffic-head">
        <h3 id="traffic">
          <button type="button" class="quiet" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
            Traffic and faults
          </button>
        </h3>
        {traffic.functions.length > 1 ? <FunctionChoice traffic={traffic} about={about} /> : <code>{about.name}</code>}
      </header>
      {isOpen.value && (
        <>
          {isDisabled && <p class="traffic-stale">The text has a problem; this is what was simulated last. Put the text right to draw on.</p>}
          <Workbench traffic={traffic} about={about} isDisabled={isDisabled} />
        </>
      )}
    </section>
  );
}

/** The selected function; where none is, the first one that has traffic. */
function functionOf({ functions, entries }: ScenarioTraffic): TrafficFunction | null {
  const selected = selectedFunction.value;
  const named = (name: string | undefined): TrafficFunction | undefined => functions.find((one) => one.name === name);
  return named(selected ?? undefined) ?? named(selected?.split(':')[0]) ?? named(entries[0]?.to) ?? functions[0] ?? null;
}

function FunctionChoice({ traffic, about }: { traffic: ScenarioTraffic; about: TrafficFunction }) {
  return (
    <label>
      of{' '}
      <select value={about.name} onChange={({ currentTarget }) => selectFunction(currentTarget.value)}>
        {traffic.functions.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Workbench({ traffic, about, isDisabled }: { traffic: ScenarioTraffic; about: TrafficFunction; isDisabled: boolean }) {
  const [place, room] = useRoom();
  return (
    <div class="traffic-work" ref={place}>
      {room !== null && <Tools traffic={traffic} about={about} isDisabled={isDisabled} room={room} />}
    </div>
  );
}

function Tools({ traffic, about, isDisabled, room }: { traffic: ScenarioTraffic; about: TrafficFunction; isDisabled: boolean; room: Room }) {
  const entries = traffic.entries.filter(({ to }) => to === about.name);
  const chosen = entries.find(({ index }) => index === chosenEntry.value) ?? entries[0] ?? null;
  // Only data need the run: a curve is not drawn again each time there are new numbers.
  const run = entries.some(({ pattern }) => pattern.kind === 'elsewhere') ? shown.value : null;
  const accepted = run === null ? [] : acceptedRate(run.snapshot, about.name, traffic.durationSeconds, room.width);
  const highest = entries.reduce((most, entry) => Math.max(most, highestRateOf(entry)), accepted.reduce((most, { rate }) => Math.max(most, rate), 0));
  const scale = drawingScale(room.width, room.text, traffic.durationSeconds, zoom.value, heldTop.value ?? topFor(highest));
  const handles = chosen === null ? [] : handlesOf(chosen, scale.span);
  const blocks = blocksOf(traffic.blocks, about);
  const now = selection.value;
  const block = now?.kind === 'block' ? (blocks.find(({ index }) => index === now.index) ?? null) : null;
  return (
    <>
      {entries.length === 0 && (
        <p class="traffic-none">
          {Object.values(shown.value?.scenario.eventSourceMappings ?? {}).some(({ FunctionName }) => FunctionName === about.name)
            ? 'Event source mappings invoke it, and nothing does asynchronously: to change that, add '
            : 'No traffic yet: add '}
          <button type="button" disabled={isDisabled} onClick={() => addEntry(traffic, about, null, { poisson: { rate: '10/s' } })}>
            a steady rate
          </button>{' '}
          or a burst.
        </p>
      )}
      <div class={scale.right > 100 ? 'traffic-canvas has-side' : 'traffic-canvas'}>
        {entries.length > 0 && <EntryList traffic={traffic} about={about} entries={entries} chosen={chosen} isDisabled={isDisabled} />}
        <Drawing entries={entries} chosen={chosen} handles={handles} blocks={blocks} accepted={accepted} scale={scale} isDisabled={isDisabled} />
      </div>
      <Additions traffic={traffic} about={about} chosen={chosen} scale={scale} isDisabled={isDisabled} />
      <Numbers entry={chosen} handles={handles} block={block} scale={scale} isDisabled={isDisabled} />
    </>
  );
}

/** Pixels across, and the reader’s text size over the usual one: what has to hold text grows with it. */
interface Room {
  width: number;
  text: number;
}

function useRoom() {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Room | null>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const measure = (): void => setRoom({ width: Math.floor(element.clientWidth), text: (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16) / 16 });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return [place, room] as const;
}
