import { useRef, useState } from 'preact/hooks';
import { edit } from '../../state/edit.ts';
import { focusField } from '../../state/focusField.ts';
import { selectFunction, selectedFunction } from '../../state/session.ts';
import type { MapNode } from '../../../sim/form/form.ts';
import { renamed } from '../../../sim/form/renamed.ts';
import { pathText } from '../../../sim/scenario/issue.ts';
import { Entry, FirstOf, ToolButton } from './entry.tsx';
import { Field } from './field.tsx';
import { EntryBody, Titled } from './nodeView.tsx';
import { setOpen } from './openParts.ts';
import { parsedAt } from './parsedAt.ts';

/** Entries by name: to be added, renamed with all that refers to them, and removed. */
export function MapView({ node }: { node: MapNode }) {
  const { path, named, names, entries, total } = node;
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<string | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const around = node.around === undefined ? [] : [node.around];
  function add(name: string): void {
    const place = [...path, name];
    setAdding(false);
    setOpen(pathText(place), true);
    edit([...around, { path: place, value: node.blank }]);
    if (named === 'function') selectFunction(name);
    else focusField(pathText(place));
  }
  function rename(from: string, to: string): void {
    setRenaming(null);
    const place = [...path, from];
    edit([...around, ...renamed(parsedAt([]), named, place, to)]);
    setOpen(pathText([...path, to]), true);
    followRename(node, from, to);
    addButton.current?.focus();
  }
  function remove(name: string): void {
    edit([...around, { path: [...path, name], value: undefined }]);
    addButton.current?.focus();
  }
  return (
    <Titled node={node}>
      <ul class="entries">
        {entries.map(({ name, title, node: inner }) => {
          const tools = (
            <>
              <ToolButton words="Rename" of={`${named} ${name}`} onClick={() => setRenaming(name)} />
              <ToolButton words="Remove" of={`${named} ${name}`} onClick={() => remove(name)} />
            </>
          );
          const form = renaming === name && (
            <NameForm label={`New name of ${name}`} first={name} words="Rename" taken={names.filter((other) => other !== name)} nameWords={node.nameWords} say={(to) => rename(name, to)} leave={() => setRenaming(null)} />
          );
          if (inner?.kind === 'value')
            return (
              <li key={name}>
                <Field node={inner} tools={tools} />
                {form}
              </li>
            );
          return (
            <Entry key={name} id={pathText([...path, name])} name={name} title={title === '1' ? '' : title} isFirstOpen={total === 1 && named === 'destination'} tools={tools}>
              {inner === null ? <Elsewhere name={name} named={named} /> : <EntryBody node={inner} />}
              {form}
            </Entry>
          );
        })}
      </ul>
      <FirstOf shown={entries.length} of={total} />
      {adding ? (
        <NameForm label={`Name of the new ${named}`} first={node.freeName} words="Add" taken={names} nameWords={node.nameWords} say={add} leave={() => setAdding(false)} />
      ) : (
        <button type="button" class="small" ref={addButton} onClick={() => setAdding(true)}>
          Add {named === 'alias' ? 'an' : 'a'} {named}
        </button>
      )}
    </Titled>
  );
}

/** The page stays with what it is about when that gets another name. */
function followRename({ named, path }: MapNode, from: string, to: string): void {
  const selected = selectedFunction.value;
  if (selected === null) return;
  if (named === 'function' && (selected === from || selected.startsWith(`${from}:`))) selectFunction(to + selected.slice(from.length));
  const owner = String(path[1]);
  if ((named === 'alias' || named === 'version') && selected === `${owner}:${from}`) selectFunction(`${owner}:${to}`);
}

/** A function is not described in the list of functions, but where its own settings are. */
function Elsewhere({ name, named }: { name: string; named: MapNode['named'] }) {
  if (named !== 'function') return null;
  return (
    <button type="button" class="small" onClick={() => selectFunction(name)}>
      Show the settings<span class="visually-hidden"> of {name}</span>
    </button>
  );
}

interface NameFormProps {
  label: string;
  first: string;
  words: string;
  taken: readonly string[];
  nameWords: string;
  say: (name: string) => void;
  leave: () => void;
}

function NameForm({ label, first, words, taken, nameWords, say, leave }: NameFormProps) {
  const [name, setName] = useState(first);
  const isTaken = taken.includes(name);
  const done = (): void => (name === first && words === 'Rename' ? leave() : isTaken || name === '' ? undefined : say(name));
  return (
    <div class="name-form">
      <label>
        <span>{label}</span>
        <input
          type="text"
          value={name}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={isTaken}
          ref={(input) => {
            // Whoever asks for a name wants to type it.
            if (input !== null && !input.dataset['met']) {
              input.dataset['met'] = 'yes';
              input.focus();
              input.select();
            }
          }}
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') done();
            if (event.key === 'Escape') {
              event.stopPropagation();
              leave();
            }
          }}
        />
      </label>
      <button type="button" class="small" disabled={isTaken || name === ''} onClick={done}>
        {words}
      </button>
      <button type="button" class="quiet small" onClick={leave}>
        Cancel
      </button>
      <p class="node-note">{isTaken ? 'That name is taken.' : `Allowed: ${nameWords}.`}</p>
    </div>
  );
}
