/**
 * Draws the icons of the installed page from ui/public/icon.svg: `node scripts/icons.mjs` after the drawing has changed.
 * Needs a Chromium. A maskable icon may be cut to any shape, so it fills its square and keeps the drawing in the middle.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'ui', 'public');
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');
const maskable = drawing.replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"').replace('<rect width="32" height="32" rx="7"', '<rect x="-4" y="-4" width="40" height="40"');

const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox', '--disable-gpu'] });
await draw(drawing, 192, 'icon-192.png');
await draw(drawing, 512, 'icon-512.png');
await draw(maskable, 512, 'icon-maskable-512.png');
await browser.close();

async function draw(/** @type {string} */ svg, /** @type {number} */ size, /** @type {string} */ file) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${svg}`);
  await page.screenshot({ path: join(folder, file), omitBackground: true });
  await page.close();
}
