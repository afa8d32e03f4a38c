import { describe, expect, it } from 'vitest';
import { inputText, readInput } from '../../sim/form/readInput.ts';
import type { Change } from '../../sim/form/changes.ts';
import type { Node } from '../../sim/form/form.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { edited } from '../../ui/state/edit.ts';
import { complete, gallery, readScenarioFile } from '../scenario/samples.ts';
import { withSources } from './eventSources.ts';
import { allForms, nodesOf } from './formNodes.ts';

/** The gallery and a scenario that uses nearly everything. */
const scenarios = [['complete', JSON.stringify(complete, null, 2)], ['event sources', JSON.stringify(withSources, null, 2)], ...gallery.map((name) => [name, withFewFunctions(readScenarioFile(name))] as const)] as const;

describe.each(scenarios)('%s', (_, text) => {
  const nodes = allForms(text).slice(0, 6).flatMap(nodesOf);
  const parsed = parseScenario(text).scenario;

  it('is unchanged by writing the value of each field back as it is shown', () => {
    expect(nodes.length).toBeGreaterThan(50);
    for (const node of nodes) {
      if (node.kind !== 'value' || !node.written) continue;
      const value = readInput(node, inputText(node, node.value));
      expect([node.id, value]).toEqual([node.id, node.value]);
    }
    const written = nodes.find((node) => node.kind === 'value' && node.written);
    if (written === undefined || written.kind !== 'value') throw new Error('nothing is written');
    expect(parseScenario(edited(text, [{ path: written.path, value: readInput(written, inputText(written, written.value)) }])).scenario).toEqual(parsed);
  });

  it('parses with the default of each field, and without each changed setting', () => {
    for (const node of nodes) {
      if (neededByOthers.includes(node.id)) continue;
      if (node.kind === 'value' && node.default !== undefined) parses(text, [...aroundOf(node), { path: node.path, value: node.default }]);
      if (node.changed) parses(text, [{ path: node.path, value: undefined }]);
    }
  });

  it('parses with each other kind, and with a new entry of each list and map', () => {
    for (const node of nodes) {
      if (node.kind === 'one-of')
        for (const { name, blank } of node.kinds) if (name !== node.chosen && !(name === 'destination' && isEmpty(blank))) parses(text, [...aroundOf(node), { path: node.path, value: blank }]);
      if (node.kind === 'group' && node.blank !== undefined && !node.written && !node.path.includes('live')) parses(text, [{ path: node.path, value: node.blank }]);
      if (node.kind === 'list' && node.total !== node.most) parses(text, [...aroundOf(node), { path: [...node.path, node.total], value: node.blank, insert: true }]);
      if (node.kind === 'map') parses(text, [...aroundOf(node), { path: [...node.path, node.freeName], value: node.blank }]);
    }
  });
});

/** A scenario with its first five functions and what is sent to them: a hundred of one kind say no more, and every change is parsed with all of them. */
function withFewFunctions(text: string): string {
  const { functions, traffic, ...rest } = JSON.parse(text) as { functions: Record<string, unknown>; traffic: { to: string }[] };
  const few = Object.entries(functions).slice(0, 5);
  if (few.length === Object.keys(functions).length) return text;
  return JSON.stringify({ ...rest, functions: Object.fromEntries(few), traffic: traffic.filter(({ to }) => few.some(([name]) => name === to)) }, null, 2);
}

/** Other settings of the destination mean nothing without these: the permission for the key, and a function by its own name. */
const neededByOthers = ['destinations.failed.customerManagedKey', 'destinations.confirmed.function'];

function parses(text: string, changes: readonly Change[]): void {
  const { issues } = parseScenario(edited(text, changes));
  expect(issues.map(({ message }) => `${JSON.stringify(changes)}: ${message}`)).toEqual([]);
}

function aroundOf({ around }: Node): Change[] {
  return around === undefined ? [] : [around];
}

/** A fault of a destination where there is none to choose. */
function isEmpty(blank: unknown): boolean {
  return (blank as { destination?: string }).destination === '';
}
