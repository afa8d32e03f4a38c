import { describe, expect, it } from 'vitest';
import { compileModel } from '../../sim/model/compile.ts';
import { startRun } from '../../sim/engines/exact.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { runCommand } from '../longCommand.ts';
import { seedOf } from '../seedOf.ts';
import { caseOf, checkSeed } from './swarmCheck.ts';

const scenarios = 40;

describe('the swarm', () => {
  it(`finds nothing in ${scenarios} scenarios`, { timeout: 120_000 }, () => {
    for (let n = 0; n < scenarios; n++) expect(checkSeed(seedOf(20261121, n))).toBe(null);
  });

  it('runs streams, queues and mappings, faults, chains and every discipline, and asks for a second opinion', () => {
    const cases = Array.from({ length: 100 }, (_, n) => caseOf(seedOf(20261121, n)));
    const share = (has: (one: (typeof cases)[number]) => boolean): number => cases.filter(has).length / cases.length;
    const any = (part: object | undefined): boolean => Object.keys(part ?? {}).length > 0;
    expect(share(({ hasSecondOpinion }) => hasSecondOpinion)).toBeGreaterThan(0.25);
    for (const part of ['streams', 'queues', 'eventSourceMappings', 'faults', 'destinations', 'traffic'] as const) expect(share(({ scenario }) => any(scenario[part])), part).toBeGreaterThan(0.2);
    for (const dispatch of ['adaptive', 'backoff', 'fifo']) expect(share(({ scenario }) => (scenario.assumptions?.dispatch ?? 'adaptive') === dispatch), dispatch).toBeGreaterThan(0.15);
    expect(share(({ scenario }) => Object.values(scenario.destinations ?? {}).some(({ type }) => type === 'Lambda'))).toBeGreaterThan(0.2);
    expect(share(({ scenario }) => Object.values(scenario.functions).some(({ aliases }) => any(aliases)))).toBeGreaterThan(0.2);
  });

  it('lets mappings of both kinds read, fail and be refused', () => {
    const seen = new Set<string>();
    for (let n = 0; n < 100; n++) {
      const { scenario } = checkScenario(caseOf(seedOf(20261121, n)).scenario);
      if (scenario === null || Object.keys(scenario.eventSourceMappings).length === 0 || scenario.traffic.some(({ arrivals }) => 'trace' in arrivals)) continue;
      const run = startRun(compileModel(scenario));
      run.advance(Infinity);
      for (const mapping of Object.values(run.result().eventSourceMappings ?? {}))
        for (const what of ['delivered', 'filtered', 'failedInvocations', 'throttles'] as const) if (mapping[what] > 0) seen.add(`${mapping.source}: ${what}`);
    }
    expect([...seen].sort()).toEqual(['queue', 'stream'].flatMap((source) => ['delivered', 'failedInvocations', 'filtered', 'throttles'].map((what) => `${source}: ${what}`)));
  });

  it('finds a law that is broken, makes the scenario smaller, and finds it again from the line that it prints', { timeout: 120_000 }, async () => {
    const laws = ['--laws', 'test/properties/swarmBrokenLaw.ts'];
    const found = await runCommand('swarm', [...laws, '--scenarios', '2', '--seed', '1', '--threads', '1']);
    expect(found.status).toBe(1);
    expect(found.stdout).toContain('BROKEN  nothing is ever discarded\n');
    const line = /npm run swarm -- (.*--replay \d+)\n/.exec(found.stdout)?.[1] ?? '';
    const again = await runCommand('swarm', line.split(' '));
    expect(again.status).toBe(1);
    const told = /^BROKEN[^]*?\n(\{"version".*)\n/m.exec(again.stdout);
    expect(found.stdout).toContain(told?.[0]);
    expect(checkScenario(JSON.parse(told?.[1] ?? 'null')).issues).toEqual([]);
    const drawn = caseOf(Number(line.split(' ').at(-1)));
    expect(told?.[1]?.length).toBeLessThan(JSON.stringify(drawn.scenario).length);
    // The same seed under laws that hold.
    expect(checkSeed(Number(line.split(' ').at(-1)))).toBe(null);
  });
});
