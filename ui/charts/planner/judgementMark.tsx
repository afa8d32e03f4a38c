/** What a value is against the targets: it meets them, it does not, nobody can tell, or there are none. */
export type Judged = 'met' | 'missed' | 'undecided' | null;

/** A judgement in words. */
export const judgedWords = { met: 'met', missed: 'missed', undecided: 'too close to tell' } as const;

const radius = 4.5;

/** What meets the targets is a full circle, what does not a cross, and what cannot be told an empty circle. */
export function JudgementMark({ judged, x, y }: { judged: Judged; x: number; y: number }) {
  if (judged === 'undecided') return <circle class="is-open" cx={x} cy={y} r={radius} />;
  if (judged !== 'missed') return <circle cx={x} cy={y} r={judged === null ? radius - 1.5 : radius} />;
  const [size, back] = [String(2 * radius), String(-2 * radius)];
  return <path class="is-cross" d={`M${String(x - radius)} ${String(y - radius)}l${size} ${size}m0 ${back}l${back} ${size}`} />;
}
