import type { Span } from '../state/workspace.ts';

/** The part of a run of some duration that is drawn; all of it where the wanted part is none of it, as after the run became shorter. */
export function visibleSpan(wanted: Span | null, durationSeconds: number): Span {
  const whole = { from: 0, to: durationSeconds };
  if (wanted === null) return whole;
  const part = { from: Math.max(wanted.from, 0), to: Math.min(wanted.to, durationSeconds) };
  return part.to > part.from ? part : whole;
}

/** A visible part as it is kept: null for the whole run. */
export function asZoom(visible: Span, durationSeconds: number): Span | null {
  return visible.from <= 0 && visible.to >= durationSeconds ? null : visible;
}

/** A part `factor` times as long, in whole minutes and at least one, in which the instant `around` stays where it was. */
export function zoomed(visible: Span, around: number, factor: number, durationSeconds: number): Span {
  const minutes = (visible.to - visible.from) / 60;
  const length = factor < 1 ? Math.max(1, Math.floor(minutes * factor)) : Math.ceil(minutes * factor);
  const share = (around - visible.from) / (visible.to - visible.from);
  return placed(Math.round(around / 60 - share * length), length, durationSeconds);
}

/** A part of the same length, moved by a share of it, as far as the run goes. */
export function panned(visible: Span, share: number, durationSeconds: number): Span {
  const length = Math.ceil((visible.to - visible.from) / 60);
  const distance = Math.sign(share) * Math.max(1, Math.round(length * Math.abs(share)));
  return placed(Math.floor(visible.from / 60) + distance, length, durationSeconds);
}

/** A part of the same length with an instant in its middle, as far as the run goes. */
export function centred(visible: Span, around: number, durationSeconds: number): Span {
  const length = Math.ceil((visible.to - visible.from) / 60);
  return placed(Math.round(around / 60 - length / 2), length, durationSeconds);
}

/** So many minutes from a minute on, moved into the run. */
function placed(fromMinute: number, minutes: number, durationSeconds: number): Span {
  const latest = Math.max(0, Math.ceil(durationSeconds / 60) - minutes);
  const from = Math.min(Math.max(fromMinute, 0), latest);
  return { from: from * 60, to: Math.min((from + minutes) * 60, durationSeconds) };
}
