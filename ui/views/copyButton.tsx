import { useState } from 'preact/hooks';

/** Copies a text; where the browser does not allow that, it shows the text to be selected by hand. */
export function CopyButton({ label, text }: { label: string; text: () => string | Promise<string> }) {
  const [state, setState] = useState<{ kind: 'idle' | 'copied' | 'missing' } | { kind: 'refused'; text: string }>({ kind: 'idle' });
  async function onClick(): Promise<void> {
    let copied: string;
    try {
      copied = await text();
    } catch {
      setState({ kind: 'missing' });
      return;
    }
    try {
      await copy(copied);
      setState({ kind: 'copied' });
    } catch {
      setState({ kind: 'refused', text: copied });
    }
  }
  return (
    <>
      <button type="button" onClick={() => void onClick()}>
        {state.kind === 'copied' ? 'Copied' : state.kind === 'missing' ? 'No longer there' : label}
      </button>
      {state.kind === 'refused' && (
        <label class="copy-by-hand">
          The browser does not let the page copy; select it here:
          <textarea readOnly rows={8} value={state.text} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </>
  );
}

/** Pages that were not loaded securely have no clipboard. */
async function copy(text: string): Promise<void> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) throw new Error('no clipboard');
  await clipboard.writeText(text);
}
