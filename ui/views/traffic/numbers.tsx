import { edit } from '../../state/edit.ts';
import type { Edit } from '../../state/edit.ts';
import { addPoint, shape, takePoint } from './curveHandle.tsx';
import type { DrawingScale } from './drawingScale.ts';
import { firstNumber, removeBlock } from './faultLane.tsx';
import { blockTimes } from './faultBlocks.ts';
import { Field } from './field.tsx';
import { moved, mostPoints } from './handles.ts';
import type { Handle } from './handles.ts';
import type { Effect, FaultBlock, Pattern, TrafficEntry } from './scenarioTraffic.ts';
import { idOf, selection } from './selection.ts';
import { handleName, blockName, whereEdited } from './words.ts';
import { readRate, readShare, readTime, writtenRate, writtenTime } from './written.ts';

const timeHint = 'Write a time such as 40m, 1h30m or 01:30.';
const rateHint = 'Write a rate such as 15/s, 30/min or 1.5k/s.';

/** The numbers of what is selected, as fields: whatever can be dragged can be typed. */
export function Numbers({ entry, handles, block, scale, isDisabled }: { entry: TrafficEntry | null; handles: readonly Handle[]; block: FaultBlock | null; scale: DrawingScale; isDisabled: boolean }) {
  return (
    <fieldset class="traffic-numbers" disabled={isDisabled} onKeyDown={backOnEscape}>
      <legend class="visually-hidden">Numbers of what is selected</legend>
      {block !== null ? <BlockNumbers key={`fault ${String(block.index)}`} block={block} /> : entry !== null && <EntryNumbers key={`entry ${String(entry.index)}`} entry={entry} handles={handles} scale={scale} />}
    </fieldset>
  );
}

function EntryNumbers({ entry, handles, scale }: { entry: TrafficEntry; handles: readonly Handle[]; scale: DrawingScale }) {
  const { pattern } = entry;
  switch (pattern.kind) {
    case 'level':
      return (
        <>
          <RateField name="Rate" written={pattern.written} id={firstNumber} editsFor={(rate) => [{ path: ['traffic', entry.index, 'arrivals', pattern.name, 'rate'], value: writtenRate(rate) }]} />
          <button type="button" onClick={() => shape(entry)}>
            Shape it
          </button>
          <p class="traffic-hint">Shaping makes stages of the same rate; nothing changes until you drag one of their points.</p>
        </>
      );
    case 'stages':
      return pattern.stages.length > mostPoints ? (
        <p class="traffic-hint">
          {pattern.stages.length} stages are too many points to drag. {whereEdited(entry)}
        </p>
      ) : (
        <PointNumbers entry={entry} handles={handles} scale={scale} />
      );
    case 'sine':
      return <SineNumbers pattern={pattern} path={['traffic', entry.index, 'arrivals', 'sine']} />;
    case 'burst':
      return (
        <>
          <TimeField name="At" seconds={pattern.at + entry.from} id={firstNumber} editsFor={(at) => (at < entry.from ? null : [{ path: ['traffic', entry.index, 'arrivals', 'burst', 'at'], value: writtenTime(at - entry.from) }])} />
          <Field
            name="Events"
            value={String(pattern.count)}
            hint="Write a whole number from 1 to 100,000,000."
            apply={(text) => {
              const count = Number(text.replace(/[,\s]/g, ''));
              if (!Number.isInteger(count) || count < 1 || count > 100_000_000) return false;
              edit([{ path: ['traffic', entry.index, 'arrivals', 'burst', 'count'], value: count }]);
              return true;
            }}
          />
        </>
      );
    case 'elsewhere':
      return (
        <p class="traffic-hint">
          <code>{pattern.name}</code> is data, not a curve: the faint line is what the last run accepted. {whereEdited(entry)}
        </p>
      );
  }
}

function PointNumbers({ entry, handles, scale }: { entry: TrafficEntry; handles: readonly Handle[]; scale: DrawingScale }) {
  const now = selection.value;
  const handle = now?.kind === 'handle' && now.entry === entry.index ? handles.find((one) => one.place === now.place) : undefined;
  if (handle === undefined) return <p class="traffic-hint">Drag a point, or the line between two. Double-click the line for another point.</p>;
  return (
    <>
      <p class="numbers-of">{handleName(handle, entry)}</p>
      <TimeField name="At" seconds={handle.at} id={firstNumber} editsFor={(at) => moved(entry, handle, { at, value: handle.value })} />
      <RateField name="Rate" written={entry.pattern.kind === 'stages' ? (entry.pattern.stages[handle.place]?.written ?? handle.value) : handle.value} editsFor={(value) => moved(entry, handle, { at: handle.at, value })} />
      <button type="button" onClick={() => addPoint(entry, handle, scale)}>
        Add a point after it
      </button>
      <button type="button" class="quiet" onClick={() => takePoint(entry, handle)}>
        Remove the point
      </button>
    </>
  );
}

function SineNumbers({ pattern, path }: { pattern: Extract<Pattern, { kind: 'sine' }>; path: readonly (string | number)[] }) {
  const { mean, amplitude, period, peak, written } = pattern;
  return (
    <>
      <RateField name="Mean" written={written.mean} id={firstNumber} editsFor={(rate) => [{ path: [...path, 'mean'], value: writtenRate(rate) }, ...(amplitude > rate ? [{ path: [...path, 'amplitude'], value: writtenRate(rate) }] : [])]} />
      <RateField name="Amplitude" written={written.amplitude} hint={`Write a rate of at most the mean, ${written.mean}.`} editsFor={(rate) => (rate > mean ? null : [{ path: [...path, 'amplitude'], value: writtenRate(rate) }])} />
      <TimeField name="Period" seconds={period} editsFor={(seconds) => (seconds > 0 ? [{ path: [...path, 'period'], value: writtenTime(seconds) }] : null)} />
      <TimeField name="First peak" seconds={peak} editsFor={(seconds) => [{ path: [...path, 'peak'], value: writtenTime(seconds) }]} />
    </>
  );
}

function BlockNumbers({ block }: { block: FaultBlock }) {
  const { from, until } = block;
  const spanHint = `${timeHint} A fault ends after it begins.`;
  return (
    <>
      <p class="numbers-of">
        {blockName(block)} <code>{block.of.name}</code>
      </p>
      <TimeField name="From" seconds={from} hint={spanHint} id={firstNumber} editsFor={(seconds) => (seconds < until ? blockTimes(block, seconds, until) : null)} />
      <TimeField name="Until" seconds={until} hint={spanHint} editsFor={(seconds) => (seconds > from ? blockTimes(block, from, seconds) : null)} />
      {block.effects.map(({ name, value }) =>
        name === 'deleted' ? null : (
          <Field
            key={name}
            isCode
            name={name}
            value={String(value)}
            hint={effectHints[name]}
            apply={(text) => {
              const next = readEffect(name, text);
              if (next === null) return false;
              edit([{ path: ['faults', block.index, name], value: next }]);
              return true;
            }}
          />
        ),
      )}
      <button type="button" class="quiet" onClick={() => removeBlock(block)}>
        Remove the fault
      </button>
    </>
  );
}

function TimeField({ name, seconds, id, hint = timeHint, editsFor }: { name: string; seconds: number; id?: string; hint?: string; editsFor: (seconds: number) => readonly Edit[] | null }) {
  return <Field name={name} value={writtenTime(seconds)} hint={hint} apply={(text) => enter(readTime(text), editsFor)} {...(id === undefined ? {} : { id })} />;
}

function RateField({ name, written, id, hint = rateHint, editsFor }: { name: string; written: string | number; id?: string; hint?: string; editsFor: (rate: number) => readonly Edit[] | null }) {
  return <Field name={name} value={typeof written === 'number' ? writtenRate(written) : written} hint={hint} apply={(text) => enter(readRate(text), (value) => (value > 10_000_000 ? null : editsFor(value)))} {...(id === undefined ? {} : { id })} />;
}

function enter(value: number | null, editsFor: (value: number) => readonly Edit[] | null): boolean {
  const edits = value === null ? null : editsFor(value);
  if (edits === null) return false;
  edit(edits);
  return true;
}

const shareHint = 'Write a share from 0 to 1, or as 10 %.';
const effectHints: Record<Exclude<Effect, 'deleted'>, string> = {
  errorRate: shareHint,
  systemErrorRate: shareHint,
  enqueueFailureRate: shareHint,
  failureRate: shareHint,
  durationFactor: 'Write a number from 0 to 10,000.',
  ReservedConcurrentExecutions: 'Write a whole number, 0 or more.',
};

function readEffect(name: Exclude<Effect, 'deleted'>, text: string): number | null {
  if (name !== 'durationFactor' && name !== 'ReservedConcurrentExecutions') return readShare(text);
  const value = text.trim() === '' ? NaN : Number(text.replace(/[×,]/g, ''));
  if (name === 'durationFactor') return value >= 0 && value <= 10_000 ? value : null;
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** From a number back to what it belongs to. */
function backOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || selection.value === null) return;
  event.preventDefault();
  event.stopPropagation();
  document.getElementById(idOf(selection.value))?.focus();
}
