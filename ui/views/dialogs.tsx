import '../style/dialogs.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { version } from '../../sim/version.ts';
import { commands, dialog, keyWords } from '../state/commands.ts';
import { saveFile } from '../state/files.ts';
import { forgetEverything } from '../state/forgetting.ts';
import { link, makeLink } from '../state/keeping.ts';
import { longestLink, mostUnpacked } from '../state/link.ts';
import { isKept } from '../state/notices.ts';
import { repeating, setRepeating } from '../state/repeating.ts';
import { setSingleKeys, singleKeys } from '../state/singleKeys.ts';
import { formatCount } from '../../sim/report/count.ts';
import { choices, find } from './choices.ts';
import type { Choice } from './choices.ts';
import { CopyButton } from './copyButton.tsx';

/** Whatever lies over the page. */
export function Dialogs() {
  switch (dialog.value) {
    case 'palette':
      return <Palette />;
    case 'help':
      return <Help />;
    case 'share':
      return <Share />;
    case null:
      return null;
  }
}

function close(): void {
  dialog.value = null;
}

/** A modal window: Esc, its button or a click beside it closes it, and the focus goes back to where it was. */
function Modal({ name, title, children }: { name: string; title: string; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  // Before the next key: who types on after Ctrl K means the palette.
  useLayoutEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={`modal ${name}`}
      aria-labelledby={`${name}-title`}
      onClose={close}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        // The browser tells of a dialog it closed a moment later, and a command typed in that moment would be lost.
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === element.current) element.current?.close();
      }}
    >
      <div class="modal-body">
        <header>
          <h2 id={`${name}-title`}>{title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={() => element.current?.close()}>
            ×
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

const mostShown = 60;

function Palette() {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const [all] = useState(choices);
  const found = find(all, words).slice(0, mostShown);
  const chosen = Math.min(at, found.length - 1);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const take = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    close();
    // The focus goes back first, so that the choice may put it elsewhere, or open another window.
    setTimeout(choice.run);
  };
  return (
    <Modal name="palette" title="Find a command, a setting or a scenario">
      <input
        type="text"
        role="combobox"
        aria-label="Words to find"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length === 0 ? undefined : `palette-${String(chosen)}`}
        autocomplete="off"
        autofocus
        spellcheck={false}
        placeholder="reserved concurrency, undo, outage…"
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          const moves: Record<string, number> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 10, PageUp: chosen - 10 };
          const to = moves[event.key];
          if (event.key === 'Enter') {
            event.preventDefault();
            take(found[chosen]);
          } else if (to !== undefined) {
            event.preventDefault();
            setAt(Math.min(Math.max(to, 0), found.length - 1));
          }
        }}
      />
      <ul id="palette-list" role="listbox" aria-label="What was found" ref={list}>
        {found.map((choice, index) => (
          <li key={index} id={`palette-${String(index)}`} role="option" aria-selected={index === chosen} onClick={() => take(choice)}>
            <span class="choice-title">{choice.title}</span>
            <span class="choice-kind">{choice.kind}</span>
            {choice.keys !== '' && <kbd>{choice.keys}</kbd>}
          </li>
        ))}
      </ul>
      <p class="palette-state" role="status">
        {found.length === 0 ? 'Nothing has these words.' : <span class="visually-hidden">{found.length} found</span>}
      </p>
    </Modal>
  );
}

const chartKeys: readonly (readonly [string, string])[] = [
  ['← →', 'move the cursor; Page keys by ten, Home and End to the ends'],
  ['Shift ← →', 'select a span of time'],
  ['f', 'zoom to the selection'],
  ['0', 'show the whole run'],
  ['w s', 'zoom in and out around the cursor'],
  ['a d', 'move the visible span'],
  ['t', 'show the chart as a table'],
];

function Help() {
  return (
    <Modal name="help" title="Keys and help">
      <div class="help-parts">
        <section>
          <h3>Anywhere</h3>
          <dl class="keys">
            {commands
              .filter(({ keys }) => keys.length > 0)
              .map(({ title, keys }) => (
                <div key={title}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{keyWords(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{title}</dd>
                </div>
              ))}
          </dl>
        </section>
        <section>
          <h3>In a chart</h3>
          <dl class="keys">
            {chartKeys.map(([keys, what]) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <label class="single-keys">
            <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
            Single letters are commands
          </label>
          <label class="single-keys">
            <input type="checkbox" checked={repeating} onChange={(event) => setRepeating(event.currentTarget.checked)} />
            Repeat runs in the background, for intervals and comparisons
          </label>
        </section>
        <div class="help-column">
          <section>
            <h3>What this is</h3>
            <p>
              Headroom {version} simulates what AWS Lambda does with events that are invoked asynchronously: each one waits, is tried, retried and thrown away by rules that are written down one by one, each with its source and how sure it is. It runs in this browser; nothing you enter leaves it. Headroom is not made by AWS.
            </p>
            <p>
              A run draws its randomness from its seed: the same scenario, seed and version give the same numbers everywhere. How much of a number is luck, the replications say; how much depends on what AWS does not publish, the assumption band says.
            </p>
            {hasLicences && (
              <p>
                <a href="./licences.txt" target="_blank" rel="noopener">
                  Licences of what it is made of
                </a>
              </p>
            )}
          </section>
          <Keeping />
        </div>
      </div>
    </Modal>
  );
}

/** The page as one file has the licences inside it. */
const hasLicences = import.meta.env.MODE === 'production';

/** What the browser keeps, and how to be rid of it. */
function Keeping() {
  const [state, setState] = useState<'kept' | 'asking' | 'forgotten' | 'refused'>('kept');
  const section = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // What had the focus has just gone; that the section appears is no reason to take it.
  useLayoutEffect(() => {
    if (!isFirst.current) section.current?.querySelector<HTMLElement>('.modal-actions button:last-child, [role=status]')?.focus();
    isFirst.current = false;
  }, [state]);
  const forget = async (): Promise<void> => setState((await forgetEverything()) ? 'forgotten' : 'refused');
  return (
    <section ref={section}>
      <h3>What is kept</h3>
      <p>What you make here, the files you open and what you choose are kept in this browser and nowhere else, so that a reload or a crash loses nothing.</p>
      {state === 'kept' && (
        <p class="modal-actions">
          <button type="button" onClick={() => setState('asking')}>
            Forget everything that is kept in this browser
          </button>
        </p>
      )}
      {state === 'asking' && (
        <div role="group" aria-labelledby="forget-question">
          <p id="forget-question">Forget what every tab and every visit has left? This cannot be undone. What is open stays until it is closed.</p>
          <p class="modal-actions">
            <button type="button" onClick={() => void forget()}>
              Forget it
            </button>
            <button type="button" class="quiet" onClick={() => setState('kept')}>
              Keep it
            </button>
          </p>
        </div>
      )}
      {state === 'forgotten' && (
        <p role="status" tabIndex={-1}>
          Nothing is kept any more. What is open in a tab is kept again once it is changed, and the links in the browser’s history are the browser’s own to forget.
        </p>
      )}
      {state === 'refused' && (
        <p role="status" tabIndex={-1}>
          The browser did not let the page reach what is kept. Its own settings can clear the data of this site.
        </p>
      )}
    </section>
  );
}

function Share() {
  const now = link.value;
  useEffect(makeLink, []);
  return (
    <Modal name="share" title="Share a link">
      {now?.kind === 'link' && (
        <>
          <p>All of this page is in the link itself, after the #, which browsers send to no server: scenarios, seeds and what is looked at.</p>
          <label class="share-address">
            <span class="visually-hidden">Link</span>
            <input type="text" readOnly value={now.address} onFocus={(event) => event.currentTarget.select()} />
          </label>
          <p class="modal-actions">
            <CopyButton label="Copy the link" text={() => now.address} />
            <span class="share-length">{formatCount(now.address.length)} characters</span>
          </p>
        </>
      )}
      {(now?.kind === 'tooLong' || now?.kind === 'tooMuch') && (
        <>
          <p>
            {now.kind === 'tooLong'
              ? `What is on this page takes a link of ${formatCount(now.length)} characters; beyond ${formatCount(longestLink)} many programs cut a link off.`
              : `What is on this page is more than a link may hold, which is ${formatCount(mostUnpacked / 1024)} KiB.`}{' '}
            A file holds everything.
          </p>
          <p class="modal-actions">
            <button type="button" class="primary" onClick={saveFile}>
              Save a file
            </button>
          </p>
        </>
      )}
      {now === null && <p>The link is being made…</p>}
      {isKept.value === false && <p>This browser keeps nothing for this page: when the tab is closed, what you made is in the link or in a file, or gone.</p>}
    </Modal>
  );
}
