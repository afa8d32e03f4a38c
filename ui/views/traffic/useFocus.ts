import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import { focusWanted } from './selection.ts';

/** Takes the focus when it is meant for the thing with this id. */
export function useFocus(id: string): RefObject<SVGGElement | null> {
  const element = useRef<SVGGElement>(null);
  const isWanted = focusWanted.value === id;
  useEffect(() => {
    if (!isWanted) return;
    focusWanted.value = null;
    element.current?.focus({ preventScroll: true });
  }, [isWanted]);
  return element;
}
