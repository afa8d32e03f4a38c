import { useRef } from 'preact/hooks';
import { gallery } from '../state/gallery.ts';
import { open } from '../state/session.ts';
import { openFiles, openGalleryEntry } from '../state/simulation.ts';
import { nextTheme, theme } from '../state/theme.ts';

/** The name of the tool, and the ways to a scenario. */
export function Header() {
  const picker = useRef<HTMLInputElement>(null);
  const { galleryId, name } = open.value;
  return (
    <header class="page-head">
      <h1>Headroom</h1>
      <div class="gallery">
        <select
          aria-label="Scenario"
          value={galleryId ?? ''}
          onChange={(event) => {
            const chosen = gallery.find(({ id }) => id === event.currentTarget.value);
            void openGalleryEntry(chosen);
          }}
        >
          {galleryId === null && <option value="">{name === '' ? 'Choose a scenario' : `${name} (yours)`}</option>}
          {gallery.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name === '' ? entry.id : entry.name}
            </option>
          ))}
        </select>
      </div>
      <button type="button" onClick={() => picker.current?.click()}>
        Open a file…
      </button>
      <input
        ref={picker}
        type="file"
        class="visually-hidden"
        accept=".json,.csv,application/json,text/csv"
        multiple
        tabIndex={-1}
        aria-label="Scenario file"
        onChange={(event) => {
          const input = event.currentTarget;
          const files = [...(input.files ?? [])];
          // The same file may be picked again after it was changed.
          input.value = '';
          void openFiles(files);
        }}
      />
      <button type="button" class="theme quiet" onClick={nextTheme}>
        <span class="theme-mark" aria-hidden="true" />
        <span class="theme-name">Theme: {theme}</span>
      </button>
    </header>
  );
}
