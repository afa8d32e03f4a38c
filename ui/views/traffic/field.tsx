import { useId, useState } from 'preact/hooks';

/** A value as text that counts once it is entered; what cannot be read says what could be. `apply` is given the text and answers whether it could. */
export function Field({ name, value, hint, apply, id, isCode = false }: { name: string; value: string; hint: string; apply: (text: string) => boolean; id?: string; isCode?: boolean }) {
  const hintId = useId();
  // What was refused stays to be put right until the value changes some other way.
  const [refused, setRefused] = useState<{ text: string; value: string } | null>(null);
  const isRefused = refused !== null && refused.value === value;
  return (
    <label class="traffic-field">
      <span class="field-name">{isCode ? <code>{name}</code> : name}</span>
      <input
        type="text"
        {...(id === undefined ? {} : { id })}
        value={isRefused ? refused.text : value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={isRefused}
        {...(isRefused ? { 'aria-describedby': hintId } : {})}
        onChange={({ currentTarget }) => {
          const text = currentTarget.value;
          if (text !== value && !apply(text)) {
            setRefused({ text, value });
            return;
          }
          // What was entered may have been brought into bounds, or stand for what was there.
          currentTarget.value = value;
          setRefused(null);
        }}
      />
      {isRefused && (
        <span id={hintId} class="field-hint" role="alert">
          {hint}
        </span>
      )}
    </label>
  );
}
