import { describeForm } from '../../sim/form/describe.ts';
import type { Form, Node } from '../../sim/form/form.ts';

/** The form of a text that has one. */
export function formOf(text: string, about: string | null = null): Form {
  const form = describeForm(text, about);
  if (form === null) throw new Error('no form');
  return form;
}

/** Every node of a form, those inside others included. */
export function nodesOf(form: Form): Node[] {
  return form.sections.flatMap(({ nodes }) => nodes.flatMap(withInner));
}

/** The node with a path as messages write it. */
export function nodeAt(form: Form, id: string): Node {
  const found = nodesOf(form).find((node) => node.id === id);
  if (found === undefined) throw new Error(`no node ${id}`);
  return found;
}

/** The forms of everything a scenario can be looked at by: all together, each function, each version and alias. */
export function allForms(text: string): Form[] {
  const { functions } = JSON.parse(text) as { functions: Record<string, { versions?: object; aliases?: object }> };
  const names = Object.entries(functions).flatMap(([name, own]) => [name, ...Object.keys({ ...own.versions, ...own.aliases }).map((qualifier) => `${name}:${qualifier}`)]);
  return [null, ...names].map((name) => formOf(text, name));
}

function withInner(node: Node): Node[] {
  const inner = node.kind === 'value' ? [] : node.kind === 'list' || node.kind === 'map' ? node.entries.flatMap(({ node: entry }) => (entry === null ? [] : [entry])) : node.nodes;
  return [node, ...inner.flatMap(withInner)];
}
