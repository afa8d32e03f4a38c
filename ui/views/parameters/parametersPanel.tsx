import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import '../../style/parameters.css';
import { wantedField } from '../../state/focusField.ts';
import { selectFunction } from '../../state/session.ts';
import type { Form, Node } from '../../../sim/form/form.ts';
import { pathText } from '../../../sim/scenario/issue.ts';
import { InTurn } from '../inTurn.tsx';
import { described, followScenario, isLagging, unreadableText } from './formState.ts';
import { moreId, sectionId, setOpen } from './openParts.ts';
import { SectionView, insideOf } from './sectionView.tsx';

/** Every setting of the scenario, in sections; those of one function where one is chosen. `meanwhile` stands there until the form has come. */
export function ParametersPanel({ meanwhile }: { meanwhile: ComponentChildren }) {
  useEffect(followScenario, []);
  useEffect(followWantedField, []);
  if (described.value === null) return <>{meanwhile}</>;
  const { form } = described.value;
  const isUnreadable = unreadableText.value !== null;
  return (
    <div class="parameters">
      {form.targets.length > 1 && <FunctionChoice form={form} />}
      {isUnreadable && <p class="node-note">The text is not JSON, so it cannot be filled in here. Put it right under “Edit as JSON”.</p>}
      <fieldset disabled={isUnreadable}>
        {form.sections.map((section, turn) => (
          <InTurn key={section.title} turn={turn}>
            <SectionView section={section} />
          </InTurn>
        ))}
      </fieldset>
    </div>
  );
}

function FunctionChoice({ form: { functions, targets, about } }: { form: Form }) {
  return (
    <label class="function-choice">
      <span>Function</span>
      <select value={about ?? ''} onChange={(event) => selectFunction(event.currentTarget.value || null)}>
        {functions.length > 1 && <option value="">All {functions.length}: what they share</option>}
        {targets.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Opens what a wanted field is in, and gives it the focus when it is there. */
function followWantedField(): () => void {
  return effect(() => {
    const wanted = wantedField.value;
    const current = described.value;
    if (wanted === null || current === null || isLagging.value) return;
    const { form } = current;
    const section = form.sections.find(({ nodes }) => nodes.some((node) => holds(node, wanted)));
    if (section === undefined) {
      const owner = form.functions.find((name) => wanted.startsWith(pathText(['functions', name])));
      if (owner !== undefined && form.about !== owner) selectFunction(owner);
      else wantedField.value = null;
      return;
    }
    wantedField.value = null;
    setOpen(sectionId(section.title), true);
    setOpen(moreId(sectionId(section.title)), true);
    for (const node of section.nodes) openTowards(node, wanted);
    requestAnimationFrame(() => fieldFor(wanted)?.focus());
  });
}

function openTowards(node: Node, wanted: string): void {
  if (!holds(node, wanted)) return;
  setOpen(node.id, true);
  if (node.id !== wanted) setOpen(moreId(node.id), true);
  for (const inner of insideOf(node)) openTowards(inner, wanted);
}

function holds(node: Node, wanted: string): boolean {
  return node.id === wanted || insideOf(node).some((inner) => holds(inner, wanted));
}

/** The field of a path, or the first one inside it. */
function fieldFor(path: string): HTMLElement | null {
  const inside = [...document.querySelectorAll<HTMLElement>('.parameters [id^="field-"], .parameters [id^="kind-"]')];
  return inside.find(({ id }) => id === `field-${path}` || id === `kind-${path}`) ?? inside.find(({ id }) => id.startsWith(`field-${path}`) || id.startsWith(`kind-${path}`)) ?? null;
}
