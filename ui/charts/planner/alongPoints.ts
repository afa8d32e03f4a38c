import { useState } from 'preact/hooks';
import type { MoveKey } from './plannerFigure.tsx';

/** A cursor over points in a row: where it is, and how keys move it; `words` says what is at a place. */
export function useAlongPoints(count: number, words: (place: number) => string): { at: number | null; setAt: (place: number | null) => void; move: (key: MoveKey) => string | null } {
  const [at, setAt] = useState<number | null>(null);
  return {
    at: at === null || at >= count ? null : at,
    setAt,
    move(key) {
      const next = { ArrowLeft: at === null ? count - 1 : at - 1, ArrowUp: null, ArrowRight: at === null ? 0 : at + 1, ArrowDown: null, Home: 0, End: count - 1 }[key];
      if (next === null || count === 0) return null;
      const place = Math.min(Math.max(next, 0), count - 1);
      setAt(place);
      return words(place);
    },
  };
}
