import { describe, expect, test } from 'vitest';
import { attempt, inTurn } from '../../sim/planner/attempt.ts';
import { createLaboratory, type Laboratory } from '../../sim/planner/laboratory.ts';
import { readMetric, type Metric } from '../../sim/planner/metric.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { stoppingLaboratory, subjectOf } from './smallSubject.ts';

const received: Metric = readMetric('received') ?? { text: '', over: [], under: null };
const asItIs = { scenario: 0, settings: [] };

/** A laboratory that counts what it is given. */
function counting(): { laboratory: Laboratory; count: () => number } {
  const inner = createLaboratory([subjectOf()]);
  let count = 0;
  return { laboratory: { width: 4, measure: (experiment) => ((count += 1), inner.measure(experiment)), stop: () => inner.stop() }, count: () => count };
}

describe('an attempt', () => {
  test('that takes too long is found out by one replication', async () => {
    const { laboratory, count } = counting();
    expect(await attempt(new Trials(laboratory, [received]), asItIs, 20, { stepBudget: 50 })).toEqual({ kind: 'leftOut', reason: 'One replication takes too long.' });
    expect(count()).toBe(1);
  });

  test('at settings that make no valid scenario says what is wrong with them', async () => {
    const outcome = await attempt(new Trials(createLaboratory([subjectOf()]), [received]), { scenario: 0, settings: ['functions.import.Timeout=0'] }, 2);
    expect(outcome).toMatchObject({ kind: 'leftOut', reason: expect.stringContaining('Timeout') as string });
  });

  test('that is stopped keeps the replications that had ended', async () => {
    const outcome = await attempt(new Trials(stoppingLaboratory([subjectOf()], 3), [received]), asItIs, 10);
    expect(outcome.kind === 'stopped' && outcome.trial.replications).toBe(3);
  });

  test('does no replication twice', async () => {
    const { laboratory, count } = counting();
    const trials = new Trials(laboratory, [received]);
    await attempt(trials, asItIs, 6);
    await attempt(trials, asItIs, 8);
    expect(count()).toBe(8);
  });
});

test('things done in turn begin in order, some at once, and answer in order', async () => {
  const begun: number[] = [];
  let open = 0;
  let most = 0;
  const answers = await inTurn([5, 1, 4, 2, 3], 2, async (wait) => {
    begun.push(wait);
    most = Math.max(most, (open += 1));
    await new Promise((resolve) => setTimeout(resolve, wait));
    open -= 1;
    return wait * 10;
  });
  expect({ begun, answers, most }).toEqual({ begun: [5, 1, 4, 2, 3], answers: [50, 10, 40, 20, 30], most: 2 });
});
