import { useEffect, useRef } from 'preact/hooks';
import { draft, editing, runDraft, writeDraft } from '../state/editing.ts';
import { loadParameters } from '../state/onDemand.ts';
import { open } from '../state/session.ts';
import { shown, subject } from '../state/simulation.ts';
import { Findings, FindingsLink } from './findings.tsx';
import { OnDemand } from './onDemand.tsx';
import { Prose } from './prose.tsx';
import { mainSettings } from './settingWords.ts';

/** What is being simulated: every setting to be changed, and the whole text to edit. */
export function ScenarioPanel() {
  const run = shown.value;
  const { name } = open.value;
  const isEdited = draft.value !== null;
  return (
    <aside class="scenario" aria-labelledby="scenario">
      <h2 id="scenario">{(editing.value ? '' : run?.scenario.name) || name || 'Scenario'}</h2>
      {run?.scenario.description !== undefined && !editing.value && (
        <p class="description">
          <Prose text={run.scenario.description} />
        </p>
      )}
      {!editing.value && <FindingsLink />}
      {/* The form is fetched when the first numbers are there; without it the settings can be read, and the text edited. */}
      {run !== null && !editing.value && <OnDemand load={loadParameters} when={run.status !== 'running'} meanwhile={<Settings />} about={{ meanwhile: <Settings /> }} />}
      {!editing.value && <Findings />}
      <button
        type="button"
        class="edit-toggle"
        aria-expanded={editing.value}
        aria-controls="scenario-text"
        onClick={() => {
          editing.value = !editing.value;
        }}
      >
        {editing.value ? 'Close the text' : 'Edit as JSON'}
        {isEdited && !editing.value && <span class="edited"> (edited)</span>}
      </button>
      {editing.value && <Editor />}
    </aside>
  );
}

function Editor() {
  const area = useRef<HTMLTextAreaElement>(null);
  // Whoever opens the text wants to type; on a narrow page it is also far from the button.
  useEffect(() => area.current?.focus(), []);
  return (
    <div class="editor" id="scenario-text">
      <label>
        <span class="visually-hidden">Scenario as JSON</span>
        <textarea
          ref={area}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          value={draft.value ?? open.value.text}
          onInput={(event) => writeDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) runDraft();
          }}
        />
      </label>
      <p class="editor-actions">
        <button type="button" class="primary" onClick={runDraft}>
          Run this text <kbd>Ctrl Enter</kbd>
        </button>
        <button type="button" class="quiet" disabled={draft.value === null} onClick={() => writeDraft(null)}>
          Undo the edits
        </button>
      </p>
    </div>
  );
}

function Settings() {
  const run = shown.value;
  if (run === null) return null;
  return (
    <div class="settings">
      {mainSettings(run.scenario, subject.value?.name ?? null).map(({ title, settings }, group) => (
        <section key={group}>
          <h3>{title}</h3>
          <dl>
            {settings.map(({ name, value }, index) => (
              <div key={index}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
