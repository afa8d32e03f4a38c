/** What charts are made of: each kind of event keeps its colour, pattern and words everywhere on the page. */

export type Layer =
  | 'onTime'
  | 'late'
  | 'captured'
  | 'gone'
  | 'lost'
  | 'functionErrorWait'
  | 'throttleBackoff'
  | 'unread'
  | 'overdue'
  | 'duplicates'
  | 'retries'
  | 'accepted'
  | 'afterRetry'
  | 'concurrency'
  | 'p50'
  | 'p90'
  | 'p99';

/** Layers drawn as a line rather than an area. */
const lines: ReadonlySet<Layer> = new Set(['accepted', 'afterRetry', 'p50', 'p90', 'p99']);

const hatches: Partial<Record<Layer, string>> = { late: 'url(#hatch-late)', gone: 'url(#hatch-gone)', overdue: 'url(#hatch-overdue)' };

/** A layer's fill: its pattern as an attribute, where it has one; its flat colour comes from the style sheet. */
export function fillOf(layer: Layer): { fill?: string } {
  const hatch = hatches[layer];
  return hatch === undefined ? {} : { fill: hatch };
}

/** A small sample of a layer, beside its words. */
export function Swatch({ layer }: { layer: Layer }) {
  return (
    <svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {lines.has(layer) ? (
        <path class={`line line-${layer}`} d="M0 6H12" />
      ) : (
        <rect class={`area area-${layer} edge-${layer}`} x="0.75" y="0.75" width="10.5" height="10.5" {...fillOf(layer)} />
      )}
    </svg>
  );
}
