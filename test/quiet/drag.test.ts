import { expect, it } from 'vitest';
import { choose, finished, openPage, useBrowser } from '../browser/openPage.ts';
import { oneAttemptHolds } from './inTime.ts';

useBrowser();

it('a frame of a drag on the traffic takes less than 10 ms in most cases', async () => {
  await oneAttemptHolds(
    async () => {
      const { page } = await openPage({
        prepare: () => {
          const frames: number[] = [];
          const ask = window.requestAnimationFrame.bind(window);
          window.requestAnimationFrame = (callback) =>
            ask((time) => {
              const before = performance.now();
              callback(time);
              frames.push(performance.now() - before);
            });
          Object.assign(window, { frames });
        },
      });
      await finished(page);
      await choose(page, 'traffic-triples');
      // It moves what is below it, under the mouse.
      await page.locator('.assumptions.band').waitFor();
      const point = page.getByRole('slider', { name: 'Point 4 of 6' });
      const box = await point.boundingBox();
      if (box === null) throw new Error('the point is not to be seen');
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const before = await point.getAttribute('aria-valuenow');
      await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let step = 0; step < 40; step++) await page.mouse.move(x, y - step, { steps: 1 });
      await page.mouse.up();
      const frames = (await page.evaluate(() => (window as unknown as { frames: number[] }).frames)).sort((one, other) => one - other);
      expect(frames.length).toBeGreaterThan(20);
      expect(await point.getAttribute('aria-valuenow')).not.toBe(before);
      await page.context().close();
      return frames[Math.floor(frames.length / 2)] ?? Infinity;
    },
    (median) => median < 10,
    'median below 10 ms',
  );
}, 120_000);
