import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { edit } from '../../state/edit.ts';
import type { ValueNode } from '../../../sim/form/form.ts';
import { inputText, readInput } from '../../../sim/form/readInput.ts';
import { formatCount } from '../../../sim/report/count.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import { plainWords, useAbout } from './about.tsx';
import { isLagging } from './formState.ts';
import { Messages, saidAbout } from './messages.tsx';
import { ResetButton } from './resetButton.tsx';
import { Slider } from './slider.tsx';

/** What was typed last, and the value it was read as. */
interface Typing {
  typed: string;
  value: Json | undefined;
}

/** One setting: its name, its value to be typed, chosen or slid, and what there is to say about it. */
export function Field({ node, tools }: { node: ValueNode; tools?: ComponentChildren }) {
  const [typing, setTyping] = useState<Typing | null>(null);
  const about = useAbout(node);
  const { isWrong, isSaid } = saidAbout(node.id);
  // What was typed stays as it was typed for as long as it is what is written; the form comes a moment later than the text.
  const isTyped = typing !== null && (isLagging.value || JSON.stringify(typing.value) === JSON.stringify(node.value));
  const value = isTyped ? typing.value : node.value;
  const text = isTyped ? typing.typed : inputText(node, value ?? node.default);
  function write(typed: string, read: Json | undefined): void {
    setTyping({ typed, value: read });
    const around = node.around === undefined ? [] : [node.around];
    edit([...around, { path: node.path, value: read }], `typing ${node.id}`);
  }
  const field = {
    id: `field-${node.id}`,
    'aria-invalid': isWrong,
    ...(isSaid ? { 'aria-describedby': `said-${node.id}` } : {}),
  };
  return (
    <div class="field">
      <div class="field-head">
        <label class="field-label" for={field.id}>
          {node.label}
        </label>
        <ResetButton node={node} />
        {about.button}
        {tools}
      </div>
      {node.aws !== undefined && <code class="aws-name">{node.aws}</code>}
      <div class={node.slider === undefined ? 'field-input' : 'field-input has-slider'}>
        <Input
          node={node}
          field={field}
          text={text}
          value={value}
          write={(typed) => write(typed, readInput(node, typed))}
          leave={() => {
            if (typing?.typed === '') setTyping(null);
          }}
        />
        {unitOf(node) !== null && <span class="unit">{unitOf(node)}</span>}
        <Slider node={node} value={value ?? node.default} slide={(slid) => write(inputText(node, slid), slid)} />
      </div>
      {about.text}
      <Messages id={node.id} />
    </div>
  );
}

interface InputProps {
  node: ValueNode;
  field: { id: string; 'aria-invalid': boolean; 'aria-describedby'?: string };
  text: string;
  value: Json | undefined;
  write: (typed: string) => void;
  leave: () => void;
}

function Input({ node, field, text, value, write, leave }: InputProps) {
  const { type } = node;
  if (node.tooLong !== undefined) return <p class="node-note">{formatCount(node.tooLong)} characters, too many for a field. They can be changed under “Edit as JSON”.</p>;
  if (type === 'boolean' && (value === undefined || typeof value === 'boolean'))
    return <input {...field} type="checkbox" checked={(value ?? node.default) === true} onChange={(event) => write(String(event.currentTarget.checked))} />;
  if (node.choices !== undefined) return <Choices node={node} field={field} text={text} value={value} write={write} leave={leave} />;
  if (type === 'json' || (type === 'text' && (node.maximum ?? 0) > 1000))
    return <textarea {...field} rows={type === 'json' ? 4 : 3} spellcheck={false} value={text} placeholder={placeholder(node)} onInput={(event) => write(event.currentTarget.value)} onBlur={leave} />;
  const isNumeric = type === 'integer' || type === 'number';
  return (
    <input
      {...field}
      type="text"
      inputMode={isNumeric ? 'decimal' : 'text'}
      autocomplete="off"
      spellcheck={false}
      value={text}
      placeholder={placeholder(node)}
      onInput={(event) => write(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}

function Choices({ node, field, text, value, write }: InputProps) {
  const choices = (node.choices ?? []).map(String);
  const mayBeLeftOut = !node.required && node.default === undefined;
  // What is written may be no choice; it is shown all the same.
  const isForeign = text !== '' && !choices.includes(text);
  return (
    <select {...field} value={text} onChange={(event) => write(event.currentTarget.value)}>
      {(mayBeLeftOut || text === '') && <option value="">{placeholder(node) || (node.required ? 'choose' : 'not set')}</option>}
      {isForeign && <option value={text}>{value === undefined ? text : `${text} (not among the choices)`}</option>}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}

function placeholder({ defaultNote }: ValueNode): string {
  return plainWords(defaultNote ?? '');
}

/** The unit as it stands behind a number; durations and rates carry their own. */
function unitOf({ unit, type }: ValueNode): string | null {
  if (unit === undefined || type === 'duration' || type === 'rate') return null;
  return unit === 'seconds' ? 's' : unit;
}
