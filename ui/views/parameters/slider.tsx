import type { ValueNode } from '../../../sim/form/form.ts';
import { inputText } from '../../../sim/form/readInput.ts';
import { formatDuration, formatRate, parseDuration, parseRate } from '../../../sim/scenario/units.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import { sliderScale } from './sliderScale.ts';

/** The companion of a field whose range has two sensible ends. */
export function Slider({ node, value, slide }: { node: ValueNode; value: Json | undefined; slide: (value: Json) => void }) {
  const { slider, type } = node;
  if (slider === undefined) return null;
  const amount = value === undefined ? null : amountOf(type, value);
  // A value beyond the sensible ends moves the end, though never to where nothing is allowed.
  const ends = {
    from: Math.max(node.minimum ?? 0, Math.min(slider.from, amount ?? slider.from)),
    to: Math.min(node.maximum ?? Infinity, Math.max(slider.to, amount ?? slider.to)),
  };
  if (!(ends.from >= 0 && ends.to > ends.from)) return null;
  const scale = sliderScale(ends, type === 'integer');
  return (
    <input
      class={amount === null ? 'slider is-unset' : 'slider'}
      type="range"
      min={0}
      max={scale.last}
      step={1}
      value={amount === null ? scale.last : scale.positionOf(amount)}
      aria-label={`${node.label}, slider`}
      aria-valuetext={value === undefined ? (node.defaultNote ?? 'not set') : inputText(node, value)}
      onInput={(event) => slide(written(type, scale.valueAt(Number(event.currentTarget.value))))}
    />
  );
}

function amountOf(type: ValueNode['type'], value: Json): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (type === 'rate') return parseRate(value);
  if (type === 'duration') {
    const microseconds = parseDuration(value);
    return microseconds === null ? null : microseconds / 1_000_000;
  }
  return typeof value === 'number' ? value : null;
}

function written(type: ValueNode['type'], amount: number): Json {
  if (type === 'rate') return formatRate(amount);
  return type === 'duration' ? formatDuration(tidy(amount) * 1_000_000) : amount;
}

/** Whole minutes from ten minutes on, whole seconds from ten seconds on: what a person would have typed. */
function tidy(seconds: number): number {
  const step = seconds >= 36_000 ? 3600 : seconds >= 600 ? 60 : seconds >= 10 ? 1 : 0.001;
  return Math.round(seconds / step) * step;
}
