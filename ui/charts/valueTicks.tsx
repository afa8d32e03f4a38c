/** The lines of a value axis across the plot, each with its number on the left; `at` in pixels from the top. */
export function ValueTicks({ ticks, left, right }: { ticks: readonly { at: number; label: string }[]; left: number; right: number }) {
  return (
    <>
      {ticks.map(({ at, label }) => (
        <g key={label} class="tick">
          <line x1={left} x2={right} y1={at} y2={at} />
          <text x={left - 8} y={at} dy="0.32em" text-anchor="end">
            {label}
          </text>
        </g>
      ))}
    </>
  );
}
