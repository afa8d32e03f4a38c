import type { FunctionResult } from '../../sim/engines/result.ts';
import { Swatch, captureLayers, fillOf } from '../charts/layers.tsx';
import type { Layer } from '../charts/layers.tsx';
import { deliveryFailures } from '../charts/outcomesChart.tsx';
import { formatCount } from '../../sim/report/count.ts';
import { formatShare } from '../../sim/report/share.ts';
import { formatSpan } from '../../sim/report/span.ts';
import type { Range } from '../../sim/planner/assumptionBand.ts';
import { Prose } from './prose.tsx';
import { isWithoutEvents } from '../state/eventSources.ts';
import { shown, subject, subjectBand } from '../state/simulation.ts';

/** The numbers in one row: where every accepted event is, how long delivery took, and what it took. */
export function Outcomes() {
  const about = subject.value;
  const run = shown.value;
  if (about === null || run === null || isWithoutEvents(run, about)) return null;
  const { result, series, name, count } = about;
  const bounds = subjectBand.value;
  const { received } = result;
  const parts: { layer: Layer; label: string; value: number; range: Range | null; aside?: string; parts?: Part[] }[] = [
    { layer: 'onTime', label: 'Delivered on time', value: result.delivered.onTime, range: bounds?.onTime ?? null },
    { layer: 'late', label: 'Delivered late', value: result.delivered.delayed, range: bounds?.delayed ?? null },
    { layer: 'captured', label: 'Discarded, captured', value: result.discarded.captured, range: bounds?.captured ?? null, parts: captureParts(result) },
    { layer: 'gone', label: 'Discarded, gone', value: result.discarded.gone, range: bounds?.gone ?? null },
    { layer: 'lost', label: 'Lost', value: result.lost, range: bounds?.lost ?? null },
    {
      layer: 'throttleBackoff',
      label: 'Waiting',
      value: result.waiting.total,
      range: bounds?.waiting ?? null,
      ...(result.running > 0 ? { aside: `and ${formatCount(result.running)} running` } : {}),
    },
  ];
  const versioned = count > Object.keys(run.scenario.functions).length;
  const worst = name === null && count > 1;
  const delays = [
    { label: worst ? 'Worst delay p50' : 'Delay p50', value: result.delaySeconds.p50, range: bounds?.delayP50 ?? null },
    { label: worst ? 'Worst delay p99' : 'Delay p99', value: result.delaySeconds.p99, range: bounds?.delayP99 ?? null },
  ];
  const work = [
    { label: 'Throttles', value: result.metrics.Throttles },
    { label: 'Retries', value: series.retries.at(-1) ?? 0 },
    { label: 'Duplicates', value: result.duplicates },
    { label: 'Cold starts', value: result.metrics.ColdStarts },
    // What few scenarios have is shown where there is any.
    ...[
      { label: 'Delivery failures', value: deliveryFailures(result) },
      { label: 'Provisioned', value: result.metrics.ProvisionedConcurrencyInvocations },
      { label: 'Spilled over', value: result.metrics.ProvisionedConcurrencySpilloverInvocations },
      { label: 'Stopped loops', value: result.metrics.RecursiveInvocationsDropped },
    ].filter(({ value }) => value > 0),
  ];
  return (
    <section class="numbers" aria-label={name === null ? 'Numbers' : `Numbers of ${name}`}>
      <p class="numbers-head">
        {formatCount(received)} accepted events
        {name !== null && count > 1 && (
          <>
            {' of '}
            <code>{name}</code>
          </>
        )}
        {name === null && count > 1 && ` of ${formatCount(count)} ${versioned ? 'functions, versions and aliases' : 'functions'}`}
        {result.rejected > 0 && `; ${formatCount(result.rejected)} more were rejected on submission`}
      </p>
      <OutcomeBar parts={parts.flatMap((part) => part.parts ?? [part])} whole={received} />
      <dl class="outcome-numbers">
        {parts.map(({ layer, label, value, range, aside, parts: split = [] }) => (
          <div key={layer} class={value === 0 ? 'number is-none' : 'number'}>
            <dt>
              <Swatch layer={layer} />
              {label}
            </dt>
            <dd>
              <span class="count">{formatCount(value)}</span>
              <span class="share">{formatShare(value, received)}</span>
              <Band range={range} text={(count) => formatShare(count, received)} />
              {aside !== undefined && <span class="share">{aside}</span>}
              {split.map((part) => (
                <span key={part.layer} class="part">
                  <Swatch layer={part.layer} />
                  {part.value === value ? 'all' : formatCount(part.value)} {part.label}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <dl class="work-numbers">
        {delays.map(({ label, value, range }) => (
          <div key={label} class="number">
            <dt>{label}</dt>
            <dd>
              <span class="count">{formatSpan(value)}</span>
              <Band range={range} text={formatSpan} />
            </dd>
          </div>
        ))}
        {work.map(({ label, value }) => (
          <div key={label} class={value === 0 ? 'number is-none' : 'number'}>
            <dt>{label}</dt>
            <dd>
              <span class="count">{formatCount(value)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A part of a number. */
interface Part {
  layer: Layer;
  label: string;
  value: number;
}

/** Captured events by what took them. [DST-15] */
function captureParts({ discarded: { capturedBy } }: FunctionResult): Part[] {
  return [
    { layer: captureLayers.deadLetterQueue, label: 'in dead-letter queue', value: capturedBy.deadLetterQueue },
    { layer: captureLayers.onFailure, label: 'at failure destination', value: capturedBy.onFailure },
    { layer: captureLayers.both, label: 'by both, queue and destination', value: capturedBy.both },
  ].filter(({ value }) => value > 0);
}

/** All accepted events as one bar; the numbers below say the same in words. */
export function OutcomeBar({ parts, whole }: { parts: readonly { layer: Layer; value: number }[]; whole: number }) {
  if (whole === 0) return null;
  let before = 0;
  return (
    <svg class="outcome-bar" width="100%" height="14" aria-hidden="true" focusable="false">
      {parts.map(({ layer, value }) => {
        const x = before;
        before += value / whole;
        return value === 0 ? null : <rect key={layer} class={`area area-${layer}`} x={`${String(x * 100)}%`} width={`${String((value / whole) * 100)}%`} height="14" {...fillOf(layer)} />;
      })}
    </svg>
  );
}

/** What a number comes to over the dispatch disciplines; nothing where no difference can be seen. */
function Band({ range, text }: { range: Range | null; text: (value: number) => string }) {
  if (range === null) return null;
  const [low, high] = [text(range.low), text(range.high)];
  if (low === high) return null;
  return (
    <span class="range" title="Over the three dispatch disciplines">
      <Prose text={`${low} – ${high}`} />
    </span>
  );
}
