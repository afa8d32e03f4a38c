import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finished, isThorough, openPage, useBrowser } from './openPage.ts';
import { builtPage, serveFolder } from './staticServer.ts';
import type { StaticServer } from './staticServer.ts';

useBrowser();

/** In bytes, compressed: all JavaScript and CSS that a first visit fetches until its first result is complete. */
const budget = 150_000;

let server: StaticServer;
beforeAll(async () => {
  server = await serveFolder(builtPage);
});
afterAll(() => server.close());

describe('a first visit', () => {
  test('fetches at most 150 kB of code until the first result is complete', async () => {
    // What another try had fetched.
    server.served.splice(0);
    // What the service worker fetches once the result is there is no part of it.
    const { page, errors } = await openPage({
      url: server.url,
      serviceWorkers: 'block',
      prepare: () => {
        const observer = new MutationObserver(() => {
          if (document.querySelector('main[data-status=finished]') === null) return;
          observer.disconnect();
          document.documentElement.dataset['finished'] = String(Date.now());
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true });
      },
    });
    await finished(page);
    const finishedAt = Number(await page.locator('html').getAttribute('data-finished'));
    const fetched = [...new Set(server.served.filter(({ at }) => at <= finishedAt).map(({ file }) => file))];
    const code = fetched.filter((file) => /\.(js|css)$/.test(file));
    // Compressed here, so that the figure does not depend on who serves it.
    const sizes = code.map((file) => ({ file, bytes: gzipSync(readFileSync(join(builtPage, file)), { level: 9 }).length }));
    const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
    const list = sizes.sort((one, other) => other.bytes - one.bytes).map(({ file, bytes }) => `${String(bytes).padStart(8)}  ${file}`);
    expect(code.some((file) => file.includes('worker-'))).toBe(true);
    expect(sum, `${String(sum)} bytes:\n${list.join('\n')}`).toBeLessThanOrEqual(budget);
    expect(errors).toEqual([]);
    expect(server.missing).toEqual([]);
  });

  test('sends nothing twice', () => {
    const code = server.served.map(({ file }) => file).filter((file) => file.startsWith('assets'));
    expect(code.length).toBe(new Set(code).size);
  });

  const screens: [name: string, width: number, height: number, most: number][] = [
    // A telephone's width has no room to hold free for sentences of unknown length.
    ['narrow', 360, 740, 0.06],
    ['wide', 1280, 900, 0.03],
    ['somewhat wider', 412, 823, 0.06],
  ];
  test.each(isThorough ? screens : screens.slice(0, 1))('hardly moves what is on a %s screen already', async (_, width, height, most) => {
    const { page } = await openPage({
      url: server.url,
      viewport: { width, height },
      repeating: true,
      prepare: () => {
        let shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        Object.assign(window, { shift: () => shift });
      },
    });
    await finished(page);
    // Replications begin after two seconds.
    await page.waitForTimeout(5_000);
    const shift = await page.evaluate(() => (window as unknown as { shift: () => number }).shift());
    expect(shift).toBeLessThan(most);
    // That it can be seen at all when something does move.
    const moved = await page.evaluate(async () => {
      const main = document.querySelector('main');
      await new Promise((resolve) => setTimeout(resolve, 600));
      if (main !== null) main.style.marginTop = '300px';
      await new Promise((resolve) => setTimeout(resolve, 300));
      return (window as unknown as { shift: () => number }).shift();
    });
    expect(moved).toBeGreaterThan(shift + 0.05);
  });
});

describe('what is bundled', () => {
  test('has its licences beside it', () => {
    const licences = readFileSync(join(builtPage, 'licences.txt'), 'utf8');
    for (const name of ['Headroom', 'preact', 'zod', 'comlink', 'seedrandom', '@stdlib/math-base-special-pow', '@fontsource-variable/inter']) expect(licences).toMatch(new RegExp(`^${name}( |$)`, 'm'));
    for (const text of ['Apache License', 'SIL OPEN FONT LICENSE', 'ISC', 'Permission is hereby granted']) expect(licences).toContain(text);
  });
});
