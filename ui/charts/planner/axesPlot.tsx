import type { ComponentChildren } from 'preact';
import { metricScale, settingScale, type MarkedScale } from './scales.ts';

/** What an axis is of. */
export interface Quantity {
  name: string;
  /** Whether its values are seconds. */
  isTime: boolean;
  format: (value: number) => string;
}

/** A limit that a metric is held against. */
export interface Limit {
  value: number;
  name: string;
}

interface AxesPlotProps {
  width: number;
  setting: Quantity;
  metric: Quantity;
  settingValues: readonly number[];
  metricValues: readonly number[];
  limit: Limit | null;
  /** Draws what is measured. */
  children: (x: MarkedScale, y: MarkedScale) => ComponentChildren;
}

/** The height of what is measured, in pixels. */
export const plotHeight = 170;
const [topRoom, bottomRoom, rightRoom, inset] = [14, 40, 16, 12];
const characterWidth = 7;
const markWidth = 110;

/** A metric over a setting: two axes, a limit, and what is measured. */
export function AxesPlot({ width, setting, metric, settingValues, metricValues, limit, children }: AxesPlotProps) {
  const y = metricScale(metricValues, limit?.value ?? null, [plotHeight, 0], metric.isTime);
  const left = Math.max(...y.marks.map((mark) => metric.format(mark).length)) * characterWidth + 12;
  const right = width - rightRoom;
  const x = settingScale([Math.min(...settingValues), Math.max(...settingValues)], [left + inset, right - inset], Math.max(2, Math.floor(width / markWidth)), setting.isTime);
  return (
    <svg width={width} height={topRoom + plotHeight + bottomRoom} aria-hidden="true" focusable="false">
      <g transform={`translate(0 ${String(topRoom)})`}>
        {y.marks.map((mark) => (
          <g key={mark} class="tick">
            <line x1={left} x2={right} y1={y(mark)} y2={y(mark)} />
            <text x={left - 8} y={y(mark)} dy="0.32em" text-anchor="end">
              {metric.format(mark)}
            </text>
          </g>
        ))}
        {x.marks.map((mark) => (
          <g key={mark}>
            <line class="time-mark" x1={x(mark)} x2={x(mark)} y1={plotHeight} y2={plotHeight + 4} />
            <text x={x(mark)} y={plotHeight + 17} text-anchor="middle">
              {setting.format(mark)}
            </text>
          </g>
        ))}
        <line class="base" x1={left} x2={right} y1={plotHeight} y2={plotHeight} />
        <text class="plan-axis-name" x={right} y={plotHeight + 34} text-anchor="end">
          {setting.name}
          {x.isLogarithmic ? ' (logarithmic)' : ''}
        </text>
        {limit !== null && (
          <>
            <line class="rule" x1={left} x2={right} y1={y(limit.value)} y2={y(limit.value)} />
            <text class="rule-name" x={right} y={y(limit.value) - 5} text-anchor="end">
              {limit.name}
            </text>
          </>
        )}
        {children(x, y)}
      </g>
    </svg>
  );
}
