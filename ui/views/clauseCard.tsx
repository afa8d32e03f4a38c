import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { shownClause } from '../state/clause.ts';
import { clauses, gradeMeans } from '../state/clauses.ts';
import '../style/clause.css';
import { Prose } from './prose.tsx';

/**
 * One clause, on a card that lies over a corner of the page: what it says, how well that is known, and where it is said.
 * The rest of the page stays in use; whatever gets the focus there is not covered.
 */
export function ClauseCard({ id }: { id: string }) {
  const card = useRef<HTMLDialogElement>(null);
  const opener = useRef<Element | null>(null);
  const [atTop, setAtTop] = useState(false);

  useLayoutEffect(() => {
    const dialog = card.current;
    if (dialog === null) return;
    if (document.activeElement !== null && !dialog.contains(document.activeElement)) opener.current = document.activeElement;
    // Shown without making the rest of the page inert.
    if (!dialog.open) dialog.show();
    if (covers(dialog, opener.current)) setAtTop((top) => !top);
    dialog.querySelector('button')?.focus({ preventScroll: true });
  }, [id]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close();
    };
    const onFocus = ({ target }: FocusEvent): void => {
      // The page scrolls to what has the focus before that can be covered.
      requestAnimationFrame(() => {
        if (card.current !== null && target instanceof Element && !card.current.contains(target) && covers(card.current, target)) setAtTop((top) => !top);
      });
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('focusin', onFocus);
    };
  }, []);

  /** Somebody who has gone on to another part of the page stays there. */
  function close(): void {
    const hasFocus = card.current?.contains(document.activeElement) === true || document.activeElement === document.body;
    shownClause.value = null;
    if (hasFocus && opener.current instanceof HTMLElement) opener.current.focus();
  }

  const clause = clauses.get(id);
  return (
    <dialog ref={card} class={atTop ? 'clause-card is-at-top' : 'clause-card'} aria-labelledby="clause-id" aria-describedby="clause-says">
      <div class="clause-head">
        <h2 id="clause-id">
          Clause <code>{id}</code>
        </h2>
        <button type="button" class="quiet" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
      {clause === undefined ? (
        <p id="clause-says">There is no clause of this number.</p>
      ) : (
        <>
          <p id="clause-says">
            <Markdown text={clause.says} />
          </p>
          <dl>
            <div>
              <dt>How well it is known</dt>
              <dd>
                <strong>{clause.grade}</strong>. {gradeMeans(clause.grade)}
              </dd>
            </div>
            <div>
              <dt>Source</dt>
              <dd>
                <Markdown text={clause.source} />
              </dd>
            </div>
          </dl>
        </>
      )}
    </dialog>
  );
}

/** Code and emphasis; everything else is text. */
function Markdown({ text }: { text: string }) {
  return (
    <>
      {text
        .split(/(`[^`]*`|\*[^*`]+\*)/)
        .map((part, index) => (/^\*.+\*$/.test(part) ? <em key={index}>{part.slice(1, -1)}</em> : <Prose key={index} text={part} />))}
    </>
  );
}

/** Whether the card lies over something, by a part of it that the reader needs. */
function covers(card: Element, element: Element | null): boolean {
  if (element === null || element === document.body) return false;
  const one = card.getBoundingClientRect();
  const other = element.getBoundingClientRect();
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
