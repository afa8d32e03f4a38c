import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { choose, finished, isThorough, openPage, useBrowser } from '../browser/openPage.ts';
import { oneAttemptHolds } from './inTime.ts';

useBrowser();

/** The gallery; of it, without time for all, those that take longest to simulate or to draw, and an ordinary one. */
const gallery = readdirSync(fileURLToPath(new URL('../../scenarios/', import.meta.url)))
  .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'))
  .map((file) => file.replace('.json', ''))
  .filter((id) => isThorough || ['azure-2019-hundred', 'throttled-stream', 'traffic-triples'].includes(id));

/** In milliseconds. */
const wanted = 100;

it('from a change to its first curves it takes at most 100 ms, as the fastest of three, for scenarios of the gallery', async () => {
  // What else the machine does can only add to a time, so the fastest is the nearest to the page's own; what was fast enough is not asked again.
  let tooSlow = gallery;
  await oneAttemptHolds(
    async () => {
      const { page } = await openPage();
      await finished(page);
      const times: { id: string; times: number[] }[] = [];
      for (const id of tooSlow) {
        if ((await page.getByRole('combobox', { name: 'Scenario', exact: true }).inputValue()) !== id) await choose(page, id);
        await page.waitForTimeout(500);
        const ofOne: number[] = [];
        for (let change = 0; change < 3; change++) {
          ofOne.push(Math.round(await changed(page, change)));
          await page.waitForTimeout(300);
        }
        times.push({ id, times: ofOne });
      }
      await page.context().close();
      const slow = times.filter((one) => Math.min(...one.times) > wanted);
      tooSlow = slow.map(({ id }) => id);
      return slow;
    },
    (slow) => slow.length === 0,
    `at most ${String(wanted)} ms`,
  );
}, 300_000);

/** Types another maximum age, or where there is no such field another seed, and waits until the result is drawn anew and on the screen. */
function changed(page: Page, change: number): Promise<number> {
  return page.evaluate(
    (number) =>
      new Promise<number>((resolve) => {
        const field = document.querySelector<HTMLInputElement>('[id^="field-"][id$="MaximumEventAgeInSeconds"]');
        const input = field ?? document.querySelector<HTMLInputElement>('.seed input');
        if (input === null) {
          resolve(Infinity);
          return;
        }
        const from = performance.now();
        const observer = new MutationObserver((mutations) => {
          // A change may change no curve; then the result is told by its data, or by what is said of its end. The curves from before it are drawn as lines.
          const isShown = mutations.some(
            ({ target, attributeName, addedNodes }) =>
              target instanceof Element &&
              ((attributeName === 'd' && target.matches('.charts .area')) ||
                (target.localName === 'main' && attributeName?.startsWith('data-') === true) ||
                [...addedNodes].some((node) => node instanceof Element && node.matches('.run-state[role=status]'))),
          );
          if (!isShown) return;
          observer.disconnect();
          // After the next frame has been drawn.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - from);
            port2.postMessage(null);
          });
        });
        observer.observe(document.body, { subtree: true, attributes: true, childList: true, characterData: true });
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, field === null ? `luck ${String(number)}` : String(90 + 10 * number));
        input.dispatchEvent(new Event('input', { bubbles: true }));
        setTimeout(() => resolve(Infinity), 4_000);
      }),
    change,
  );
}
