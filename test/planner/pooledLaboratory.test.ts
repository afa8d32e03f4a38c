import { describe, expect, it } from 'vitest';
import { createLaboratory, type Experiment, type Laboratory, type Measured } from '../../sim/planner/laboratory.ts';
import { metricsOf, plan } from '../../sim/planner/plan.ts';
import { readSpan } from '../../sim/planner/parameter.ts';
import { poolOf } from '../../sim/planner/pooledLaboratory.ts';
import { readTarget } from '../../sim/planner/target.ts';
import { Trials } from '../../sim/planner/trials.ts';

const subject = {
  text: JSON.stringify({ version: 1, duration: '10m', functions: { one: { Timeout: 60, ReservedConcurrentExecutions: 2, behaviour: { duration: { exponential: { mean: '1s' } } } } }, traffic: [{ to: 'one', arrivals: { poisson: { rate: '3/s' } } }] }),
  files: {},
};

const experiment = (replication: number): Experiment => ({ scenario: 0, settings: [], replication, metrics: [], stepBudget: 1e6 });

/** A laboratory whose experiments end when the test says so, in whatever order. */
function heldLaboratory(): Laboratory & { under: Map<number, (measured: Measured) => void>; isStopped: boolean } {
  const under = new Map<number, (measured: Measured) => void>();
  return {
    width: 1,
    under,
    isStopped: false,
    measure: ({ replication }) =>
      new Promise((resolve) => {
        under.set(replication, resolve);
      }),
    stop() {
      this.isStopped = true;
      for (const resolve of under.values()) resolve({ kind: 'stopped' });
    },
  };
}

/** Does experiments properly, and keeps each answer back for a time that has nothing to do with the order of the questions. */
function tardyLaboratory(delays: () => number): Laboratory {
  const inner = createLaboratory([subject]);
  return {
    ...inner,
    async measure(one) {
      const measured = await inner.measure(one);
      await new Promise((resolve) => setTimeout(resolve, delays()));
      return measured;
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const done: Measured = { kind: 'measured', readings: [], steps: 1, dispatch: 'adaptive', throttled: false };

describe('a pool of laboratories', () => {
  it('gives each experiment to whoever is free, and does no more at once than there are', async () => {
    const [one, other] = [heldLaboratory(), heldLaboratory()];
    const pool = poolOf([one, other]);
    expect(pool.width).toBe(2);
    const answers = [0, 1, 2, 3].map((replication) => pool.measure(experiment(replication)));
    expect([[...one.under.keys()], [...other.under.keys()]]).toEqual([[0], [1]]);
    other.under.get(1)?.(done);
    await settled();
    expect([[...one.under.keys()], [...other.under.keys()]]).toEqual([[0], [1, 2]]);
    other.under.get(2)?.(done);
    one.under.get(0)?.(done);
    await settled();
    one.under.get(3)?.(done);
    other.under.get(3)?.(done);
    expect(await Promise.all(answers)).toEqual([done, done, done, done]);
  });

  it('answers what waits, what is under way and what still comes with “stopped” once it is stopped', async () => {
    const one = heldLaboratory();
    const pool = poolOf([one]);
    const answers = [0, 1].map((replication) => pool.measure(experiment(replication)));
    pool.stop();
    expect(await Promise.all([...answers, pool.measure(experiment(2))])).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }, { kind: 'stopped' }]);
    expect(one.isStopped).toBe(true);
    expect([...one.under.keys()]).toEqual([0]);
  });

  it('goes on with the others when an experiment is refused', async () => {
    const broken: Laboratory = { width: 1, measure: () => Promise.reject(new Error('broken')), stop: () => undefined };
    const pool = poolOf([broken]);
    const [first, second] = [pool.measure(experiment(0)), pool.measure(experiment(1))];
    await expect(first).rejects.toThrow('broken');
    await expect(second).rejects.toThrow('broken');
  });

  it('leads a planner to the same answer for any number of threads, in whatever order they finish', async () => {
    const span = readSpan('functions.one.ReservedConcurrentExecutions=1..12');
    const target = readTarget('delaySeconds.p99 < 5s');
    if ('problem' in span || target === null) throw new Error('the question is well-formed');
    const ask = (laboratory: Laboratory) => plan(new Trials(laboratory, metricsOf([target])), { parameter: span.parameter, low: span.low, high: span.high, targets: [target] });
    const alone = await ask(createLaboratory([subject]));
    let turn = 0;
    const shuffled = await ask(poolOf(Array.from({ length: 4 }, () => tardyLaboratory(() => (turn++ * 7) % 11))));
    expect(shuffled).toEqual(alone);
    expect(alone.found).toBeGreaterThan(2);
  });
});
