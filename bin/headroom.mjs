#!/usr/bin/env node
/** `npx headroom`: runs the built command line; in a checkout whose build is missing or outdated it is built first. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, needsBuild } from './build.mjs';
import './inlining.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

if (ready()) {
  const { start } = await import(pathToFileURL(join(root, 'dist', 'node', 'cli.js')).href);
  await start();
} else {
  process.exitCode = 1;
}

function ready() {
  if (!needsBuild(root)) return true;
  if (existsSync(join(root, 'node_modules', 'vite'))) console.error('headroom: building the command line…');
  return build(root);
}
