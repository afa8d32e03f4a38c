import type { Issue } from '../../sim/scenario/issue.ts';
import { version } from '../../sim/version.ts';
import type { SimulationRequest } from '../../sim/worker/api.ts';
import { runAgain } from '../state/commands.ts';
import { editing } from '../state/editing.ts';
import { dismissProblem, problem, shown } from '../state/simulation.ts';
import type { Problem } from '../state/simulation.ts';
import { breakable } from './breakable.tsx';
import { CopyButton } from './copyButton.tsx';

/** What went wrong and what to do next; the last good result stays below it. */
export function ProblemPanel() {
  const current = problem.value;
  if (current === null) return null;
  return (
    <section class="problem" role="alert" aria-labelledby="problem">
      {current.kind === 'issues' && <Issues name={current.name} issues={current.issues} />}
      {current.kind === 'failed' && <Failed problem={current} />}
      {current.kind === 'unreadable' && (
        <>
          <h2 id="problem">That did not work</h2>
          <p>{current.message}</p>
          <p class="problem-actions">
            <button type="button" onClick={dismissProblem}>
              Dismiss
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function Issues({ name, issues }: { name: string; issues: readonly Issue[] }) {
  return (
    <>
      <h2 id="problem">
        {issues.length === 1 ? 'One problem' : `${String(issues.length)} problems`} in “{name}”
      </h2>
      <p>It was not simulated.{shown.value !== null && ` The result below is still that of “${shown.value.request.name}”.`}</p>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Problems">
        <table class="issues">
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Found</th>
              <th scope="col">Allowed</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {issues.map((issue, index) => (
              <tr key={index}>
                <th scope="row">
                  <code>{issue.path === '' ? 'the file' : breakable(issue.path)}</code>
                </th>
                <td>
                  <code>{issue.found}</code>
                </td>
                <td>{issue.allowed}</td>
                <td>
                  {issue.message} {issue.clause !== undefined && <span class="clause">{issue.clause}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="problem-actions">
        <button
          type="button"
          onClick={() => {
            editing.value = true;
          }}
        >
          Edit the text
        </button>
        <button type="button" class="quiet" onClick={dismissProblem}>
          Dismiss
        </button>
      </p>
    </>
  );
}

/** Copies what it takes to repeat elsewhere what a thread failed at. */
export function CopyFailed({ message, request: { seed, name, text } }: { message: string; request: SimulationRequest }) {
  return <CopyButton label="Copy seed and scenario" text={() => JSON.stringify({ message, headroom: version, seed, name, scenario: text }, null, 2)} />;
}

function Failed({ problem: { message, request } }: { problem: Extract<Problem, { kind: 'failed' }> }) {
  const seed = request.seed ?? 'the scenario’s own';
  return (
    <>
      <h2 id="problem">The simulation thread died</h2>
      <p>{message}</p>
      <p>
        It was running “{request.name}” with seed <code>{seed}</code>, version {version}. The page is fine: the next run starts a fresh thread. If it dies again, these details repeat it anywhere.
      </p>
      <p class="problem-actions">
        <button type="button" onClick={runAgain}>
          Run again
        </button>
        <CopyFailed message={message} request={request} />
        <button type="button" class="quiet" onClick={dismissProblem}>
          Dismiss
        </button>
      </p>
    </>
  );
}
