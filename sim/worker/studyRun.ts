import { compileModel } from '../model/compile.ts';
import { sumOfResults, sumOfSeries } from '../planner/allFunctions.ts';
import { startStudy } from '../planner/study.ts';
import type { StudyRun } from '../planner/study.ts';
import type { SimulationRequest, StudiedScenario, StudyListener, StudyPlan } from './api.ts';
import type { Prepared } from './simulation.ts';
import { advanceInSlices } from './slices.ts';
import { withoutPayloads } from './withoutPayloads.ts';

export { pairedDifferences } from '../planner/measures.ts';

const progressMilliseconds = 250;

/** Bands are drawn anew this often: every chart of the page takes part in it. */
const studyMilliseconds = 1000;

/** With more functions than this their series stay here: the page gets the sum. */
const mostFunctions = 12;

/** The first replication may take this many times the whole budget: without it there would be nothing at all. */
const patience = 6;

/** Repeats a scenario until the plan is done or `goOn` says no; null when nothing has ended by then. */
export async function studyScenario(
  request: SimulationRequest,
  { scenario, traces }: Prepared,
  { replications, budgetSeconds }: StudyPlan,
  listener: Pick<StudyListener, 'progress' | 'study'>,
  goOn: () => boolean,
): Promise<StudiedScenario | null> {
  const seed = request.seed === null ? {} : { seed: request.seed };
  const run = startStudy(compileModel(scenario, traces), { ...seed, replications });
  const startedAt = performance.now();
  let due = startedAt + progressMilliseconds;
  let studyDue = startedAt + progressMilliseconds;
  let told = 0;
  const shown = withoutPayloads(scenario);

  await advanceInSlices(run, () => {
    const now = performance.now();
    const seconds = (now - startedAt) / 1000;
    if (now >= due) {
      due = now + progressMilliseconds;
      listener.progress({ ended: run.ended, wanted: replications, secondsLeft: run.ended === 0 ? null : Math.max(0, Math.min(budgetSeconds, seconds / run.progress) - seconds) });
      const sofar = now >= studyDue && run.ended > told ? studied(run) : null;
      if (sofar !== null) {
        listener.study(sofar);
        told = run.ended;
        studyDue = now + studyMilliseconds;
      }
    }
    return goOn() && seconds < (run.ended === 0 ? patience * budgetSeconds : budgetSeconds);
  });
  return studied(run);

  function studied({ first }: StudyRun): StudiedScenario | null {
    const study = run.study();
    if (study === null || first === null) return null;
    const names = Object.keys(first.result.functions);
    const few = names.length <= mostFunctions;
    const total = sumOfSeries(Object.values(first.series.functions));
    return {
      study: few ? study : { ...study, functions: {} },
      scenario: shown,
      result: first.result,
      series: { ...first.series, functions: few ? first.series.functions : {} },
      total: { result: sumOfResults(Object.values(first.result.functions)), series: total },
    };
  }
}
