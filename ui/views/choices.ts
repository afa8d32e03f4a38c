import type { Node } from '../../sim/form/form.ts';
import { commands, keyWords } from '../state/commands.ts';
import { openGalleryEntry } from '../state/files.ts';
import { focusField } from '../state/focusField.ts';
import { gallery } from '../state/gallery.ts';
import { selectFunction, selectScenario, workspace } from '../state/session.ts';
import { shown } from '../state/simulation.ts';
import { titleOf } from '../state/titles.ts';
import { described } from './parameters/formState.ts';
import { insideOf } from './parameters/sectionView.tsx';

/** Something that the palette finds. */
export interface Choice {
  title: string;
  /** What it is, in a few words; they find it, too. */
  kind: string;
  keys: string;
  run: () => void;
}

/** Everything that the page can do or show now, by name. */
export function choices(): Choice[] {
  const possible = commands.filter(({ isPossible, keys }) => isPossible?.() !== false && !keys.includes('Mod+k'));
  const functions = Object.keys(shown.value?.snapshot.result.functions ?? {});
  const { scenarios, selected } = workspace.value;
  return [
    ...possible.map(({ title, keys, run }) => ({ title, kind: 'command', keys: keys[0] === undefined ? '' : keyWords(keys[0]), run })),
    ...fields(),
    ...scenarios.filter(({ letter }) => letter !== selected).map((scenario) => ({ title: `${scenario.letter} ${titleOf(scenario)}`, kind: 'scenario of this page', keys: '', run: () => selectScenario(scenario.letter) })),
    ...(functions.length > 1 ? functions.map((name) => ({ title: name, kind: 'function', keys: '', run: () => selectFunction(name) })) : []),
    ...gallery.map((entry) => ({ title: entry.name === '' ? entry.id : entry.name, kind: 'scenario of the gallery', keys: '', run: () => void openGalleryEntry(entry) })),
  ];
}

/** What has all the words, the best first: that very title, a title that begins so, one that has them all; else in the order given. */
export function find(among: readonly Choice[], words: string): Choice[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const phrase = wanted.join(' ');
  const rank = ({ title }: Choice): number => {
    const lower = title.toLowerCase();
    if (lower === phrase) return 0;
    if (lower.startsWith(phrase)) return 1;
    return wanted.every((word) => lower.includes(word)) ? 2 : 3;
  };
  return among
    .filter(({ title, kind }) => wanted.every((word) => `${title} ${kind}`.toLowerCase().includes(word)))
    .map((choice) => ({ choice, rank: rank(choice) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ choice }) => choice);
}

/** The settings of the form, open on the page or not. */
function fields(): Choice[] {
  const sections = described.value?.form.sections ?? [];
  return sections.flatMap(({ title, nodes }) => nodes.flatMap(valuesIn).map((node) => ({ title: node.label, kind: `${title}: ${node.id}`, keys: '', run: () => focusField(node.id) })));
}

function valuesIn(node: Node): Node[] {
  return node.kind === 'value' ? [node] : insideOf(node).flatMap(valuesIn);
}
