import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { PreviewServer } from 'vite';
import type { TestProject } from 'vitest/node';
import { findChromium, findHeadlessChromium } from '../../scripts/chromium.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built page is served, and the browser that opens it. */
    pageUrl: string;
    chromium: string;
  }
}

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));

/** Two projects need the page, and each loads this file for itself: it is built and served once for both. */
const shared = globalThis as { headroomPage?: Promise<PreviewServer>; headroomPageUsers?: number };

/** Builds the page from the sources under test and serves it on loopback while the browser tests run. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  // What is measured is measured in the whole browser.
  const chromium = project.name === 'quiet' ? findChromium() : findHeadlessChromium();
  if (chromium === null) throw new Error('The browser tests need Chromium or Chrome: install one (Debian: apt-get install chromium), or set CHROME_PATH to it.');
  shared.headroomPage ??= buildAndServe();
  shared.headroomPageUsers = (shared.headroomPageUsers ?? 0) + 1;
  const server = await shared.headroomPage;
  const [pageUrl] = server.resolvedUrls?.local ?? [];
  if (pageUrl === undefined) throw new Error('The page is not served anywhere.');
  project.provide('pageUrl', pageUrl);
  project.provide('chromium', chromium);
  return async () => {
    shared.headroomPageUsers = (shared.headroomPageUsers ?? 1) - 1;
    if (shared.headroomPageUsers === 0) await server.close();
  };
}

async function buildAndServe(): Promise<PreviewServer> {
  // What ships is built for production; under a test runner the same build would be another page, and a larger one.
  process.env['NODE_ENV'] = 'production';
  // `npm test` has built it a moment ago.
  if (process.env['HEADROOM_PAGE_IS_BUILT'] !== 'yes') await build({ configFile, logLevel: 'warn' });
  return preview({ configFile, logLevel: 'warn', preview: { host: '127.0.0.1', port: 0 } });
}
