import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkScenario, parseScenario, printScenario } from '../../sim/scenario/parse.ts';
import { testProperties } from '../properties/holds.ts';
import { ofText } from '../properties/ofText.ts';
import { gallery, readScenarioFile } from './samples.ts';
import { scenarioArbitrary } from './scenarioArbitrary.ts';

describe('scenarios as text', () => testProperties(ofText));

it('keeps every value as written', () => {
  fc.assert(
    fc.property(scenarioArbitrary(), (value) => {
      expect(checkScenario(value).scenario).toMatchObject(value as object);
    }),
    { seed: 2, numRuns: 200 },
  );
});

it.each(gallery)('parse(print(s)) = s for %s', (name) => {
  const { scenario } = parseScenario(readScenarioFile(name));
  expect(parseScenario(printScenario(scenario!)).scenario).toEqual(scenario);
});
