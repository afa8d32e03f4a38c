import { edit } from '../../state/edit.ts';
import type { Node } from '../../../sim/form/form.ts';
import { defaultWords, plainWords } from './about.tsx';

/** A mark that a setting is not as it is by default, and the way back. */
export function ResetButton({ node }: { node: Node }) {
  if (!node.changed) return null;
  const words = defaultWords(node);
  const told = words === null ? 'changed from the default' : `changed from the default, ${plainWords(words)}`;
  return (
    <span class="changed">
      <span class="changed-dot" title={told} aria-hidden="true" />
      <span class="visually-hidden">{told}</span>
      <button type="button" class="reset" title={`Reset (${told})`} aria-label={`Reset ${node.label}`} onClick={() => edit([{ path: node.path, value: undefined }])}>
        ↺
      </button>
    </span>
  );
}
