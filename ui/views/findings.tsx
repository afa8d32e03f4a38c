import { useState } from 'preact/hooks';
import { findings } from '../state/simulation.ts';
import type { Finding } from '../../sim/worker/api.ts';
import { breakable } from './breakable.tsx';
import { fixParts } from './fixParts.ts';

/** More than this at once is a wall. */
const firstFindings = 3;

/** What in the scenario will hardly be meant as it stands, with what to write instead. */
export function Findings() {
  const found = findings.value;
  const [allOf, setAllOf] = useState<readonly Finding[] | null>(null);
  if (found.length === 0) return null;
  const visible = allOf === found ? found : found.slice(0, firstFindings);
  return (
    <section class="findings" aria-labelledby="findings">
      <h3 id="findings" tabIndex={-1}>Worth a look before you run ({found.length})</h3>
      <ul>
        {visible.map(({ path, clause, message, fix }, index) => (
          <li key={index}>
            <code class="finding-path">{breakable(path)}</code>
            <p>
              {message} <span class="clause">{clause}</span>
            </p>
            <p class="fix">
              <Fix text={fix} />
            </p>
          </li>
        ))}
      </ul>
      {found.length > firstFindings && (
        <button type="button" class="quiet" aria-expanded={allOf === found} onClick={() => setAllOf(allOf === found ? null : found)}>
          {allOf === found ? 'Show fewer' : `Show all ${String(found.length)}`}
        </button>
      )}
    </section>
  );
}

/** Leads to the list, which is below the settings and so often out of sight. */
export function FindingsLink() {
  const { length } = findings.value;
  if (length === 0) return null;
  return (
    <p class="findings-link">
      <button
        type="button"
        class="choose"
        onClick={() => {
          const heading = document.getElementById('findings');
          heading?.scrollIntoView({ block: 'start' });
          heading?.focus({ preventScroll: true });
        }}
      >
        {length === 1 ? 'One thing' : `${String(length)} things`} worth a look before you run
      </button>
    </p>
  );
}

function Fix({ text }: { text: string }) {
  return <>{fixParts(text).map(({ text: part, isSetting }, index) => (isSetting ? <code key={index}>{breakable(part)}</code> : part))}</>;
}
