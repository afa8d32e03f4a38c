import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Draws its content the first time in a task of its own, the `turn`-th from now, so that many of these hold up nothing. */
export function InTurn({ turn, children }: { turn: number; children: ComponentChildren }) {
  const [come, setCome] = useState(turn === 0);
  useEffect(() => {
    const timer = setTimeout(() => setCome(true), turn * frameMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  return come ? <>{children}</> : null;
}

const frameMilliseconds = 16;
