import { cursor } from '../state/cursor.ts';
import { Swatch } from './layers.tsx';
import type { Layer } from './layers.tsx';
import { visibleBin } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** A layer's name beside its end, with its value: at the cursor, or over the whole run when nobody points. */
export interface DirectLabel {
  layer: Layer;
  name: string;
  /** Where the label would like to stand, in pixels from the plot's top. */
  at: number;
  whole: string;
  valueAt: (bin: number) => string;
}

/** In units of the text's scale; the style sheet gives the lines the same. */
const labelHeight = 19;

/** Direct labels at the right edge, or in a row above the plot where there is no room beside it (`top` null). */
export function DirectLabels({ axis, labels, top, height }: { axis: TimeAxis; labels: readonly DirectLabel[]; top: number | null; height: number }) {
  const lineHeight = labelHeight * axis.scale;
  const places = top === null ? [] : spread(labels, height, lineHeight);
  return (
    <ul class={top === null ? 'direct-labels in-row' : 'direct-labels'} aria-hidden="true">
      {labels.map((label, index) => (
        <li key={label.name} style={top === null ? {} : { top: `${String(top + (places[index] ?? 0) - lineHeight / 2)}px`, width: `${String(axis.right - 10 * axis.scale)}px` }}>
          <Swatch layer={label.layer} />
          <span class="label-name">{label.name}</span>
          <LabelValue axis={axis} label={label} />
        </li>
      ))}
    </ul>
  );
}

/** Reads the cursor on its own, so that pointing repaints numbers and not charts. */
function LabelValue({ axis, label }: { axis: TimeAxis; label: DirectLabel }) {
  const bin = visibleBin(axis, cursor.value);
  return <span class="label-value">{bin === null ? label.whole : label.valueAt(bin)}</span>;
}

/** Moves labels apart until none covers another, keeping their order and staying inside the plot. */
function spread(labels: readonly DirectLabel[], height: number, lineHeight: number): number[] {
  const order = labels.map((_, index) => index).sort((one, other) => (labels[one]?.at ?? 0) - (labels[other]?.at ?? 0));
  const places = labels.map(({ at }) => at);
  let free = lineHeight / 2;
  for (const index of order) {
    places[index] = Math.max(places[index] ?? 0, free);
    free = (places[index] ?? 0) + lineHeight;
  }
  let ceiling = Math.max(height, labels.length * lineHeight) - lineHeight / 2;
  for (const index of order.toReversed()) {
    places[index] = Math.min(places[index] ?? 0, ceiling);
    ceiling = (places[index] ?? 0) - lineHeight;
  }
  return places;
}
