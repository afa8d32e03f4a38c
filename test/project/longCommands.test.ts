import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> };

/** The suites that run for minutes to hours, as package.json starts them. */
const commands = ['determinism', 'faults', 'fidelity', 'hostile', 'mutation', 'oracles', 'properties', 'swarm'];

interface Ended {
  code: number | null;
  said: string;
}

function start(command: string, words: readonly string[]): Promise<Ended> {
  const [, ...script] = (scripts[command] ?? '').split(' ');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...script, ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    child.on('close', (code) => resolve({ code, said }));
  });
}

describe('a long command', () => {
  test.each(commands)('%s refuses a word that it does not know in a line, and exits with 2', async (command) => {
    const { code, said } = await start(command, ['--nonsense']);
    expect(said.trim()).toMatch(/^[^\n]*nonsense[^\n]*$/);
    expect(code).toBe(2);
  });

  test.each([
    ['swarm', ['--scenarios', '2', '--threads', '1'], /^2 scenarios in .*: every law held\.$/m],
    ['hostile', ['--target', 'links', '--inputs', '5', '--threads', '1'], /^5 inputs of 1 kind in .*: all met as they should be; the slowest, links:\d+, took \d+ ms\.$/m],
    ['properties', ['--scenarios', '1', '--only', 'age', '--threads', '1'], /^1 property, .* 1 scenario in all, seed \d+: all hold; /m],
  ])('%s %j does what it says', async (command, words, verdict) => {
    const { code, said } = await start(command, words);
    expect(said).toMatch(verdict);
    expect(code).toBe(0);
  });
});
