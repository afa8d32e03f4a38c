import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLink, linkOf, longestLink, mostUnpacked, workspaceIn } from '../../ui/state/link.ts';
import { restored, saved } from '../../ui/state/savedWorkspace.ts';
import type { Workspace } from '../../ui/state/workspace.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const anyWorkspace = fc
  .record({
    scenarios: fc.uniqueArray(fc.record({ letter: fc.constantFrom(...letters), name: fc.string({ maxLength: 300, unit: 'grapheme' }), text: fc.string({ maxLength: 400, unit: 'grapheme' }), galleryId: fc.option(fc.stringMatching(/^[a-z-]{1,40}$/)), seed: fc.string({ maxLength: 200 }) }), { minLength: 1, maxLength: 26, selector: ({ letter }) => letter }),
    pick: fc.nat(),
    overlay: fc.option(fc.nat()),
    functionName: fc.option(fc.string({ minLength: 1, maxLength: 64 })),
    zoom: fc.option(fc.tuple(fc.nat(1e6), fc.integer({ min: 1, max: 1e6 }))),
    plan: fc.option(fc.record({ question: fc.constantFrom('find', 'best'), find: fc.record({ path: fc.string(), low: fc.string(), high: fc.string() }) })),
  })
  .map(({ scenarios, pick, overlay, functionName, zoom, plan }): Workspace => {
    const sorted = scenarios.filter(({ name }) => name.length <= 300).sort((one, other) => (one.letter < other.letter ? -1 : 1));
    const list = sorted.length === 0 ? [{ letter: 'A', name: '', text: '', galleryId: null, seed: '' }] : sorted;
    const selected = list[pick % list.length]?.letter ?? 'A';
    const overlaid = overlay === null ? null : (list[overlay % list.length]?.letter ?? null);
    return { scenarios: list, selected, overlaid: overlaid === selected ? null : overlaid, view: { function: functionName, zoom: zoom === null ? null : { from: zoom[0], to: zoom[0] + zoom[1] } }, ...(plan === null ? {} : { plan }) };
  });

const whole = '{"headroom":1,"scenarios":[{"letter":"A","name":"","text":""}],"selected":"A"}';

describe('a link', () => {
  it('brings back exactly the workspace that it was made of', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkspace, async (workspace) => {
        expect(await workspaceIn((await linkOf(workspace)) ?? '')).toEqual(workspace);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('of every scenario of the gallery fits where links are sent', async () => {
    const folder = new URL('../../scenarios/', import.meta.url);
    for (const name of ['steady-state', 'nightly-import', 'order-pipeline', 'provisioned-concurrency', 'destinations-template']) {
      const text = readFileSync(new URL(`${name}.json`, folder), 'utf8');
      const link = await linkOf({ scenarios: [...'ABC'].map((letter) => ({ letter, name, text, galleryId: name, seed: '' })), selected: 'A', overlaid: 'B', view: { function: null, zoom: null } });
      expect(link?.length, name).toBeLessThan(longestLink);
      expect(link).toMatch(/^#h1=[\w-]+$/);
    }
  });

  it('holds as much as it may unpack to, and is not made of more, however short it would be', async () => {
    const of = (length: number): Workspace => ({ scenarios: [{ letter: 'A', name: '', text: ' '.repeat(length), galleryId: null, seed: '' }], selected: 'A', overlaid: null, view: { function: null, zoom: null } });
    const most = mostUnpacked - JSON.stringify(saved(of(0))).length;
    const link = (await linkOf(of(most))) ?? '';
    expect(link.length).toBeLessThan(longestLink);
    expect(await workspaceIn(link)).toEqual(of(most));
    expect(await linkOf(of(most + 1))).toBeNull();
  });

  // Links that people have saved: each line was made by the version it names, and must open for ever.
  const corpus = JSON.parse(readFileSync(new URL('links.json', import.meta.url), 'utf8')) as { version: string; about: string; link: string; workspace: Workspace }[];
  it.each(corpus)('of version $version still opens: $about', async ({ link, workspace }) => {
    expect(isLink(link)).toBe(true);
    expect(await workspaceIn(link)).toEqual(workspace);
  });

  it.each([
    ['nothing', '#h1='],
    ['no base64url', '#h1=%%%'],
    ['no DEFLATE', '#h1=AAAA'],
    ['a part of one', `${corpus[0]?.link.slice(0, 60) ?? ''}`],
    ['no JSON', pack('{"headroom":1')],
    ['bytes that are no text', pack(Buffer.from([0xff, 0xfe, 0x00]))],
    ['null', pack('null')],
    ['a list', pack('[]')],
    ['a scenario', pack('{"version":1,"functions":{}}')],
    ['no scenarios', pack('{"headroom":1,"scenarios":[],"selected":"A"}')],
    ['27 scenarios', pack(JSON.stringify({ headroom: 1, scenarios: Array.from({ length: 27 }, () => ({ letter: 'A', name: '', text: '' })), selected: 'A' }))],
    ['one letter twice', pack(JSON.stringify({ headroom: 1, scenarios: [1, 2].map(() => ({ letter: 'A', name: '', text: '' })), selected: 'A' }))],
    ['a letter that is none', pack(JSON.stringify({ headroom: 1, scenarios: [{ letter: '<b>', name: '', text: '' }], selected: 'A' }))],
    ['a text that is none', pack(JSON.stringify({ headroom: 1, scenarios: [{ letter: 'A', name: '', text: 7 }], selected: 'A' }))],
    ['a name without end', pack(JSON.stringify({ headroom: 1, scenarios: [{ letter: 'A', name: 'x'.repeat(301), text: '' }], selected: 'A' }))],
    ['a version to come', pack('{"headroom":2}')],
    ['a form to come', '#h2=abc'],
    ['a bomb of 200 MB', pack(Buffer.alloc(200_000_000, 32))],
    ['one byte more than is allowed', pack(' '.repeat(mostUnpacked - whole.length + 1) + whole)],
  ])('that holds %s is refused in a sentence', async (_, link) => {
    const found = await workspaceIn(link);
    expect(found).toHaveProperty('problem');
    expect((found as { problem: string }).problem).toMatch(/^(it|one) [\w ,:]+[\w]$/);
  });

  it('that is whole but too large is not said to be damaged', async () => {
    expect(await workspaceIn(pack(' '.repeat(mostUnpacked - whole.length + 1) + whole))).toEqual({ problem: 'it unpacks to more than 256 KiB, which no link does that Headroom makes' });
    expect(await workspaceIn('#h1=AAAA')).toEqual({ problem: 'it is damaged, and may have been cut off' });
  });

  it('changes no prototype, whatever its keys are', async () => {
    const found = await workspaceIn(pack('{"headroom":1,"__proto__":{"polluted":1},"scenarios":[{"letter":"A","name":"","text":"","__proto__":{"polluted":1}}],"selected":"__proto__","constructor":{"prototype":{"polluted":1}}}'));
    expect(found).toMatchObject({ selected: 'A' });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((found as unknown as { polluted?: number }).polluted).toBeUndefined();
  });

  it('is refused or opened, but never throws, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.jsonValue().map((value) => JSON.stringify({ headroom: 1, scenarios: [value], selected: value }))), async (text) => {
        const found = await workspaceIn(pack(text));
        expect('problem' in found || found.scenarios.length > 0).toBe(true);
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });

  it('holds what was asked of the planner, and nothing of it where nothing was asked', () => {
    const one: Workspace = { scenarios: [{ letter: 'A', name: '', text: '{}', galleryId: null, seed: '' }], selected: 'A', overlaid: null, view: { function: null, zoom: null } };
    expect(Object.keys(saved(one))).toEqual(['headroom', 'scenarios', 'selected']);
    expect(saved({ ...one, plan: { question: 'tune' } }).plan).toEqual({ question: 'tune' });
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as unknown;
    for (const plan of ['find', 7, [], null, deep, { question: 'x'.repeat(20_000) }]) expect(restored({ ...saved(one), plan })).toEqual(one);
  });

  it('with a view that makes no sense opens with the usual view', () => {
    const whole = saved({ scenarios: [{ letter: 'B', name: '', text: '{}', galleryId: null, seed: '' }], selected: 'B', overlaid: null, view: { function: null, zoom: null } });
    const strange = { ...whole, selected: 'Q', overlaid: 'B', function: 7, zoom: [5, 1] };
    expect(restored(strange)).toMatchObject({ selected: 'B', overlaid: null, view: { function: null, zoom: null } });
  });
});

function pack(content: string | Buffer): string {
  return `#h1=${deflateRawSync(content).toString('base64url')}`;
}
