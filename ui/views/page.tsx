import { useEffect, useRef, useState } from 'preact/hooks';
import { Patterns } from '../charts/patterns.tsx';
import { dialog, onKey } from '../state/commands.ts';
import { spoken } from '../state/cursor.ts';
import { editing } from '../state/editing.ts';
import { openFiles } from '../state/files.ts';
import { hasEventSources } from '../state/eventSources.ts';
import { hasNotice } from '../state/notices.ts';
import { loadDialogs, loadEventSourceNumbers, loadGoesOn, loadScenarioTable, loadTraffic } from '../state/onDemand.ts';
import { workspace } from '../state/session.ts';
import { running, shown } from '../state/simulation.ts';
import type { ShownRun } from '../state/simulation.ts';
import { ChartStack } from './chartStack.tsx';
import { ClauseSlot } from './clauseSlot.tsx';
import { FunctionTable } from './functionTable.tsx';
import { Header } from './header.tsx';
import { InTurn } from './inTurn.tsx';
import { OnDemand } from './onDemand.tsx';
import { Outcomes } from './outcomes.tsx';
import { ProblemPanel } from './problemPanel.tsx';
import { PlanSection } from './planSection.tsx';
import { RecordsSection } from './recordsSection.tsx';
import { RunBar } from './runBar.tsx';
import { ScenarioPanel } from './scenarioPanel.tsx';
import { ScenarioTabs } from './scenarioTabs.tsx';
import { VerdictPanel } from './verdictPanel.tsx';

/** The whole page: the scenario on the left, what becomes of its events on the right, the run's controls below. */
export function Page() {
  const dropping = useDroppedFiles();
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const run = shown.value;
  const wasSettled = useWasSettled(run);
  return (
    <>
      <Patterns />
      <Header />
      <div class={editing.value ? 'layout is-editing' : 'layout'}>
        <ScenarioPanel />
        <main aria-label="Result" data-status={run?.status ?? 'none'} data-seed={run?.seed} data-fingerprint={run?.fingerprint ?? undefined}>
          {hasNotice.value && <OnDemand load={loadGoesOn} />}
          <ProblemPanel />
          {run === null ? (
            <>
              {workspace.value.scenarios.length > 1 && <ScenarioTabs />}
              <p class="placeholder">{running.value ? 'The first simulation is starting…' : 'Choose a scenario, or open a file.'}</p>
            </>
          ) : (
            <>
              <ScenarioTabs />
              <VerdictPanel run={run} />
              <InTurn turn={1}>
                <Outcomes />
                {hasEventSources(run) && <OnDemand load={loadEventSourceNumbers} room="room-for-sources" about={{ run }} />}
                <FunctionTable run={run} />
                {workspace.value.scenarios.length > 1 && <OnDemand load={loadScenarioTable} />}
                <OnDemand load={loadTraffic} room="room-for-traffic" when={wasSettled} />
                <ChartStack run={run} />
                <PlanSection />
                {run.status !== 'running' && <RecordsSection key={run.request} run={run} />}
              </InTurn>
            </>
          )}
        </main>
      </div>
      <RunBar />
      {dialog.value !== null && <OnDemand load={loadDialogs} />}
      <ClauseSlot />
      <p class="visually-hidden" aria-live="polite">
        {spoken}
      </p>
      {dropping && (
        <div class="drop-here" aria-hidden="true">
          <p>Drop a scenario (.json), with the trace files (.csv) it names</p>
        </div>
      )}
    </>
  );
}

/** Whether there has been a whole result: what can wait, waits for the first one. */
function useWasSettled(run: ShownRun | null): boolean {
  const was = useRef(false);
  was.current ||= run !== null && run.status !== 'running';
  return was.current;
}

/** Files dropped anywhere on the page open like files that were picked. */
function useDroppedFiles(): boolean {
  const [dropping, setDropping] = useState(false);
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const drop = (event: DragEvent): void => {
      setDropping(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      void openFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return dropping;
}
