import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { workspaceIn } from '../../ui/state/link.ts';
import { isSavedWorkspace, restored, saved } from '../../ui/state/savedWorkspace.ts';
import type { Workspace } from '../../ui/state/workspace.ts';
import links from '../ui/links.json' with { type: 'json' };
import { fuzzTarget, insist, literal } from './fuzzTarget.ts';
import { hostileLiteral, hostileText } from './hostileWords.ts';
import { jsonSeed, mutatedJson, type JsonSeed } from './mutatedJson.ts';
import type { Random } from './random.ts';
import { scenarioSeeds } from './scenarioSeeds.ts';

const workspace = (index: number, more: object = {}): JsonSeed =>
  jsonSeed(JSON.stringify({ headroom: 1, scenarios: ['A', 'C'].map((letter) => ({ letter, name: `Scenario ${letter}`, text: scenarioSeeds[index]?.text.slice(0, 300) ?? '', gallery: 'steady-state', seed: '7' })), selected: 'A', overlaid: 'C', function: 'f', zoom: [0, 60], ...more }));

const seeds: readonly JsonSeed[] = [
  workspace(0),
  workspace(1, { plan: { question: 'find', find: { path: 'functions.f.Timeout', low: '1', high: '60', targets: [{ metric: 'received', relation: '<=', value: '0' }], scenario: 'f' } } }),
  jsonSeed('{"headroom":1,"scenarios":[{"letter":"A","name":"","text":""}],"selected":"A"}'),
];

const literals = (random: Random): string => (random.chance(0.3) ? random.pick(['1', '2', '"A"', '"B"', '"a"', '"É"', '[]', '[0,1]', '[1,0]', '[0,1e999]', '["0","1"]', '{"length":1}', '"__proto__"', JSON.stringify('n'.repeat(301))]) : hostileLiteral(random));

/** What is in a workspace makes sense, and is kept as it is. */
function makesSense(found: Workspace): void {
  const letters = found.scenarios.map(({ letter }) => letter);
  insist(letters.length > 0 && letters.length <= 26 && letters.every((letter) => /^[A-Z]$/.test(letter)) && new Set(letters).size === letters.length, () => `letters ${letters.join()}`);
  insist(letters.includes(found.selected) && (found.overlaid === null || (letters.includes(found.overlaid) && found.overlaid !== found.selected)), 'what is selected is not there');
  for (const { name, text, galleryId, seed } of found.scenarios) insist([name, text, galleryId ?? '', seed].every((part) => typeof part === 'string'), 'a part of a scenario is no text');
  const { zoom, function: name } = found.view;
  insist(name === null || typeof name === 'string', 'a function without a name');
  insist(zoom === null || (zoom.from >= 0 && zoom.to > zoom.from && Number.isFinite(zoom.to)), 'a span that is none');
  const written = JSON.stringify(saved(found));
  const again = restored(JSON.parse(written));
  insist(!('problem' in again) && JSON.stringify(saved(again)) === written, 'saved and restored, it is another workspace');
}

function refusedInASentence({ problem }: { problem: string }): void {
  insist(/^(it|one) [\w ,]+$/.test(problem), () => `a problem that is no sentence: ${literal(problem)}`);
}

/** Pages that were saved, and what is kept in a browser. */
export const savedWorkspaces = fuzzTarget<string>({
  name: 'workspaces',
  about: 'saved pages',
  weight: 150,
  input: (random) => mutatedJson(random, seeds, literals),
  check(text) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    const found = restored(value);
    if ('problem' in found) refusedInASentence(found);
    else {
      insist(isSavedWorkspace(value), 'a workspace out of something else');
      makesSense(found);
    }
  },
  show: literal,
});

/** A link as a recipe: what a bomb unpacks to would be no text to look at. */
interface Link {
  fragment: string;
  about: string;
}

/** Links, which anybody can send. */
export const pageLinks = fuzzTarget<Link>({
  name: 'links',
  about: 'links to the page',
  weight: 25,
  input(random) {
    const choice = random.below(1000);
    if (choice < 2) return bomb(random.below(4));
    if (choice < 250) return { fragment: changed(random, random.pick(links).link), about: 'a link with characters changed' };
    if (choice < 300) return { fragment: random.pick(['#h1=', '#h2=', '#h=', '#', '#h1', '']) + hostileText(random), about: 'no link' };
    const text = mutatedJson(random, seeds, literals);
    if (choice < 350) return { fragment: `#h1=${random.pick([deflateSync, gzipSync])(text).toString('base64url')}`, about: `another compression of ${literal(text)}` };
    const packed = deflateRawSync(random.chance(0.05) ? Buffer.from(text, 'utf16le') : random.chance(0.05) ? Buffer.from(text, 'latin1') : text).toString('base64url');
    return { fragment: `#h1=${random.chance(0.1) ? changed(random, packed) : packed}`, about: `a link that holds ${literal(text)}` };
  },
  async check({ fragment }) {
    const found = await workspaceIn(fragment);
    if ('problem' in found) refusedInASentence(found);
    else makesSense(found);
  },
  show: ({ fragment, about }) => `${about}: ${literal(fragment)}`,
});

const bombs: readonly (() => { content: Buffer; about: string })[] = [
  () => ({ content: Buffer.alloc(60_000_000, ' '), about: '60 MB of spaces' }),
  () => ({ content: Buffer.alloc(45_000_000, '['), about: '45 MB of brackets' }),
  () => ({ content: Buffer.from(`{"headroom":1,"scenarios":${'['.repeat(2_000_000)}`), about: 'two million brackets' }),
  () => ({ content: Buffer.from(`{"headroom":1,"scenarios":[{"letter":"A","name":"","text":"${'x'.repeat(300_000)}"}],"selected":"A"}`), about: 'a text of 300 kB' }),
];
const packedBombs = new Map<number, Link>();

/** Packed once: that takes longer than to refuse it. */
function bomb(which: number): Link {
  const known = packedBombs.get(which);
  if (known !== undefined) return known;
  const { content, about } = bombs[which]?.() ?? { content: Buffer.alloc(0), about: 'nothing' };
  const made = { fragment: `#h1=${deflateRawSync(content).toString('base64url')}`, about: `a bomb: ${about}` };
  packedBombs.set(which, made);
  return made;
}

function changed(random: Random, fragment: string): string {
  const at = random.below(fragment.length + 1);
  return fragment.slice(0, at) + random.pick(['', 'A', '-', '_', '=', '%', '%00', '+', ' ', '\u0000', '#h1=', 'é']) + (random.chance(0.3) ? '' : fragment.slice(at + random.below(3)));
}
