import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { open, openingOf } from '../state/session.ts';

/**
 * Keeps what it showed last, dimmed, while something new is on its way, so that a page on which a setting is dragged does
 * not jump up and down. What belongs to another scenario goes at once.
 */
export function Lingering({ isPending, children }: { isPending: boolean; children: VNode | null }): ComponentChildren {
  const last = useRef<{ of: string; content: VNode } | null>(null);
  const of = openingOf(open.value);
  if (children !== null) {
    last.current = { of, content: children };
    return children;
  }
  if (!isPending || last.current?.of !== of) {
    last.current = null;
    return null;
  }
  return <div class="lingering">{last.current.content}</div>;
}
