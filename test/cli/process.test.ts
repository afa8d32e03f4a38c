import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// A checkout of its own, made of links, so that what is tested is built from the present sources by the bin itself.
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
let checkout = '';
let first: ReturnType<typeof headroom>;
const scenario = (duration: string) => JSON.stringify({ version: 1, duration, functions: { f: {} }, traffic: [{ to: 'f', arrivals: { constant: { rate: '100/s' } } }] });

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'headroom-checkout-'));
  for (const name of ['node_modules', 'sim', 'cli', 'vite.node.config.ts', 'tsconfig.json']) symlinkSync(join(root, name), join(checkout, name));
  cpSync(join(root, 'package.json'), join(checkout, 'package.json'));
  mkdirSync(join(checkout, 'bin'));
  for (const name of ['headroom.mjs', 'build.mjs', 'inlining.mjs']) cpSync(join(root, 'bin', name), join(checkout, 'bin', name));
  writeFileSync(join(checkout, 'short.json'), scenario('1m'));
  writeFileSync(join(checkout, 'long.json'), scenario('30d'));
  first = headroom('--version');
}, 60_000);
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

const headroom = (...words: string[]) => spawnSync(process.execPath, ['bin/headroom.mjs', ...words], { cwd: checkout, encoding: 'utf8' });

describe('the headroom program', () => {
  test('builds itself once in a checkout where nothing is built', () => {
    expect(first).toMatchObject({ status: 0, stderr: expect.stringMatching(/^headroom: building the command line…\n/), stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(existsSync(join(checkout, 'dist', 'node', 'cli.js'))).toBe(true);
    expect(headroom('--version')).toMatchObject({ status: 0, stderr: '' });
  });

  test('builds itself again when a source is newer', () => {
    const later = new Date(Date.now() + 1000);
    utimesSync(join(checkout, 'package.json'), later, later);
    expect(headroom('--version').stderr).toBe('headroom: building the command line…\n');
    const earlier = new Date(0);
    utimesSync(join(checkout, 'package.json'), earlier, earlier);
    expect(headroom('--version').stderr).toBe('');
  });

  test('gives the same answer with one thread and with three, and ends when it has it', () => {
    const words = ['plan', 'short.json', '--find', 'functions.f.ReservedConcurrentExecutions=1..200', '--such-that', 'delivered.onTime / received >= 90%', '--set', 'functions.f.behaviour.duration.exponential.mean=300ms', '--replications', '16', '--json'];
    const [one, three] = ['1', '3'].map((threads) => headroom(...words, '--threads', threads));
    expect(one).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(one?.stdout ?? '')).toMatchObject({ outcome: 'found', found: expect.any(Number) as number });
    expect(three?.stdout).toBe(one?.stdout);
  });

  test('says what to do where it cannot be built', () => {
    const bare = mkdtempSync(join(tmpdir(), 'headroom-bare-'));
    mkdirSync(join(bare, 'bin'));
    for (const name of ['headroom.mjs', 'build.mjs', 'inlining.mjs']) cpSync(join(root, 'bin', name), join(bare, 'bin', name));
    const { status, stderr } = spawnSync(process.execPath, ['bin/headroom.mjs'], { cwd: bare, encoding: 'utf8' });
    rmSync(bare, { recursive: true, force: true });
    expect(status).toBe(1);
    expect(stderr).toBe('headroom: the command line is not built yet. Run `npm ci --include=dev` in the checkout once.\n');
  });

  test('ends with 0, and with 2 for bad input', () => {
    expect(headroom('run', 'short.json')).toMatchObject({ status: 0, stderr: '' });
    expect(headroom('run', 'nowhere.json')).toMatchObject({ status: 2, stdout: '' });
  });

  test('colours nothing that goes to a file', () => {
    expect(headroom('run', 'short.json').stdout).not.toContain('\u001b');
  });

  test.skipIf(process.platform === 'win32')('does not mind when nobody reads to the end', () => {
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" bin/headroom.mjs schema | head -c 20; "${process.execPath}" bin/headroom.mjs run short.json --json | head -n 1`], { cwd: checkout, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.endsWith('{\n')).toBe(true);
  });

  test.skipIf(process.platform === 'win32')(
    'stops at Ctrl-C and keeps',
    async () => {
      // On a busy machine the program is not there yet when the first signal comes, which then ends it like any other program.
      for (const delay of [700, 3_000, 10_000]) {
        const { code, out } = await interrupted(delay);
        if (code === null) continue;
        expect(code).toBe(130);
        expect(JSON.parse(out)).toMatchObject({ stopped: true });
        return;
      }
      throw new Error('the program did not get to listen to Ctrl-C');
    },
    60_000,
  );

  test('the library can be imported where it was built', () => {
    const program = `import { parseScenario, compileModel, startRun } from './dist/node/index.js';
      const { scenario } = parseScenario(${JSON.stringify(scenario('1m'))});
      const run = startRun(compileModel(scenario));
      while (run.advance(1000)) continue;
      console.log(run.result().functions.f.received);`;
    expect(spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: checkout, encoding: 'utf8' })).toMatchObject({ stdout: '6000\n', stderr: '', status: 0 });
  });
});

/** Runs what takes for ever, and interrupts it after a while; the code is null where the signal ended it at once. */
async function interrupted(delay: number): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['bin/headroom.mjs', 'run', 'long.json', '--json'], { cwd: checkout });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  setTimeout(() => child.kill('SIGINT'), delay);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out };
}
