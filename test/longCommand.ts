import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { scripts: Record<string, string> };

/** What a command came to. */
export interface Ended {
  /** Its exit code; null where it was killed. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run command -- words`, without npm. It does not outlive the test that runs it. */
export function runCommand(command: string, words: readonly string[]): Promise<Ended> {
  const [, ...script] = (scripts[command] ?? '').split(' ');
  const child = spawn(process.execPath, [...script, ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve) => {
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (chunk: string) => (said[stream] += chunk));
    child.on('close', (status) => resolve({ status, ...said }));
  });
}
