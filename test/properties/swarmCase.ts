import fc from 'fast-check';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { largeBurst, largeMessages, loops, provisionedAlone, provisionedPool, smallScenario } from '../engines/smallScenarios.ts';
import { longReading, withEventSources } from './swarmEventSources.ts';
import { anyScenario } from './anyScenario.ts';

/** One thing that the swarm looks at. */
export interface SwarmCase {
  scenario: ScenarioInput;
  /** Whether the naive engine understands the scenario. */
  hasSecondOpinion: boolean;
  /** How many steps the run goes on at a time, in turn. */
  slices: number[];
}

/** The trace file that scenarios name. */
export const traceFiles: Readonly<Record<string, string>> = {
  'visits.csv': `timestamp,function,count\n${[3, 0, 11, 40, 1, 0, 2].map((count, minute) => `${minute * 60},shop-front,${count}\n${minute * 60},shop-back,${minute}`).join('\n')}\n`,
};

const ofEveryKind = anyScenario();

/** Scenarios of every kind with what else the format knows: a scale, a date, names, expectations, traffic from a file. */
const decorated = fc
  .tuple(
    ofEveryKind,
    fc.record(
      {
        name: fc.constantFrom('', 'Ünïcode — 😀 "quoted"'),
        description: fc.constant('Two\nlines.'),
        startsAt: fc.constantFrom('1970-01-01T00:00:00Z', '2024-02-28T23:59:58.5Z', '2199-12-31T23:00:00Z'),
        trafficScale: fc.constantFrom(0.1, 0.5, 1.7, 3),
        expect: fc.constantFrom<NonNullable<ScenarioInput['expect']>>([{ metric: 'functions.import.delivered.total', min: 0 }]),
        trace: fc.record({ file: fc.constant('visits.csv'), format: fc.constant('generic' as const), function: fc.constantFrom('shop-front', 'shop-back'), within: fc.constantFrom('poisson' as const, 'uniform' as const, 'front' as const) }, { requiredKeys: ['file', 'format'] }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([scenario, { trace, ...more }]): ScenarioInput => {
    // In a loop every event is hundreds, and a scale or a file would make them too many.
    if (isLoop(scenario)) return scenario;
    const { traffic = [], functions } = scenario;
    return { ...scenario, ...more, traffic: trace === undefined ? traffic : [...traffic, { to: Object.keys(functions)[0]!, arrivals: { trace } }] };
  });

/** Whether a record may come back to where it began: then the destinations that invoke functions all have a limit. */
function isLoop({ destinations = {} }: ScenarioInput): boolean {
  return Object.values(destinations).some(({ type, maximumBytes }) => type === 'Lambda' && (maximumBytes === 2500 || maximumBytes === 9000));
}

const slices = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });
const cases = (hasSecondOpinion: boolean, scenario: fc.Arbitrary<ScenarioInput>): fc.Arbitrary<SwarmCase> => fc.record({ scenario, hasSecondOpinion: fc.constant(hasSecondOpinion), slices });

/** Everything that the swarm runs; what takes longest comes most seldom. */
export const swarmCase: fc.Arbitrary<SwarmCase> = fc.oneof(
  { weight: 60, arbitrary: cases(false, withEventSources(decorated)) },
  { weight: 60, arbitrary: cases(false, withEventSources(anyScenario({ chains: false }))) },
  { weight: 30, arbitrary: cases(false, decorated) },
  { weight: 30, arbitrary: cases(false, longReading) },
  { weight: 90, arbitrary: cases(true, smallScenario) },
  { weight: 12, arbitrary: cases(true, loops) },
  { weight: 12, arbitrary: cases(true, provisionedAlone) },
  { weight: 6, arbitrary: cases(true, provisionedPool) },
  { weight: 3, arbitrary: cases(true, largeMessages) },
  { weight: 1, arbitrary: cases(true, largeBurst) },
);
