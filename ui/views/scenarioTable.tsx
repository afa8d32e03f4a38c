import '../style/compared.css';
import { useEffect, useState } from 'preact/hooks';
import type { Difference, Measure, StudiedScenario } from '../../sim/worker/api.ts';
import { openPlanner } from '../state/planning.ts';
import { repeating } from '../state/repeating.ts';
import { overlayScenario, selectScenario, selectedFunction, workspace } from '../state/session.ts';
import { settingDifferences } from '../state/settingDifferences.ts';
import { differencesOf, studiedSubject, studyOf } from '../state/studies.ts';
import type { StudyState } from '../state/studies.ts';
import { titleOf } from '../state/titles.ts';
import type { NamedScenario } from '../state/workspace.ts';
import { breakable } from './breakable.tsx';
import { differenceWords, judged, measureWords } from './measureWords.ts';
import { chooseQuestion } from './planner/questions.ts';
import { seenWords } from './seenWords.ts';

/** Columns whose numbers are the same nothing in every row would only take room. */
const always: readonly Measure[] = ['onTime', 'delayed', 'gone', 'delayP99', 'peakBacklog'];

/** More settings than this do not fit beside the outcomes. */
const mostSettings = 6;

/** The scenarios of the page in rows: what they say differently on the left, what comes of it on the right. */
export function ScenarioTable() {
  const { scenarios, selected, overlaid } = workspace.value;
  const [showingAll, setShowingAll] = useState(false);
  if (scenarios.length < 2) return null;
  const about = selectedFunction.value;
  const rows = scenarios.map((scenario) => ({ scenario, study: studyOf(scenario) }));
  const own = rows.find(({ scenario }) => scenario.letter === selected)?.study.studied ?? null;
  const differing = settingDifferences(scenarios.map(({ text }) => text));
  const settings = showingAll ? (differing ?? []) : (differing ?? []).slice(0, mostSettings);
  const columns = (Object.keys(measureWords) as Measure[]).filter(
    (measure) => always.includes(measure) || rows.some(({ study }) => study.studied !== null && (studiedSubject(study.studied, about).intervals[measure].mean ?? 0) !== 0),
  );
  return (
    <section class="compared" aria-labelledby="compared">
      <header class="functions-head">
        <h3 id="compared">Scenarios side by side</h3>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            chooseQuestion('best');
            openPlanner();
          }}
        >
          Which is best?
        </button>
        {differing === null && <p class="records-hint">One of the texts is no JSON, so their settings are not compared.</p>}
        {differing?.length === 0 && <p class="records-hint">They say the same so far: change one of them.</p>}
        {differing !== null && differing.length > mostSettings && (
          <button type="button" class="quiet" aria-expanded={showingAll} onClick={() => setShowingAll(!showingAll)}>
            {showingAll ? 'Show fewer settings' : `Show all ${String(differing.length)} settings that differ`}
          </button>
        )}
      </header>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of scenarios">
        <table>
          <thead>
            <tr>
              <th scope="col" class="words">
                Scenario
              </th>
              {settings.map(({ path, name }) => (
                <th key={path} scope="col" class="setting" title={path}>
                  <code>{breakable(name)}</code>
                </th>
              ))}
              {columns.map((measure, index) => (
                <th key={measure} scope="col" class={index === 0 ? 'first-outcome' : undefined}>
                  {measureWords[measure]?.label}
                </th>
              ))}
              <th scope="col">Replications</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ scenario, study }, row) => (
              <tr key={scenario.letter} class={scenario.letter === selected ? 'is-chosen' : ''}>
                <th scope="row" class="words">
                  <RowName scenario={scenario} isSelected={scenario.letter === selected} isOverlaid={scenario.letter === overlaid} />
                </th>
                {settings.map(({ path, values }) => (
                  <td key={path} class="setting">
                    {values[row] === null ? <span class="unset">not written</span> : breakable(short(values[row] ?? ''))}
                  </td>
                ))}
                <Outcomes key={about ?? ''} study={study} columns={columns} about={about} own={scenario.letter === selected ? null : own} selected={selected} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="compared-note">
        Each number is the mean over the replications with its 95 % interval; what was never seen among n events is fewer than 3/n. Replication by replication all scenarios meet the same luck, so the differences to {selected} in the second line are surer than the numbers themselves.
      </p>
    </section>
  );
}

function RowName({ scenario, isSelected, isOverlaid }: { scenario: NamedScenario; isSelected: boolean; isOverlaid: boolean }) {
  const { letter } = scenario;
  return (
    <>
      <button type="button" class="choose" aria-pressed={isSelected} onClick={() => selectScenario(letter)} title={titleOf(scenario)}>
        <strong>{letter}</strong> {titleOf(scenario)}
      </button>
      {!isSelected && (
        <label class="in-charts">
          <input type="checkbox" checked={isOverlaid} onChange={() => overlayScenario(isOverlaid ? null : letter)} /> in the charts
          <span class="visually-hidden"> of the selected scenario: {letter}</span>
        </label>
      )}
    </>
  );
}

interface OutcomesProps {
  study: StudyState;
  columns: readonly Measure[];
  about: string | null;
  /** The selected scenario, to which this one is compared; null in its own row. */
  own: StudiedScenario | null;
  selected: string;
}

function Outcomes({ study, columns, about, own, selected }: OutcomesProps) {
  const { studied } = study;
  const differences = useDifferences(own, studied, about);
  if (studied === null)
    return (
      <td class="first-outcome pending" colSpan={columns.length + 1}>
        {study.status === 'failed' ? 'could not be simulated: select it to see why' : study.status === 'running' ? 'being simulated…' : study.status === 'short' ? 'stopped before it was simulated' : repeating.value ? 'waits for its turn' : 'not repeated: that is switched off in the help'}
      </td>
    );
  const { intervals, measures } = studiedSubject(studied, about);
  const events = measures.received.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return (
    <>
      {columns.map((measure, index) => {
        const difference = differences?.[measure] ?? null;
        const [value, precision] = seenWords(measure, intervals[measure], events);
        return (
          <td key={measure} class={index === 0 ? 'first-outcome' : undefined}>
            <span class="count">{value}</span> <span class={precision.startsWith('(') ? 'precision is-bound' : 'precision'}>{precision}</span>
            {difference !== null && (
              <span class={`difference is-${judged(measure, difference)}`}>
                {differenceWords(measure, difference)}
                <span class="visually-hidden"> compared with {selected}</span>
              </span>
            )}
          </td>
        );
      })}
      <td>
        {studied.study.replications}
        {study.status === 'running' && '…'}
      </td>
    </>
  );
}

/** How a scenario differs from another; null while that is not known. */
function useDifferences(own: StudiedScenario | null, other: StudiedScenario | null, about: string | null): Record<Measure, Difference | null> | null {
  const [found, setFound] = useState<{ own: StudiedScenario; other: StudiedScenario; differences: Record<Measure, Difference | null> | null } | null>(null);
  useEffect(() => {
    if (own === null || other === null) return undefined;
    let wanted = true;
    void differencesOf(own, other, about).then(
      (differences) => {
        if (wanted) setFound({ own, other, differences });
      },
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [own, other, about]);
  return own === null ? null : (found?.differences ?? null);
}

function short(value: string): string {
  return value.length > 60 ? `${value.slice(0, 57)}…` : value;
}
