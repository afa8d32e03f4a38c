import { startRun } from '../../sim/engines/exact.ts';
import type { EventRecord, RunResult, SentRecord, Series } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { Scenario, ScenarioInput } from '../../sim/scenario/schema.ts';

/** What a run came to; what every event tells and sends only where somebody looks, since to write it takes longer than the run. */
export interface Outcome {
  scenario: Scenario;
  result: RunResult;
  series: Series;
  readonly events: EventRecord[];
  readonly sent: SentRecord[];
}

/** Runs a scenario to its end, in slices of as many steps as `slice` says each time. */
export function outcomeOf(input: ScenarioInput, options: { slice?: () => number; trace?: boolean } = {}): Outcome {
  const { scenario, issues } = checkScenario(input);
  if (scenario === null) throw new Error(JSON.stringify(issues));
  const run = startRun(compileModel(scenario), { trace: options.trace ?? false });
  while (run.advance(options.slice?.() ?? Infinity));
  let events: EventRecord[] | undefined;
  let sent: SentRecord[] | undefined;
  return {
    scenario,
    result: run.result(),
    series: run.series(),
    get events() {
      return (events ??= [...run.events()]);
    },
    get sent() {
      return (sent ??= [...run.sent()]);
    },
  };
}
