import { speak } from '../../state/cursor.ts';
import { edit } from '../../state/edit.ts';
import { open } from '../../state/session.ts';
import { addEntry } from './additions.tsx';
import { entryAsWritten } from './scenarioTraffic.ts';
import type { ScenarioTraffic, TrafficEntry, TrafficFunction } from './scenarioTraffic.ts';
import { chosenEntry, selection } from './selection.ts';
import { entryOrigin, entryWords } from './words.ts';

/** More entries than this are a list for the editor. */
const mostRows = 40;

/** The entries of traffic that go to the function: choose one to shape it, add, copy and remove. */
export function EntryList({ traffic, about, entries, chosen, isDisabled }: { traffic: ScenarioTraffic; about: TrafficFunction; entries: readonly TrafficEntry[]; chosen: TrafficEntry | null; isDisabled: boolean }) {
  return (
    <div class="traffic-entries" role="group" aria-label="Entries of traffic">
      {entries.length > 0 && (
        <ul>
          {entries.slice(0, mostRows).map((entry) => {
            const origin = entryOrigin(entry);
            return (
              <li key={entry.index}>
                <button
                  type="button"
                  class="quiet"
                  aria-pressed={entry === chosen}
                  onClick={() => {
                    chosenEntry.value = entry.index;
                    selection.value = null;
                  }}
                >
                  {entryWords(entry)}
                  {origin !== '' && <small> {origin}</small>}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {entries.length > mostRows && <p class="traffic-hint">and {entries.length - mostRows} more in the text</p>}
      <div class="entry-actions">
        <button type="button" class="quiet" disabled={isDisabled} onClick={() => addEntry(traffic, about, chosen, { poisson: { rate: '10/s' } })}>
          Add traffic
        </button>
        {chosen !== null && (
          <>
            <button
              type="button"
              class="quiet"
              disabled={isDisabled}
              onClick={() => {
                edit([{ path: ['traffic', traffic.entries.length], value: entryAsWritten(open.value.text, chosen.index) }]);
                chosenEntry.value = traffic.entries.length;
                speak('Traffic copied.');
              }}
            >
              Copy
            </button>
            <button
              type="button"
              class="quiet"
              disabled={isDisabled}
              onClick={() => {
                edit([{ path: ['traffic', chosen.index], value: undefined }]);
                selection.value = null;
                speak('Traffic removed.');
              }}
            >
              Remove
            </button>
          </>
        )}
      </div>
    </div>
  );
}
