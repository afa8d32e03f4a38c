import { useRef } from 'preact/hooks';
import { dialog, filePicker, keyWords, pickFiles } from '../state/commands.ts';
import { openFiles, openGalleryEntry, saveFile } from '../state/files.ts';
import { gallery } from '../state/gallery.ts';
import { history, open } from '../state/session.ts';
import { nextTheme, theme } from '../state/theme.ts';
import { titleOf } from '../state/titles.ts';

/** The name of the tool, the ways to a scenario, and what can be done with the page as a whole. */
export function Header() {
  const { galleryId, text } = open.value;
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
          {galleryId === null && <option value="">{text === '' ? 'Choose a scenario' : `${titleOf(open.value)} (yours)`}</option>}
          {gallery.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name === '' ? entry.id : entry.name}
            </option>
          ))}
        </select>
      </div>
      <div class="head-group" role="group" aria-label="Undo and redo">
        <button type="button" class="quiet" disabled={!history.canUndo.value} onClick={() => history.undo()} aria-label="Undo" title={`Undo (${keyWords('Mod+z')})`}>
          <Icon path="M7 4 3 8l4 4M3 8h7a4 4 0 0 1 0 8H7" />
        </button>
        <button type="button" class="quiet" disabled={!history.canRedo.value} onClick={() => history.redo()} aria-label="Redo" title={`Redo (${keyWords('Mod+Shift+z')})`}>
          <Icon path="m13 4 4 4-4 4M17 8h-7a4 4 0 0 0 0 8h3" />
        </button>
      </div>
      <div class="head-group" role="group" aria-label="Files and links">
        <button type="button" onClick={pickFiles} title={`Open (${keyWords('Mod+o')})`}>
          Open…
        </button>
        <FilePicker />
        <button type="button" onClick={saveFile} disabled={text === ''} title={`Save (${keyWords('Mod+s')})`}>
          Save
        </button>
        <button type="button" onClick={() => (dialog.value = 'share')} disabled={text === ''}>
          Share
        </button>
      </div>
      <div class="head-group head-end">
        <button type="button" class="quiet" onClick={() => (dialog.value = 'palette')} aria-label="Find a command, a setting or a scenario" title={`Find anything (${keyWords('Mod+k')})`}>
          <Icon path="M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM13 13l4 4" />
        </button>
        <button type="button" class="quiet" onClick={() => (dialog.value = 'help')} aria-label="Keys and help" title="Keys and help (?)">
          ?
        </button>
        <button type="button" class="theme quiet" onClick={nextTheme}>
          <span class="theme-mark" aria-hidden="true" />
          <span class="theme-name">Theme: {theme}</span>
        </button>
      </div>
    </header>
  );
}

function FilePicker() {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <input
      ref={picker}
      id={filePicker}
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
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}
