import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { findChromium } from '../../scripts/chromium.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built page is served, and the browser that opens it. */
    pageUrl: string;
    chromium: string;
  }
}

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** Builds the page from the sources under test and serves it on loopback while the browser tests run. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  if (chromium === null) throw new Error('The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or set CHROME_PATH to it.');
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({ configFile, logLevel: 'warn', preview: { host: '127.0.0.1', port: 0 } });
  const [pageUrl] = server.resolvedUrls?.local ?? [];
  if (pageUrl === undefined) throw new Error('The page is not served anywhere.');
  project.provide('pageUrl', pageUrl);
  project.provide('chromium', chromium);
  return () => server.close();
}
