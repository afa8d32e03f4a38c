import { describe, expect, it } from 'vitest';
import { erlangB, erlangBMaxLoad, erlangBMinServers, mg1, mmc, mmck, mmcMinServers, mmcWithPatience, provisionedSpillover, waitQuantile, waitTail } from '../../sim/planner/closedForms.ts';
import reference from '../oracles/referenceValues.json' with { type: 'json' };

type Inputs = Record<string, number>;

/** What the reference calls a number, and what we compute for it. */
const forms: Record<string, (inputs: Inputs) => number | Record<string, number>> = {
  erlang_b: ({ c = 0, a = 0 }) => erlangB(c, a),
  erlang_b_max_load: ({ c = 0, target = 0 }) => erlangBMaxLoad(c, target),
  mmc: ({ lam = 0, mu = 0, c = 0 }) => {
    const { utilisation, waits, meanWait, meanWaiting, meanSojourn, meanPresent } = mmc({ arrivals: lam, services: mu, servers: c });
    return { rho: utilisation, p_wait: waits, Wq: meanWait, Lq: meanWaiting, W: meanSojourn, L: meanPresent };
  },
  mmc_wait_tail: ({ lam = 0, mu = 0, c = 0, t = 0 }) => waitTail({ arrivals: lam, services: mu, servers: c }, t),
  mmc_wait_quantile: ({ lam = 0, mu = 0, c = 0, q = 0 }) => waitQuantile({ arrivals: lam, services: mu, servers: c }, q),
  mmck: ({ lam = 0, mu = 0, c = 0, K = 0 }) => {
    const { blocked, meanWaiting, meanPresent, meanWait, throughput } = mmck({ arrivals: lam, services: mu, servers: c }, K);
    return { p_block: blocked, Lq: meanWaiting, L: meanPresent, Wq: meanWait, throughput };
  },
  mg1: ({ lam = 0, ES = 0, ES2 = 0 }) => {
    const { utilisation, meanWait, meanWaiting, meanSojourn, meanPresent } = mg1(lam, ES, ES2);
    return { rho: utilisation, Wq: meanWait, Lq: meanWaiting, W: meanSojourn, L: meanPresent, p_wait: utilisation };
  },
  mmc_d: ({ lam = 0, mu = 0, c = 0, D = 0 }) => {
    const { discarded, waits, meanBusy } = mmcWithPatience({ arrivals: lam, services: mu, servers: c }, D);
    return { p_discard: discarded, p_wait: waits, discard_rate: lam * discarded, busy: meanBusy };
  },
  provisioned_spillover: ({ pc = 0, a = 0 }) => {
    const { spills, meanOnDemand, varianceOnDemand, meanProvisioned, utilisation } = provisionedSpillover(pc, a);
    return { p_spill: spills, ondemand_mean: meanOnDemand, ondemand_var: varianceOnDemand, pc_mean: meanProvisioned, pc_utilization: utilisation };
  },
};

/** Those whose answer is a whole number. */
const wholeForms: Record<string, (inputs: Inputs) => number> = {
  erlang_b_min_servers: ({ a = 0, target = 0 }) => erlangBMinServers(a, target),
  mmc_min_servers: ({ lam = 0, mu = 0, t = 0, prob = 0 }) => mmcMinServers(lam, mu, t, prob),
};

/** The reference values of the families that have a form here. */
function valuesFor(families: object): { id: string; family: string; inputs: Inputs; expected: number | Inputs }[] {
  return Object.keys(families).flatMap((family) =>
    reference[family as keyof typeof reference].map((value) => {
      const { id, expected, ...inputs } = value as { id: string; expected: number | Inputs };
      return { id, family, inputs: inputs as Inputs, expected };
    }),
  );
}

describe('closed forms', () => {
  it.each(valuesFor(forms))('$id is the reference value to nine digits', ({ family, inputs, expected }) => {
    const computed = forms[family]?.(inputs) ?? NaN;
    const pairs = typeof computed === 'number' ? [[computed, expected as number] as const] : Object.entries(computed).map(([name, value]) => [value, (expected as Inputs)[name] ?? NaN] as const);
    for (const [value, exact] of pairs) expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-9 * Math.abs(exact));
  });

  it.each(valuesFor(wholeForms))('$id is exactly the reference value', ({ family, inputs, expected }) => {
    expect(wholeForms[family]?.(inputs)).toBe(expected);
  });

  it('take rates of any size, where one server serves more or less than one a second', () => {
    // M/M/1 with a load of a half: P(wait) = 1/2, Wq = 1/(4 - 2) - 1/4.
    expect(waitTail({ arrivals: 2, services: 4, servers: 1 }, 0)).toBeCloseTo(0.5, 12);
    expect(waitTail({ arrivals: 5, services: 2, servers: 3 }, 1)).toBeLessThan(0.4);
    expect([waitTail({ arrivals: 2, services: 0.5, servers: 3 }, 1), waitTail({ arrivals: 6, services: 2, servers: 3 }, 1)]).toEqual([1, 1]);
    expect(mmck({ arrivals: 1, services: 2, servers: 1 }, 1).blocked).toBeCloseTo(1 / 3, 12);
    expect(mg1(1, 0.5, 0.5)).toEqual({ utilisation: 0.5, meanWait: 0.5, meanWaiting: 0.5, meanSojourn: 1, meanPresent: 1 });
    const servers = mmcMinServers(10, 2, 0.5, 0.1);
    const tail = (count: number): number => waitTail({ arrivals: 10, services: 2, servers: count }, 0.5);
    expect([tail(servers) <= 0.1, tail(servers - 1) > 0.1]).toEqual([true, true]);
  });

  it('do not overflow where nearly everything is turned away', () => {
    // The weights of an empty and of a full system differ by 1000^200.
    const { blocked, meanPresent, throughput } = mmck({ arrivals: 1000, services: 1, servers: 1 }, 200);
    expect(blocked).toBeCloseTo(0.999, 12);
    expect(meanPresent).toBeCloseTo(200 - 1 / 999, 9);
    expect(throughput).toBeCloseTo(1, 9);
  });
});
