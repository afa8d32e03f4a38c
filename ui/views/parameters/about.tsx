import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { showClause } from '../../state/clause.ts';
import type { Node } from '../../../sim/form/form.ts';
import { inputText } from '../../../sim/form/readInput.ts';
import { Prose } from '../prose.tsx';

/** What a setting means, opened by its grade and first clause; and the way back to its default. */
export function useAbout(node: Node): { button: JSX.Element | null; text: JSX.Element | null } {
  const [isOpen, setOpen] = useState(false);
  const { id, label, doc, grade, clauses } = node;
  if (doc === '') return { button: null, text: null };
  const words = [...(grade === undefined ? [] : [grade]), ...clauses.slice(0, 1)].join(' · ');
  const name = `about-${id}`;
  return {
    button: (
      <button type="button" class="about-button" aria-expanded={isOpen} aria-controls={name} onClick={() => setOpen(!isOpen)}>
        {words === '' ? 'about' : words}
        <span class="visually-hidden"> ({label})</span>
      </button>
    ),
    text: isOpen ? (
      <div class="about" id={name}>
        <p>
          <Prose text={doc} />
        </p>
        {node.kind === 'value' && (
          <p>
            Allowed: <Prose text={node.words} />.
          </p>
        )}
        <DefaultWords node={node} />
        {clauses.length > 0 && (
          <p class="clauses">
            {clauses.map((clause) => (
              <ClauseButton key={clause} id={clause} />
            ))}
          </p>
        )}
      </div>
    ) : null,
  };
}

/** A clause's name, which shows its sentence. */
export function ClauseButton({ id }: { id: string }) {
  return (
    <button type="button" class="clause clause-button" onClick={() => showClause(id)}>
      {id}
    </button>
  );
}

/** The default in a few words; null where there is none. */
export function defaultWords(node: Node): string | null {
  if (node.kind === 'value' && node.default !== undefined) return inputText(node, node.default) || 'empty';
  return node.defaultNote ?? null;
}

function DefaultWords({ node }: { node: Node }) {
  const words = defaultWords(node);
  return words === null ? null : (
    <p>
      Default: <Prose text={words} />.
    </p>
  );
}

/** A note as it stands in a field, which shows no code. */
export function plainWords(note: string): string {
  return note.replace(/[`"]/g, '');
}
