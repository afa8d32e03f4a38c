import type { ComponentChildren } from 'preact';
import { isOpen, setOpen } from './openParts.ts';
import { breakable } from '../breakable.tsx';

/** One entry of a list or a map: what it is in a line, what can be done with it, and its settings when it is opened. */
export function Entry({ id, name, title, isFirstOpen, tools, children }: { id: string; name?: string; title: string; isFirstOpen: boolean; tools: ComponentChildren; children: ComponentChildren }) {
  const opened = isOpen(id, isFirstOpen);
  return (
    <li class={opened ? 'entry is-open' : 'entry'}>
      <div class="entry-head">
        <button type="button" class="entry-title" aria-expanded={opened} onClick={() => setOpen(id, !opened)}>
          {name !== undefined && <code>{breakable(name)}</code>} <span>{title}</span>
        </button>
      </div>
      {opened && (
        <div class="entry-inside">
          {children}
          <div class="entry-tools">{tools}</div>
        </div>
      )}
    </li>
  );
}

/** A small button whose words need the entry's name to be understood alone. */
export function ToolButton({ words, of, disabled = false, onClick }: { words: string; of: string; disabled?: boolean; onClick: () => void }) {
  return (
    <button type="button" class="quiet small" disabled={disabled} onClick={onClick}>
      {words}
      <span class="visually-hidden"> {of}</span>
    </button>
  );
}

/** Said under the first entries of a list or a map that has more. */
export function FirstOf({ shown, of }: { shown: number; of: number }) {
  if (shown >= of) return null;
  return (
    <p class="node-note">
      The first {shown} of {of.toLocaleString('en')} are shown; the others are in the text.
    </p>
  );
}
