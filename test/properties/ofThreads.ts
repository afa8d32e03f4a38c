import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { createLaboratory, type Laboratory, type Subject } from '../../sim/planner/laboratory.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import { poolOf } from '../../sim/planner/pooledLaboratory.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { demand } from '../engines/demand.ts';
import { single } from './ofTheRules.ts';
import { property, type Property } from './property.ts';

const metric = readMetric('delivered.total / received')!;

/** Does experiments properly, and gives every answer some turns too late, as threads do that have other things to do. */
function late(subject: Subject, delays: readonly number[]): Laboratory {
  const inner = createLaboratory([subject]);
  let turn = 0;
  return {
    ...inner,
    async measure(experiment) {
      const measured = await inner.measure(experiment);
      for (let left = delays[turn++ % delays.length]!; left > 0; left--) await Promise.resolve();
      return measured;
    },
  };
}

/** Properties of many runs of one scenario. */
export const ofThreads: readonly Property[] = [
  property({
    id: 'workers',
    says: 'more workers, same result, in whatever order they finish',
    arbitrary: fc.record({
      luck: fc.nat(1_000_000),
      dispatch: fc.constantFrom('adaptive' as const, 'backoff' as const, 'fifo' as const),
      errorRate: fc.constantFrom(0.1, 0.5),
      workers: fc.integer({ min: 2, max: 4 }),
      delays: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
    }),
    async holds({ luck, dispatch, errorRate, workers, delays }) {
      const subject = { text: JSON.stringify(single(1, { seed: luck, duration: '1m', rate: '0.5/s', behaviour: { errorRate }, assumptions: { dispatch } })), files: {} };
      const ask = (laboratory: Laboratory) => new Trials(laboratory, [metric]).upTo({ scenario: 0, settings: [] }, 6);
      const alone = await ask(createLaboratory([subject]));
      const many = await ask(poolOf(Array.from({ length: workers }, (_, place) => late(subject, delays.map((delay) => delay + place)))));
      demand(isDeepStrictEqual(many, alone), () => `${workers} workers: ${JSON.stringify(many)}, one: ${JSON.stringify(alone)}`);
    },
  }),
];
