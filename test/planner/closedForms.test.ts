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
});
