import type { Overlay } from '../state/overlay.ts';
import type { Subject } from '../state/simulation.ts';
import type { Bins } from './bins.ts';
import type { TableColumn } from './chartTable.tsx';
import { compact } from './compact.ts';
import { highest } from './countScale.ts';
import type { DirectLabel } from './directLabels.tsx';
import type { Layer } from './layers.tsx';
import { stepLine } from './shapes.tsx';
import { axisFor } from './timeAxis.ts';
import type { TimeAxis } from './timeAxis.ts';

/** One quantity of another run, as a chart draws it over its own. */
export interface Outline {
  name: string;
  /** One value a bin. */
  values: readonly number[];
  /** Where the line runs, where that is not at the value: a part stands on top of the others. */
  heights?: readonly number[];
  /** Over the whole run. */
  whole: number;
}

/** The outlines of another run over one chart: none, where none is laid over it. */
export interface Outlines {
  overlay: Overlay | null;
  /** The chart's axis with the other run's bins. */
  axis: TimeAxis;
  outlines: readonly Outline[];
}

/** Another run's quantities for a chart; those that are nothing anywhere are left out. */
export function outlinesOf(axis: TimeAxis, overlay: Overlay | null, quantities: (subject: Subject, bins: Bins) => readonly Outline[]): Outlines {
  if (overlay === null) return { overlay, axis, outlines: [] };
  const own = axisFor(axis, overlay.minutes, overlay.ends);
  return { overlay, axis: own, outlines: quantities(overlay.subject, own.bins).filter(({ values, whole }) => highest(values) > 0 || whole > 0) };
}

/** The highest point of all outlines. */
export function highestOutline({ outlines }: Outlines): number {
  return highest(outlines.map(({ values, heights }) => highest(heights ?? values)));
}

/** The other run's lines; each lies on a lighter one that parts it from what is below. */
export function OutlineLines({ over: { overlay, axis, outlines }, y }: { over: Outlines; y: (value: number) => number }) {
  if (overlay === null) return null;
  return (
    <g class="outlines">
      {outlines.map(({ name, values, heights = values }, index) => {
        const path = stepLine(axis, heights, y);
        return (
          <g key={name}>
            <path class="halo" d={path} />
            <path class={`line line-${layerOf(overlay, index)}`} d={path} />
          </g>
        );
      })}
    </g>
  );
}

/** Labels of a scenario's outlines; a ghost has none. */
export function outlineLabels({ overlay, outlines }: Outlines, y: (value: number) => number, format: (value: number) => string = compact): DirectLabel[] {
  if (overlay?.kind !== 'scenario') return [];
  return outlines.map(({ name, values, heights = values, whole }, index) => ({
    layer: layerOf(overlay, index),
    name: `${overlay.label}: ${name}`,
    at: y(heights.findLast((height) => !Number.isNaN(height)) ?? 0),
    whole: format(whole),
    valueAt: (bin) => format(values[bin] ?? NaN),
  }));
}

/** Table columns of a scenario's outlines; a ghost has none. */
export function outlineColumns({ overlay, outlines }: Outlines, format: (value: number) => string, unit?: 'seconds'): TableColumn[] {
  if (overlay?.kind !== 'scenario') return [];
  return outlines.map(({ name, values }) => ({ name: `${overlay.label}: ${name}`, values, format, ...(unit === undefined ? {} : { unit }) }));
}

function layerOf({ kind }: Overlay, index: number): Layer {
  if (kind === 'ghost') return 'ghost';
  return index === 0 ? 'scenario' : 'scenarioFine';
}
