import { batch, computed, effect, signal } from '@preact/signals';
import type { Form } from '../../../sim/form/form.ts';
import { open, selectedFunction } from '../../state/session.ts';
import { client, findings, problem, running } from '../../state/simulation.ts';
import type { Issue } from '../../../sim/scenario/issue.ts';
import type { Finding } from '../../../sim/worker/api.ts';

/** A form, with the text and the choice it was made from. */
interface Described {
  form: Form;
  text: string;
  about: string | null;
}

/** The latest form that came back; null before the first. */
export const described = signal<Described | null>(null);

/** The text that has no form, because it is not JSON; null: none. */
export const unreadableText = signal<string | null>(null);

/** Whether the scenario was changed since the form was made. */
export const isLagging = computed(() => described.value?.text !== open.value.text);

let asked = 0;

/** Asks for the form again whenever the scenario or the chosen function changes; ends with what it returns. */
export function followScenario(): () => void {
  return effect(() => {
    const { name, text } = open.value;
    const about = selectedFunction.value;
    // A thread that was replaced has answered nothing: it is asked again when the run that replaced it ends.
    void running.value;
    const last = described.peek();
    if (text === '' || (last?.text === text && last.about === about)) return;
    const mine = ++asked;
    client.form({ name, text, seed: null }, about).then(
      (form) => {
        if (mine === asked) arrived(form, text, about);
      },
      // A thread that dies is told about where its numbers are missed.
      () => undefined,
    );
  });
}

function arrived(form: Form | null, text: string, about: string | null): void {
  batch(() => {
    if (form !== null) described.value = { form, text, about };
    unreadableText.value = form === null && !isJson(text) ? text : null;
  });
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** What is wrong with the scenario, by path. */
export const issuesByPath = computed(() => byPath<Issue>(problem.value?.kind === 'issues' ? problem.value.issues : []));

/** What is worth a look in the scenario, by path. */
export const findingsByPath = computed(() => byPath<Finding>(findings.value));

function byPath<Item extends { path: string }>(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const map = new Map<string, Item[]>();
  for (const item of items) map.set(item.path, [...(map.get(item.path) ?? []), item]);
  return map;
}
