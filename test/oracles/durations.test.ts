import { describe, it } from 'vitest';
import { controlled, expectAgreement, work } from './estimate.ts';
import { byId, inNightly, simulate, time } from './queue.ts';
import reference from './referenceValues.json' with { type: 'json' };

describe('constant and very uneven durations', () => {
  it('mdc#3 and mg1#1: one server, constant duration', time, () => {
    const { lam, D, c, expected } = byId(reference.mdc, 'mdc#3');
    const pollaczek = byId(reference.mg1, 'mg1#1').expected;
    const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: { constant: D }, servers: c, warmUp: 60, minutes: 1200 * work, replications: 40, target: 0.25 });
    const less = (values: number[]): number[] => controlled(values, meanConcurrency, lam * D);
    expectAgreement('mdc#3 Wq', less(wait), expected.Wq);
    expectAgreement('mg1#1 Wq', less(wait), pollaczek.Wq);
    expectAgreement('mg1#1 W', wait.map((each) => each + D), pollaczek.W);
    expectAgreement('mdc#3 tail at 0.25', less(beyondTarget), expected.tail['0.25']!);
    expectAgreement('mdc#3 utilisation', meanConcurrency, expected.rho);
  });

  for (const { id, lam, D, c, xs, expected } of reference.mdc)
    for (const target of [0, ...xs]) {
      const exact = target === 0 ? expected.p_wait : (expected.tail as unknown as Record<string, number>)[String(target)]!;
      inNightly(`${id} beyond ${target} s`, time, () => {
        // So many relaxation times that the half-width is well below 1 %, and more of them for what is rarer.
        const relaxation = D / c / (1 - expected.rho) ** 2;
        const minutes = Math.ceil((35 * relaxation) / Math.min(exact, 0.3));
        const { wait, beyondTarget, meanConcurrency } = simulate({ arrivalRate: lam, duration: { constant: D }, servers: c, warmUp: 60, minutes, replications: 40, target });
        expectAgreement(`${id} Wq, beyond ${target} s`, controlled(wait, meanConcurrency, lam * D), expected.Wq);
        expectAgreement(`${id} beyond ${target} s`, controlled(beyondTarget, meanConcurrency, lam * D), exact);
      });
    }

  inNightly('mg1#3: the duration varies twice as much as its mean', time, () => {
    const { lam, ES, ES2, expected } = byId(reference.mg1, 'mg1#3');
    const gamma = { gamma: { mean: ES, shape: (ES * ES) / (ES2 - ES * ES) } };
    const { wait, meanConcurrency } = simulate({ arrivalRate: lam, duration: gamma, servers: 1, warmUp: 600, minutes: 10_000, replications: 40, target: 0 });
    expectAgreement('mg1#3 Wq', controlled(wait, meanConcurrency, lam * ES), expected.Wq);
  });
});
