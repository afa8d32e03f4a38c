import { readFileSync } from 'node:fs';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { fingerprint } from '../../sim/worker/fingerprint.ts';
import type { SavedWorkspace } from '../../ui/state/savedWorkspace.ts';

const importing = (rate: string, duration: string, reserved: number) => ({
  version: 1,
  name: 'Import',
  duration,
  functions: { import: { ReservedConcurrentExecutions: reserved, EventInvokeConfig: { MaximumEventAgeInSeconds: 600 }, behaviour: { duration: { exponential: { mean: '1s' } }, errorRate: 0.1 } } },
  traffic: [{ to: 'import', arrivals: { poisson: { rate } } }],
});

/**
 * What a fault finds selected. `quick` takes milliseconds; of `heavy` a run takes a second or so, and whatever takes many runs long;
 * `long` does not end while anybody waits; `stream` has batches that fail.
 */
export const scenarios = {
  quick: JSON.stringify(importing('2/s', '1h', 2), null, 2),
  heavy: JSON.stringify(importing('10/s', '24h', 12), null, 2),
  long: JSON.stringify(importing('1000/s', '24h', 500), null, 2),
  stream: readFileSync(new URL('../../scenarios/poison-record.json', import.meta.url), 'utf8'),
};

/** What the page is asked to simulate after a fault: the quick scenario with another setting, and another seed. */
export const changed = { text: scenarios.quick.replace('"MaximumEventAgeInSeconds": 600', '"MaximumEventAgeInSeconds": 90').replace('"Import"', '"Changed"'), seed: 'after the fault' };

/** The scenario beside it, over its charts, and what stands in its editor and was not run. */
export const other = { text: scenarios.quick.replace('"Import"', '"Beside"'), seed: 'beside', draft: '{ "half": ' };

/** The page that a fault finds: two scenarios, each with a seed, one drawn over the other. */
export function savedPage(selected: keyof typeof scenarios): SavedWorkspace {
  return {
    headroom: 1,
    scenarios: [
      { letter: 'A', name: 'import.json', text: scenarios[selected], seed: 'before the fault' },
      { letter: 'B', name: 'beside.json', text: other.text, seed: other.seed },
    ],
    selected: 'A',
    overlaid: 'B',
  };
}

const known = new Map<string, Promise<string | null>>();

/** The fingerprint of a run that nothing disturbs, simulated here. */
export async function undisturbed(text: string, seed: string): Promise<string | null> {
  const key = `${seed}\n${text}`;
  const mark = known.get(key) ?? simulated(text, seed);
  known.set(key, mark);
  return mark;
}

async function simulated(text: string, seed: string): Promise<string | null> {
  const { scenario, issues } = parseScenario(text);
  if (scenario === null) throw new Error(`no scenario: ${JSON.stringify(issues)}`);
  const run = startRun(compileModel(scenario), { seed });
  while (run.advance(1_000_000)) continue;
  return fingerprint(run.result(), run.series());
}
