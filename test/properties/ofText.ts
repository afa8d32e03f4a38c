import { isDeepStrictEqual } from 'node:util';
import { checkScenario, parseScenario, printScenario } from '../../sim/scenario/parse.ts';
import { demand } from '../engines/demand.ts';
import { scenarioArbitrary } from '../scenario/scenarioArbitrary.ts';
import { property, type Property } from './property.ts';

/** Properties of scenarios as text. */
export const ofText: readonly Property[] = [
  property({
    id: 'round-trip',
    says: 'parse(print(s)) = s, for any scenario',
    arbitrary: scenarioArbitrary(),
    holds(value) {
      const { scenario, issues } = checkScenario(value);
      if (scenario === null) throw new Error(JSON.stringify(issues));
      const text = printScenario(scenario);
      const again = parseScenario(text);
      demand(isDeepStrictEqual(again, { scenario, issues: [] }), () => `${text} is read as ${JSON.stringify(again)}`);
      demand(printScenario(again.scenario!) === text, 'it is printed differently the second time');
    },
  }),
];
