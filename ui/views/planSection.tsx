import { loadPlanner } from '../state/onDemand.ts';
import { openPlanner, plannerOpen } from '../state/planning.ts';
import { workspace } from '../state/session.ts';
import { OnDemand } from './onDemand.tsx';

/** The way to the planner: nothing is fetched for it before somebody asks. */
export function PlanSection() {
  return (
    <section class="records" aria-labelledby="plan">
      <h3 id="plan" tabIndex={-1}>
        Plan
      </h3>
      {plannerOpen.value || workspace.value.plan ? (
        <OnDemand load={loadPlanner} />
      ) : (
        <>
          <p class="records-invitation">Which value of a setting is enough, and what depends on what: the scenario is run again and again with other values, until the answer is surer than luck.</p>
          <button type="button" onClick={openPlanner}>
            Open the planner
          </button>
        </>
      )}
    </section>
  );
}
