import { describe, expect, test } from 'vitest';
import { runCommand } from '../longCommand.ts';

/** The suites that run for minutes to hours, as package.json starts them. */
const commands = ['determinism', 'faults', 'fidelity', 'hostile', 'mutation', 'oracles', 'properties', 'swarm'];

describe('a long command', () => {
  test.each(commands)('%s refuses a word that it does not know in a line, and exits with 2', async (command) => {
    const { status, stdout, stderr } = await runCommand(command, ['--nonsense']);
    expect(`${stdout}${stderr}`.trim()).toMatch(/^[^\n]*nonsense[^\n]*$/);
    expect(status).toBe(2);
  });

  test.each([
    ['swarm', ['--scenarios', '2', '--seed', '1', '--threads', '1'], /^2 scenarios in .*: every law held\.$/m],
    ['properties', ['--scenarios', '1', '--seed', '1', '--only', 'age', '--threads', '1'], /^1 property, .* 1 scenario in all, seed 1: all hold; /m],
  ])('%s %j does what it says', async (command, words, verdict) => {
    const { status, stdout } = await runCommand(command, words);
    expect(stdout).toMatch(verdict);
    expect(status).toBe(0);
  });
});
