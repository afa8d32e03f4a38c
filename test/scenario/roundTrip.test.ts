import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkScenario, parseScenario, printScenario } from '../../sim/scenario/parse.ts';
import { gallery, readScenarioFile } from './samples.ts';
import { scenarioArbitrary } from './scenarioArbitrary.ts';

it('parse(print(s)) = s, for any scenario', () => {
  fc.assert(
    fc.property(scenarioArbitrary(), (value) => {
      const { scenario, issues } = checkScenario(value);
      expect(issues).toEqual([]);
      const again = parseScenario(printScenario(scenario!));
      expect(again).toEqual({ scenario, issues: [] });
      expect(printScenario(again.scenario!)).toBe(printScenario(scenario!));
    }),
    { seed: 1, numRuns: 1000 },
  );
}, 120_000);

it('keeps every value as written', () => {
  fc.assert(
    fc.property(scenarioArbitrary(), (value) => {
      expect(checkScenario(value).scenario).toMatchObject(value as object);
    }),
    { seed: 2, numRuns: 1000 },
  );
});

it.each(gallery)('parse(print(s)) = s for %s', (name) => {
  const { scenario } = parseScenario(readScenarioFile(name));
  expect(parseScenario(printScenario(scenario!)).scenario).toEqual(scenario);
});
