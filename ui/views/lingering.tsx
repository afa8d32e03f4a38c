import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { open, openingOf } from '../state/session.ts';

/**
 * Keeps what it showed last, dimmed, while something new is on its way, so that a page on which a setting is dragged does
 * not jump up and down. What belongs to another scenario goes at once; `before` stands in for what there has not been yet.
 */
export function Lingering({ isPending, before = null, children }: { isPending: boolean; before?: VNode | null; children: VNode | null }): ComponentChildren {
  const last = useRef<{ of: string; content: VNode } | null>(null);
  const of = openingOf(open.value);
  if (children !== null) {
    last.current = { of, content: children };
    return children;
  }
  if (!isPending || last.current?.of !== of) {
    last.current = null;
    return isPending ? before : null;
  }
  return <div class="lingering">{last.current.content}</div>;
}
