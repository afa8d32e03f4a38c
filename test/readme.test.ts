import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parseScenario } from '../sim/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));
const blocksOf = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text);

/** Commands alone, and commands with the output that the README shows. */
const commands = [...blocksOf('sh').flatMap((text) => text.trim().split('\n')), ...blocksOf('console').map((text) => text.slice(2, text.indexOf('\n')))];

// npx keeps what it runs in its cache; these tests have one of their own, and no network.
const scratch = mkdtempSync(join(tmpdir(), 'headroom-readme-'));
const environment = { ...process.env, npm_config_cache: join(scratch, 'npm'), npm_config_offline: 'true', HEADROOM_NO_OPEN: '1', NO_COLOR: '1' };
const written = ['minutes.csv', 'events.ndjson'].map((name) => join(root, name));
afterAll(() => {
  for (const path of [scratch, ...written]) rmSync(path, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  out: string;
  error: string;
}

/** Runs a shell command in the checkout; `until` ends it by Ctrl-C as soon as its output matches. */
function shell(command: string, until?: (out: string) => Promise<void> | undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd: root, shell: true, env: environment, detached: until !== undefined });
    let out = '';
    let error = '';
    let ending = false;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const answered = ending ? undefined : until?.(out);
      if (answered === undefined) return;
      ending = true;
      // The whole group, as the terminal does it.
      answered.catch(reject).finally(() => child.pid !== undefined && process.kill(-child.pid, 'SIGINT'));
    });
    child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, error }));
  });
}

const ended = new Map<string, Promise<Ended>>();

/** Runs a command of the README; one whose output is looked at twice runs once. The first is run by npx, and the others are what npx runs. */
function run(command: string): Promise<Ended> {
  const before = ended.get(command);
  if (before !== undefined) return before;
  const now = shell(ended.size === 0 ? command : command.replace(/^npx headroom/, `"${process.execPath}" bin/headroom.mjs`));
  ended.set(command, now);
  return now;
}

describe('the README', () => {
  test('has commands for this test to run', () => {
    expect(commands).toContain('npm start');
    expect(commands).toContain('npm test');
    expect(commands.filter((command) => command.startsWith('npx headroom')).length).toBeGreaterThan(5);
  });

  test.each(commands.filter((command) => command.startsWith('npx headroom')))('%s', async (command) => {
    const { code, out, error } = await run(command);
    expect(error.replace(/^npm warn .*\n/gm, '')).toBe('');
    expect(code).toBe(0);
    expect(out).not.toBe('');
  }, 60_000);

  test('the files it speaks of were written', () => {
    for (const path of written) expect(readFileSync(path, 'utf8').length).toBeGreaterThan(1000);
  });

  test.each(blocksOf('console').map((text) => [text.slice(2, text.indexOf('\n')), text.slice(text.indexOf('\n') + 1)]))('%s prints what the README shows', async (command = '', shown = '') => {
    const { out } = await run(command);
    const withoutTime = (text: string) => text.replace(/ in [\d.]+ m?s · /, ' in … · ');
    const parts = withoutTime(shown).split(/^…\n/m);
    // What is left out is marked; the parts that are shown come in this order.
    let position = 0;
    for (const part of parts) {
      const found = withoutTime(out).indexOf(part, position);
      expect(found, `${part}\n--- is not in ---\n${out}`).toBeGreaterThanOrEqual(0);
      position = found + part.length;
    }
  }, 60_000);

  test.skipIf(process.platform === 'win32')('npm start serves the page on this machine until Ctrl-C', async () => {
    let page = '';
    const { out } = await shell('npm start', (text) => {
      const address = /Headroom is at (http:\/\/127\.0\.0\.1:\d+\/)/.exec(text)?.[1];
      return address === undefined ? undefined : fetch(address).then(async (response) => void (page = await response.text()));
    });
    expect(out).toContain('Ctrl-C ends it.');
    expect(page).toContain('<script type="module"');
  }, 120_000);

  test('npm test is what a build server runs', () => {
    expect(readFileSync(join(root, '.ci', 'run'), 'utf8')).toMatch(/^exec npm test\b/m);
  });

  test.each(blocksOf('js'))('its program runs', async (program) => {
    const file = join(root, 'dist', `readme-${process.pid}.mjs`);
    writeFileSync(file, program);
    const { code, out } = await shell(`"${process.execPath}" "${file}"`);
    rmSync(file);
    expect(code).toBe(0);
    expect(out).toMatch(/RetriesExhausted: \d+/);
  });

  test.each(blocksOf('json'))('its scenario is valid', (text) => {
    expect(parseScenario(text).issues).toEqual([]);
  });

  test('its links lead somewhere', () => {
    const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(5);
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});
