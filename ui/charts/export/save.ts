import { seriesCsv } from '../../../sim/report/seriesCsv.ts';
import { version } from '../../../sim/version.ts';
import { shown, subject } from '../../state/simulation.ts';
import type { ExportedChart } from '../exportMenu.tsx';
import { binsCsv } from './binsCsv.ts';
import { fileName } from './fileName.ts';
import { chartPicture } from './svg.ts';

/** The files that charts are saved as. Each asks the browser to download one. */

/** A picture of lines and text, which any size can be made of. */
export function saveSvg(figure: HTMLElement, chart: ExportedChart): void {
  const { svg } = chartPicture(figure, chart, factsOf(chart));
  download(new Blob([svg], { type: svgType }), chart, 'svg');
}

/** A picture with two pixels for each of the page's. Rejects where the browser cannot draw it. */
export async function savePng(figure: HTMLElement, chart: ExportedChart): Promise<void> {
  const { svg, width, height } = chartPicture(figure, chart, factsOf(chart));
  const address = URL.createObjectURL(new Blob([svg], { type: svgType }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (png === null) throw new Error('the browser could not draw a picture of this size.');
    download(png, chart, 'png');
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The chart's table; of an answer of the planner, all of its numbers. */
export function saveCsv(chart: ExportedChart): void {
  download(new Blob(['csv' in chart ? chart.csv : binsCsv(chart.axis, chart.columns)], { type: csvType }), chart, 'csv');
}

/** Every column of every function, minute by minute, in slices that leave the page responsive. */
export async function saveSeriesCsv(): Promise<void> {
  const run = shown.value;
  if (run === null) return;
  const parts: Blob[] = [];
  let pieces: string[] = [];
  let sliceEnds = performance.now() + sliceMilliseconds;
  for (const piece of seriesCsv(run.snapshot.series)) {
    pieces.push(piece);
    if (performance.now() < sliceEnds) continue;
    parts.push(new Blob(pieces));
    pieces = [];
    await new Promise((resolve) => setTimeout(resolve));
    sliceEnds = performance.now() + sliceMilliseconds;
  }
  download(new Blob([...parts, ...pieces], { type: csvType }), { id: 'minutes' }, 'csv');
}

const svgType = 'image/svg+xml';
const csvType = 'text/csv;charset=utf-8';
const sliceMilliseconds = 12;

/** A download takes its address up at once, but not in the very same moment. */
const addressKeptMilliseconds = 10_000;

const scenarioName = (): string => (shown.value === null ? '' : (shown.value.scenario.name ?? '') || shown.value.request.name);

/** Which run, or which answer, a picture is of. */
function factsOf(chart: ExportedChart): string {
  if ('facts' in chart) return chart.facts;
  const about = subject.value;
  const functions = about === null || about.count === 1 ? [] : [about.name ?? `${String(about.count)} functions`];
  return [scenarioName(), ...functions, `seed ${shown.value?.seed ?? ''}`, `Headroom ${version}`].join(' · ');
}

function download(file: Blob, chart: { id: string; scenario?: string }, extension: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = fileName(chart.scenario ?? scenarioName(), chart.id, extension);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), addressKeptMilliseconds);
}
