import { createLaboratory, type Experiment, type Laboratory, type Measured, type Subject } from '../../sim/planner/laboratory.ts';

/** A function that fails now and then and is nearly busy: some hundred events, of which some are gone. */
export const smallScenario = {
  version: 1,
  name: 'small',
  duration: '6m',
  seed: 'small',
  functions: { import: { ReservedConcurrentExecutions: 4, EventInvokeConfig: { MaximumRetryAttempts: 1 }, behaviour: { duration: { exponential: { mean: '2s' } }, errorRate: 0.1 } } },
  traffic: [{ to: 'import', arrivals: { poisson: { rate: '1/s' } } }],
};

/** A scenario file with changes of its top keys. */
export const subjectOf = (changes: Record<string, unknown> = {}): Subject => ({ text: JSON.stringify({ ...smallScenario, ...changes }), files: {} });

/** A laboratory that takes four experiments at once and ends them in an order of its own, last come first served. */
export function shufflingLaboratory(subjects: readonly Subject[]): Laboratory {
  const inner = createLaboratory(subjects);
  let waiting: (() => void)[] = [];
  const serve = (): void => {
    const batch = waiting.reverse();
    waiting = [];
    for (const go of batch) go();
  };
  return {
    width: 4,
    async measure(experiment: Experiment): Promise<Measured> {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        setTimeout(serve, 0);
      });
      return inner.measure(experiment);
    },
    stop: () => inner.stop(),
  };
}

/** A laboratory that is stopped as soon as it has done so many experiments. */
export function stoppingLaboratory(subjects: readonly Subject[], after: number): Laboratory {
  const inner = createLaboratory(subjects);
  let done = 0;
  return {
    width: 1,
    async measure(experiment) {
      const measured = await inner.measure(experiment);
      done += 1;
      if (done === after) inner.stop();
      return measured;
    },
    stop: () => inner.stop(),
  };
}

/** What a question was read as; fails where it has problems. */
export function asked<Question extends object>(read: Question | { problems: string[] }): Question {
  if ('problems' in read) throw new Error(read.problems.join(' '));
  return read;
}
