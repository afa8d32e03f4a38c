/**
 * Two numbers for speed: how many simulated steps a second of processor time does, on a function that keeps up (S1) and on
 * one that does not (S2). 24 hours at 1,000 events a second, under `fifo` and under `adaptive`; nothing to set.
 * `npm run bench -- 1h` takes another duration, for a quick look. Each case runs in a process of its own, so that its
 * memory is its own. Measured, never asserted: machines are shared, so compare figures of one run only.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import '../bin/inlining.mjs';
import { compileModel, parseScenario, startRun } from 'headroom';

/** @typedef {{ name: string, reserved: number, dispatch: string }} Case */

const cases = [
  { name: 'S1 steady', reserved: 400, dispatch: 'fifo' },
  { name: 'S1 steady', reserved: 400, dispatch: 'adaptive' },
  { name: 'S2 overload', reserved: 100, dispatch: 'fifo' },
  { name: 'S2 overload', reserved: 100, dispatch: 'adaptive' },
];

const [duration = '24h', only] = process.argv.slice(2);
if (only === undefined) {
  console.log(`${duration} simulated at 1,000 events a second; processor seconds of the whole process\n`);
  console.log('case                    events      steps  CPU s  steps/CPU s    peak');
  for (const index of cases.keys()) spawnSync(process.execPath, [fileURLToPath(import.meta.url), duration, String(index)], { stdio: 'inherit' });
} else measure(/** @type {Case} */ (cases[Number(only)]), duration);

function measure(/** @type {Case} */ { name, reserved, dispatch }, /** @type {string} */ duration) {
  const { scenario, issues } = parseScenario(
    JSON.stringify({
      version: 1,
      duration,
      functions: {
        import: {
          Timeout: 30,
          ReservedConcurrentExecutions: reserved,
          behaviour: { duration: { exponential: { mean: '200ms' } }, errorRate: 0.01 },
        },
      },
      traffic: [{ to: 'import', arrivals: { poisson: { rate: '1000/s' } } }],
      assumptions: { dispatch },
    }),
  );
  if (scenario === null) throw new Error(JSON.stringify(issues));
  const run = startRun(compileModel(scenario));
  while (run.advance(50_000)) continue;
  const { user, system } = process.cpuUsage();
  const seconds = (user + system) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const received = run.result().functions['import']?.received ?? 0;
  console.log(
    [
      `${name}, ${dispatch}`.padEnd(22),
      `${(received / 1e6).toFixed(1)} M`.padStart(7),
      `${(run.steps / 1e6).toFixed(1)} M`.padStart(10),
      seconds.toFixed(1).padStart(6),
      `${(run.steps / seconds / 1e6).toFixed(2)} M`.padStart(12),
      `${megabytes.toFixed(0)} MB`.padStart(7),
    ].join(' '),
  );
}
