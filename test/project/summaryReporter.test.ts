import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

test('what did not pass has failed: a wrong answer, a file that cannot be loaded, an error outside every test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-counts-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const write = (name: string, text: string) => writeFileSync(join(folder, name), `import { expect, test } from 'vitest';\n${text}`);
    write('right.test.ts', "test('a', () => {}); test('b', () => {}); test.skip('c', () => {});");
    write('wrong.test.ts', "test('d', () => expect(1).toBe(2)); test('e', () => {});");
    write('broken.test.ts', "import './nowhere.ts'; test('f', () => {});");
    write('late.test.ts', "test('g', () => { void Promise.reject(new Error('late')); });");
    const counts = join(folder, 'counts.json');
    const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, `--reporter=${join(root, 'test/summaryReporter.ts')}`], {
      env: { ...process.env, HEADROOM_TEST_COUNTS: counts },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(JSON.parse(readFileSync(counts, 'utf8'))).toEqual({ passed: 4, failed: 3 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test('what passed only at the second try is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-second-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'seldom.test.ts'), "import { expect, test } from 'vitest';\nlet tries = 0; test('sometimes', { retry: 1 }, () => expect(++tries).toBe(2)); test('always', { retry: 1 }, () => {});");
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, `--reporter=${join(root, 'test/summaryReporter.ts')}`], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toContain('Passed only at the second try, which is worth a look:\n  seldom.test.ts > sometimes\n');
    expect(stdout).not.toContain('always');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
