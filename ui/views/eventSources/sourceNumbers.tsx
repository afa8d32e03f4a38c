import { countOf, formatCount } from '../../../sim/report/count.ts';
import { formatShare } from '../../../sim/report/share.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { Swatch } from '../../charts/layers.tsx';
import type { Layer } from '../../charts/layers.tsx';
import { chosenSource, keyOf, sourceWords, sourcesOf } from '../../charts/eventSources/sources.ts';
import type { QueueMappingResult, Source } from '../../charts/eventSources/sources.ts';
import '../../style/eventSources.css';
import type { ShownRun } from '../../state/simulation.ts';
import { OutcomeBar } from '../outcomes.tsx';

/** Where the records or messages of the chosen stream or queue are, with all of them in a table where there are several. */
export function SourceNumbers({ run }: { run: ShownRun }) {
  const sources = sourcesOf(run);
  const source = sources.find((one) => keyOf(one) === chosenSource.value) ?? sources[0];
  if (source === undefined) return null;
  const { whole, parts, work } = source.kind === 'stream' ? streamNumbers(source) : queueNumbers(source, readersOf(run, source.name));
  return (
    <>
      <section class="numbers" aria-label={`Numbers of ${source.name}`}>
        <Head source={source} whole={whole} />
        <OutcomeBar parts={parts} whole={whole} />
        <dl class="outcome-numbers">
          {parts.map(({ layer, label, value, aside }) => (
            <div key={label} class={value === 0 ? 'number is-none' : 'number'}>
              <dt>
                <Swatch layer={layer} />
                {label}
              </dt>
              <dd>
                <span class="count">{formatCount(value)}</span>
                <span class="share">{formatShare(value, whole)}</span>
                {aside !== undefined && <span class="share">{aside}</span>}
              </dd>
            </div>
          ))}
        </dl>
        <dl class="work-numbers">
          {work.map(({ label, text, isNone }) => (
            <div key={label} class={isNone ? 'number is-none' : 'number'}>
              <dt>{label}</dt>
              <dd>
                <span class="count">{text}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {sources.length > 1 && <SourceTable sources={sources} chosen={source} />}
    </>
  );
}

function Head({ source, whole }: { source: Source; whole: number }) {
  const isStream = source.kind === 'stream';
  const readers = isStream ? [source.function] : source.functions;
  return (
    <p class="numbers-head">
      {isStream ? `${countOf(whole, 'record')} written to ` : `${countOf(whole, 'message')} sent to `}
      <code>{isStream ? source.stream : source.name}</code>
      {readers.length > 0 && ', read by '}
      {readers.map((name, place) => (
        <span key={name}>
          {place > 0 && ' and '}
          <code>{name}</code>
        </span>
      ))}
    </p>
  );
}

interface Numbers {
  /** What the parts add up to, with those that are no part of the picture. */
  whole: number;
  parts: { layer: Layer; label: string; value: number; aside?: string }[];
  work: { label: string; text: string; isNone: boolean }[];
}

function streamNumbers({ result }: Extract<Source, { kind: 'stream' }>): Numbers {
  const { written, delivered, discarded, expired, waiting, inFlight, skipped, filtered } = result;
  return {
    whole: written,
    parts: [
      { layer: 'onTime', label: 'Delivered', value: delivered },
      { layer: 'atFailureDestination', label: 'Discarded, captured', value: discarded.captured },
      { layer: 'gone', label: 'Discarded, gone', value: discarded.gone },
      { layer: 'lost', label: 'Expired', value: expired },
      { layer: 'unread', label: 'Waiting', value: waiting, ...(inFlight > 0 ? { aside: `and ${formatCount(inFlight)} being processed` } : {}) },
    ],
    work: [
      { label: 'Iterator age p99', text: formatSpan(result.iteratorAgeSeconds.p99), isNone: false },
      { label: 'Longest block', text: formatSpan(result.longestBlockSeconds), isNone: result.longestBlockSeconds === 0 },
      counted('Invocations', result.invocations),
      counted('Of these failed', result.failedInvocations),
      counted('Splits', result.splits),
      counted('Throttles', result.throttles),
      ...[counted('Filtered out', filtered), counted('Before the start', skipped)].filter(({ isNone }) => !isNone),
    ],
  };
}

function queueNumbers({ result }: Extract<Source, { kind: 'queue' }>, readers: readonly QueueMappingResult[]): Numbers {
  const { sent, received, deleted, redriven, expired, visible, hidden, delayed } = result;
  const sum = (of: (reader: QueueMappingResult) => number): number => readers.reduce((total, reader) => total + of(reader), 0);
  const [reader] = readers;
  return {
    whole: sent,
    parts: [
      { layer: 'onTime', label: 'Processed and deleted', value: deleted },
      { layer: 'inDeadLetterQueue', label: 'To the dead-letter queue', value: redriven },
      { layer: 'lost', label: 'Expired', value: expired },
      { layer: 'unread', label: 'Visible', value: visible, ...(delayed > 0 ? { aside: `and ${formatCount(delayed)} delayed` } : {}) },
      { layer: 'throttleBackoff', label: 'Hidden', value: hidden },
    ],
    work: [
      ...(reader === undefined || readers.length > 1 ? [] : [{ label: 'Latency p99', text: formatSpan(reader.latencySeconds.p99), isNone: false }]),
      counted('Received, each time', received),
      ...(readers.length === 0
        ? []
        : [counted('Invocations', sum(({ invocations }) => invocations)), counted('Of these failed', sum(({ failedInvocations }) => failedInvocations)), counted('Throttles', sum(({ throttles }) => throttles)), counted('Given up', sum(({ givenUp }) => givenUp))]),
    ],
  };
}

const counted = (label: string, value: number): Numbers['work'][number] => ({ label, text: formatCount(value), isNone: value === 0 });

function readersOf({ scenario, snapshot: { result } }: ShownRun, queue: string): QueueMappingResult[] {
  return Object.entries(scenario.eventSourceMappings).flatMap(([name, { EventSourceArn }]) => {
    const own = result.eventSourceMappings?.[name];
    return EventSourceArn === queue && own?.source === 'queue' ? [own] : [];
  });
}

const columns = ['Came in', 'Delivered', 'Discarded', 'Expired', 'Waiting', 'Age p99', 'Blocked, most'];

/** All streams and queues side by side, to choose the one that numbers and charts are about. */
function SourceTable({ sources, chosen }: { sources: readonly Source[]; chosen: Source }) {
  return (
    <section class="functions" aria-labelledby="event-sources">
      <div class="functions-head">
        <h3 id="event-sources">Streams and queues</h3>
      </div>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of streams and queues">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={keyOf(source)} class={source === chosen ? 'is-chosen' : ''}>
                <th scope="row">
                  <button type="button" class="choose" aria-pressed={source === chosen} onClick={() => (chosenSource.value = keyOf(source))} title={sourceWords(source)}>
                    {source.name}
                  </button>
                </th>
                {cellsOf(source).map((cell, place) => (
                  <td key={place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function cellsOf(source: Source): string[] {
  if (source.kind === 'queue') {
    const { sent, deleted, redriven, expired, visible, hidden, delayed } = source.result;
    return [...[sent, deleted, redriven, expired, visible + hidden + delayed].map(formatCount), '–', '–'];
  }
  const { written, delivered, discarded, expired, waiting, inFlight, iteratorAgeSeconds, longestBlockSeconds } = source.result;
  return [...[written, delivered, discarded.total, expired, waiting + inFlight].map(formatCount), formatSpan(iteratorAgeSeconds.p99), formatSpan(longestBlockSeconds)];
}
