import { useRef } from 'preact/hooks';
import { edit } from '../../state/edit.ts';
import type { Edit } from '../../state/edit.ts';
import { focusField } from '../../state/focusField.ts';
import type { ListNode } from '../../../sim/form/form.ts';
import { pathText } from '../../../sim/scenario/issue.ts';
import { parsedAt } from './parsedAt.ts';
import { Entry, FirstOf, ToolButton } from './entry.tsx';
import { Field } from './field.tsx';
import { EntryBody, Titled } from './nodeView.tsx';
import { setOpen } from './openParts.ts';

/** Entries in order: to be added, copied, moved and removed. */
export function ListView({ node }: { node: ListNode }) {
  const { path, total, entries, concerned, noun } = node;
  const adding = useRef<HTMLButtonElement>(null);
  const around = node.around === undefined ? [] : [node.around];
  function add(): void {
    const place = [...path, total];
    setOpen(pathText(place), true);
    edit([...around, { path: place, value: node.blank, insert: true }]);
    focusField(pathText(place));
  }
  function change(edits: readonly Edit[], then: 'stay' | 'leave' = 'stay'): void {
    edit([...around, ...edits]);
    if (then === 'leave') adding.current?.focus();
  }
  function copied(index: number, at: number): Edit[] {
    const value = parsedAt([...path, index]);
    return value === undefined ? [] : [{ path: [...path, at], value, insert: true }];
  }
  const remove = (index: number) => () => change([{ path: [...path, index], value: undefined }], 'leave');
  const move = (index: number, to: number) => () => {
    const copy = copied(index, to);
    if (copy.length > 0) change([{ path: [...path, index], value: undefined }, ...copy]);
  };
  const others = total - concerned;
  return (
    <Titled node={node}>
      <ul class="entries">
        {entries.map(({ index, title, node: inner }) => {
          const name = `${noun} ${String(index + 1)}`;
          if (inner.kind === 'value')
            return (
              <li key={inner.id}>
                <Field node={inner} tools={<ToolButton words="Remove" of={name} onClick={remove(index)} />} />
              </li>
            );
          return (
            <Entry
              key={inner.id}
              id={inner.id}
              title={title}
              isFirstOpen={concerned === 1}
              tools={
                <>
                  <ToolButton words="Up" of={name} disabled={index === 0} onClick={move(index, index - 1)} />
                  <ToolButton words="Down" of={name} disabled={index === total - 1} onClick={move(index, index + 1)} />
                  <ToolButton words="Duplicate" of={name} onClick={() => change(copied(index, index + 1))} />
                  <ToolButton words="Remove" of={name} onClick={remove(index)} />
                </>
              }
            >
              <EntryBody node={inner} />
            </Entry>
          );
        })}
      </ul>
      <FirstOf shown={entries.length} of={concerned} />
      {others > 0 && <p class="node-note">{others === 1 ? 'One more is' : `${others.toLocaleString('en')} more are`} about other functions.</p>}
      <button type="button" class="small" ref={adding} disabled={total === node.most} onClick={add}>
        Add {/^[aeiou]/.test(noun) ? 'an' : 'a'} {noun}
      </button>
    </Titled>
  );
}
