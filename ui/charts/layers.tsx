import type { Capture } from '../../sim/engines/result.ts';

/** What charts are made of: each kind of event keeps its colour, pattern and words everywhere on the page. */

export type Layer =
  | 'onTime'
  | 'late'
  | 'captured'
  | 'inDeadLetterQueue'
  | 'atFailureDestination'
  | 'capturedByBoth'
  | 'gone'
  | 'lost'
  | 'functionErrorWait'
  | 'throttleBackoff'
  | 'unread'
  | 'overdue'
  | 'duplicates'
  | 'retries'
  | 'deliveryFailures'
  | 'accepted'
  | 'afterRetry'
  | 'concurrency'
  | 'provisioned'
  | 'p50'
  | 'p90'
  | 'p99'
  | 'ghost'
  | 'scenario'
  | 'scenarioFine'
  | 'spread'
  | 'retrying'
  | 'bisecting'
  | 'throttled'
  | 'processing'
  | 'gathering'
  | DestinationLayer;

/** Destinations have no meaning of their own: their lines differ by their dashes. */
export const destinationLayers = ['destination1', 'destination2', 'destination3', 'destination4', 'destination5', 'destination6', 'destination7', 'destination8'] as const;
export type DestinationLayer = (typeof destinationLayers)[number];

/** Layers drawn as a line rather than an area. */
const lines: ReadonlySet<Layer> = new Set(['accepted', 'afterRetry', 'provisioned', 'p50', 'p90', 'p99', 'ghost', 'scenario', 'scenarioFine', ...destinationLayers]);

const hatches: Partial<Record<Layer, string>> = {
  late: 'url(#hatch-late)',
  atFailureDestination: 'url(#hatch-destination)',
  capturedByBoth: 'url(#hatch-both)',
  gone: 'url(#hatch-gone)',
  overdue: 'url(#hatch-overdue)',
  bisecting: 'url(#hatch-bisecting)',
  throttled: 'url(#hatch-throttled)',
};

/** The layer of discarded events by what took them. */
export const captureLayers: Record<Capture, Layer> = { deadLetterQueue: 'inDeadLetterQueue', onFailure: 'atFailureDestination', both: 'capturedByBoth' };

/** A layer's fill: its pattern as an attribute, where it has one; its flat colour comes from the style sheet. */
export function fillOf(layer: Layer): { fill?: string } {
  const hatch = hatches[layer];
  return hatch === undefined ? {} : { fill: hatch };
}

/** A small sample of a layer, beside its words. */
export function Swatch({ layer }: { layer: Layer }) {
  return (
    <svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {layer === 'deliveryFailures' ? (
        <path class="failure-mark" d={crossAt(6, 6)} />
      ) : lines.has(layer) ? (
        <path class={`line line-${layer}`} d="M0 6H12" />
      ) : (
        <rect class={`area area-${layer} edge-${layer}`} x="0.75" y="0.75" width="10.5" height="10.5" {...fillOf(layer)} />
      )}
    </svg>
  );
}

/** The mark of deliveries that failed: a cross around a point, as a path. */
export function crossAt(x: number, y: number): string {
  return `M${String(x - 3.5)} ${String(y - 3.5)}l7 7m0-7l-7 7`;
}
