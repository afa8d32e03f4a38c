import { keyWords } from '../state/commands.ts';
import { copyScenario, overlayScenario, removeScenario, selectScenario, workspace } from '../state/session.ts';
import { titleOf } from '../state/titles.ts';
import { mostScenarios } from '../state/workspace.ts';

/** The scenarios of the page, side by side: which one is shown and edited, and which is drawn over its charts. */
export function ScenarioTabs() {
  const { scenarios, selected, overlaid } = workspace.value;
  const isAlone = scenarios.length === 1;
  return (
    <div class="tabs" role="group" aria-label="Scenarios of this page">
      {!isAlone &&
        scenarios.map((scenario) => {
          const { letter } = scenario;
          const isSelected = letter === selected;
          return (
            <div key={letter} class={isSelected ? 'tab is-selected' : 'tab'}>
              <button type="button" class="tab-name" aria-pressed={isSelected} title={titleOf(scenario)} onClick={() => selectScenario(letter)}>
                <strong>{letter}</strong> <span>{titleOf(scenario)}</span>
              </button>
              {isSelected ? (
                <button type="button" class="quiet tab-side" aria-label={`Remove scenario ${letter}`} title="Remove" onClick={() => removeScenario(letter)}>
                  ×
                </button>
              ) : (
                <button
                  type="button"
                  class="quiet tab-side"
                  aria-pressed={letter === overlaid}
                  aria-label={`Compare with scenario ${letter} in the charts`}
                  title={`Draw ${letter} over the charts (c)`}
                  onClick={() => overlayScenario(letter === overlaid ? null : letter)}
                >
                  <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true" focusable="false">
                    <path class="tab-dash" d="M1 8h4V3h5v3h7" />
                  </svg>
                </button>
              )}
            </div>
          );
        })}
      {scenarios.length < mostScenarios && (
        <button type="button" class="quiet tab-new" onClick={copyScenario} title={`Copy ${selected}, to change the copy and compare (${keyWords('n')})`}>
          {isAlone ? 'Compare with a changed copy' : '+'}
          {!isAlone && <span class="visually-hidden">Copy scenario {selected}</span>}
        </button>
      )}
    </div>
  );
}
