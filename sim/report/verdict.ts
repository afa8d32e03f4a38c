import type { RunResult, Series } from '../engines/result.ts';
import type { Scenario } from '../scenario/schema.ts';
import { eventSourceVerdict } from './eventSourceVerdict.ts';
import { type Verdict, verdictWith } from './eventVerdict.ts';

export type { Verdict } from './eventVerdict.ts';

/** Says in words what happened to the events, records and messages of a run, why, and which setting made the difference. Works on means too. */
export function verdict(scenario: Scenario, result: RunResult, series: Series): Verdict {
  return verdictWith(scenario, result, series, eventSourceVerdict);
}
