import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { loadChartExport } from '../state/onDemand.ts';
import { running } from '../state/simulation.ts';
import type { TableColumn } from './chartTable.tsx';
import type { TimeAxis } from './timeAxis.ts';

/** A chart as its file needs it: what is drawn is read from the page. */
export type ExportedChart = {
  /** The chart's part of the file's name. */
  id: string;
  title: string;
  note: string;
} & (TimeSeries | PlannersAnswer);

/** Of a run: its numbers over time. */
interface TimeSeries {
  axis: TimeAxis;
  columns: readonly TableColumn[];
}

/** Of an answer of the planner: what it is about, which one it is, and its numbers as CSV. */
interface PlannersAnswer {
  scenario: string;
  facts: string;
  csv: string;
}

type Exporter = Awaited<ReturnType<typeof loadChartExport>>;

/** The menu that saves a chart as a picture or a table. */
export function ExportMenu({ figure, chart }: { figure: RefObject<HTMLElement | null>; chart: ExportedChart }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { failure, run } = useExporter();
  const close = (): void => {
    if (menu.current !== null) menu.current.open = false;
  };
  const choose = (save: (exporter: Exporter, element: HTMLElement) => void | Promise<void>) => (): void => {
    close();
    menu.current?.querySelector('summary')?.focus();
    const element = figure.current;
    if (element !== null) run((exporter) => save(exporter, element));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || menu.current?.open !== true) return;
    event.preventDefault();
    close();
    menu.current.querySelector('summary')?.focus();
  };
  const onFocusOut = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node && menu.current?.contains(event.relatedTarget))) close();
  };
  return (
    <details class="export-menu" ref={menu} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <summary aria-label={`Export: ${chart.title}`}>Export</summary>
      <div class="export-choices">
        <button type="button" class="quiet" onClick={choose((exporter, element) => exporter.savePng(element, chart))}>
          PNG
        </button>
        <button type="button" class="quiet" onClick={choose((exporter, element) => exporter.saveSvg(element, chart))}>
          SVG
        </button>
        <button type="button" class="quiet" onClick={choose((exporter) => exporter.saveCsv(chart))}>
          CSV
        </button>
      </div>
      {failure}
    </details>
  );
}

/** The button that saves the whole run, minute by minute, as the command line does. */
export function ExportSeries() {
  const { failure, run } = useExporter();
  return (
    <div class="export-series">
      <button type="button" class="quiet" disabled={running.value} onClick={() => run((exporter) => exporter.saveSeriesCsv())}>
        Export everything as CSV
      </button>
      {failure}
    </div>
  );
}

/** Fetches the code that writes files when it is needed, and says so where it cannot be had or fails. */
function useExporter() {
  const [message, setMessage] = useState('');
  const run = (save: (exporter: Exporter) => void | Promise<void>): void => {
    setMessage('');
    loadChartExport().then(
      (exporter) => Promise.resolve(save(exporter)).catch((error: unknown) => setMessage(`The file could not be made: ${error instanceof Error ? error.message : String(error)}`)),
      () => setMessage('The part of the page that makes files could not be loaded: the server it came from does not answer. Try again when it does.'),
    );
  };
  return { run, failure: message !== '' && <p role="alert">{message}</p> };
}
