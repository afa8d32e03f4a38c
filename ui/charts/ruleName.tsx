import type { TimeAxis } from './timeAxis.ts';
import { wrapped } from './wrapped.ts';

/** In units of the text's scale. */
const lineHeight = 15;
const characterWidth = 7.3;
const inset = 6;

/**
 * The name of a limit, beside its rule: above it, or below where it is said so or needs several lines. It breaks where the plot is
 * narrower than the name, which is set in characters of one width; what is said `aside` is set in narrower ones.
 */
export function RuleName({ axis, at, text, aside = '', isBelow = false }: { axis: TimeAxis; at: number; text: string; aside?: string; isBelow?: boolean }) {
  const room = axis.width - axis.left - axis.right - 2 * inset;
  const most = Math.floor(room / (characterWidth * axis.scale));
  const isOneLine = text.length + (aside === '' ? 0 : aside.length + 1) <= most;
  const lines = isOneLine ? [text] : wrapped(text, most);
  const asides = isOneLine || aside === '' ? [] : wrapped(aside, most);
  const first = isBelow || lines.length + asides.length > 1 ? at + 14 * axis.scale : at - 5;
  const x = axis.left + inset;
  const lineAt = (line: number): number => first + line * lineHeight * axis.scale;
  return (
    <text class="rule-name">
      {lines.map((line, index) => (
        <tspan key={index} x={x} y={lineAt(index)}>
          {line}
        </tspan>
      ))}
      {isOneLine && aside !== '' && <tspan class="rule-aside"> {aside}</tspan>}
      {asides.map((line, index) => (
        <tspan key={lines.length + index} class="rule-aside" x={x} y={lineAt(lines.length + index)}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
