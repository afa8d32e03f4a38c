import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choose, finished, openPage, useBrowser } from './openPage.ts';

useBrowser();

const folder = mkdtempSync(join(tmpdir(), 'headroom-single-'));
const file = join(folder, 'headroom.html');
beforeAll(async () => {
  await build({ configFile: fileURLToPath(new URL('../../vite.single.config.ts', import.meta.url)), logLevel: 'warn', build: { outDir: folder } });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the page as one file', () => {
  test('gives, opened from a disk, the same results as the served page, and asks for nothing', async () => {
    const served = await openPage();
    await finished(served.page);
    const single = await openPage({ url: pathToFileURL(file).href });
    await finished(single.page);
    const fingerprint = (opened: typeof served): Promise<string | null> => opened.page.locator('main').getAttribute('data-fingerprint');
    expect(await fingerprint(single)).toBe(await fingerprint(served));
    // One with a trace file.
    await choose(served.page, 'azure-2019-queue');
    await choose(single.page, 'azure-2019-queue');
    expect(await fingerprint(single)).toBe(await fingerprint(served));
    await single.page.waitForTimeout(1500);
    expect(single.errors).toEqual([]);
    expect(single.requests.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:'))).toEqual([pathToFileURL(file).href]);
  });

  test('allows its own script and styles by what they say, and nothing else', () => {
    const html = readFileSync(file, 'utf8');
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    expect(policy).toMatch(/default-src 'none'.*script-src 'sha256-[\w+/]+=*'; worker-src blob:; style-src 'sha256-[\w+/]+=*'/);
    expect(policy).not.toMatch(/unsafe|'self'|\*/);
  });

  test('carries the licences of what it is made of', () => {
    const html = readFileSync(file, 'utf8');
    const comment = html.slice(html.lastIndexOf('<!--'));
    expect(comment.endsWith('-->\n')).toBe(true);
    for (const part of ['Headroom', 'zod', 'Apache License', 'SIL OPEN FONT LICENSE']) expect(comment.includes(part), part).toBe(true);
  });
});
