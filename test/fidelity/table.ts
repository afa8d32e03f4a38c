import { compareAll, type Compared } from './compare.ts';
import { sources, type Measurement } from './measurements.ts';
import { knownOutside } from './outside.ts';

/** All comparisons: under the default discipline, and under the other two where anything was refused. */
export interface Fidelity {
  adaptive: Compared[];
  backoff: Compared[];
  fifo: Compared[];
}

/** Simulates everything: some twelve processor seconds. */
export function fidelity(): Fidelity {
  const adaptive = compareAll('adaptive');
  const refused = new Set(adaptive.filter((one) => one.refused).map(({ measurement }) => measurement.id));
  const under = (discipline: 'backoff' | 'fifo') => compareAll(discipline, (id) => refused.has(id));
  return { adaptive, backoff: under('backoff'), fifo: under('fifo') };
}

/** How many of these are inside: `68 of 81`. */
export const tally = (compared: readonly Compared[]): string => `${compared.filter(({ inside }) => inside).length} of ${compared.length}`;

const isColdStart = ({ measurement }: Compared): boolean => measurement.standardError !== undefined;
const isOutcome = ({ measurement }: Compared): boolean => measurement.outcome !== undefined;

/** The part of docs/trust.md that is simulated, as Markdown. */
export function fidelityTables(all: Fidelity): string {
  const times = all.adaptive.filter((one) => !isColdStart(one) && !isOutcome(one));
  const outcomes = all.adaptive.filter(isOutcome);
  const coldStarts = all.adaptive.filter(isColdStart);
  const refused = all.adaptive.filter((one) => one.refused);
  return [
    `**${tally(all.adaptive)} figures are inside**: ${tally(times)} times, ${tally(outcomes)} counts, metrics and records, ${tally(coldStarts)} shares of cold starts.`,
    '### Times',
    table(['what', 'measured', 'where, when', 'simulated: mean (least to largest)', 'runs', ''], times.map((one) => [one.what, figure(one.measurement), where(one.measurement), simulated(one), runsOf(one), verdict(one)])),
    '### Counts, metrics and records',
    table(['what', 'measured', 'where, when', 'simulated', ''], outcomes.map((one) => [one.what, words(one.measurement.outcome), where(one.measurement), sameAs(one), verdict(one)])),
    '### Cold starts',
    table(['what', 'measured (standard error)', 'where, when', 'simulated: mean (least to largest)', ''], coldStarts.map((one) => [one.what, figure(one.measurement), where(one.measurement), simulated(one), verdict(one)])),
    `On average over the ${coldStarts.length} experiments the simulated share is ${percent(meanDeviation(coldStarts))} off the measured one.`,
    '### What is outside, and why',
    table(['what', 'measured', 'why'], all.adaptive.filter(({ inside }) => !inside).map(({ what, measurement }) => [what, figure(measurement), knownOutside[measurement.id] ?? ''])),
    '### What the measurements say of the dispatch disciplines',
    `${refused.length} figures come from situations in which something was refused. Inside are ${tally(refused)} under \`adaptive\`, ${tally(all.backoff)} under \`backoff\` and ${tally(all.fifo)} under \`fifo\`.`,
    sourceList(),
  ].join('\n\n');
}

const table = (head: string[], rows: string[][]): string => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const verdict = ({ inside }: Compared): string => (inside ? 'inside' : '**outside**');

/** As many digits as tell figures of this size apart. */
function round(number: number): string {
  if (Math.abs(number) < 1) return number.toFixed(3);
  return Math.abs(number) < 100 ? number.toFixed(2) : number.toFixed(1);
}

const percent = (share: number): string => `${(100 * share).toPrecision(3)} %`;
const wholePercent = (share: number): string => (share > 0 && share < 0.01 ? 'under 1 %' : share < 1 && share > 0.99 ? 'over 99 %' : `${Math.round(100 * share)} %`);

function figure({ value, standardError, between, several, atMost, unit = '' }: Measurement): string {
  if (atMost !== undefined) return `at most ${atMost} ${unit}`;
  if (between !== undefined) return `${between.join(' to ')} ${unit}`;
  if (several !== undefined) return `${Math.min(...several)} to ${Math.max(...several)} ${unit}, mean of ${several.length}: ${round(several.reduce((sum, one) => sum + one, 0) / several.length)}`;
  if (value === undefined) return '';
  return standardError === undefined ? `${value} ${unit}` : `${percent(value)} (${percent(standardError)})`;
}

function where({ source, alsoFrom, file, date }: Measurement): string {
  return `${source}${alsoFrom === undefined ? '' : `, ${alsoFrom}`}${file === undefined ? '' : `: \`${file}\``}, ${date}`;
}

function simulated({ simulated: numbers, measurement }: Compared): string {
  if (numbers === null) return 'none';
  const show = measurement.standardError === undefined ? round : percent;
  return numbers.least === numbers.largest ? `${show(numbers.mean)}, always` : `${show(numbers.mean)} (${show(numbers.least)} to ${show(numbers.largest)})`;
}

/** Where the measured figure lies among the runs. */
function runsOf({ measurement, share }: Compared): string {
  if (measurement.atMost !== undefined) return `${wholePercent(share)} within`;
  if (measurement.between !== undefined || measurement.several !== undefined) return `${wholePercent(share)} in that range`;
  return `${wholePercent(share)} below`;
}

function sameAs({ share, other }: Compared): string {
  if (share === 1) return 'the same in every run';
  return `the same in ${wholePercent(share)} of runs, else mostly: ${words(other)}`;
}

/** An outcome in words: `condition: EventAgeExceeded, approximateInvokeCount: 0`. */
function words(outcome: unknown): string {
  if (Array.isArray(outcome)) return outcome.join(', then ');
  if (typeof outcome !== 'object' || outcome === null) return `\`${String(outcome)}\``;
  return Object.entries(outcome)
    .map(([key, value]) => (typeof value === 'object' && value !== null ? `${key}: {${words(value)}}` : `${key}: ${String(value)}`))
    .join(', ')
    .replaceAll(/<[a-z]+>/g, (name) => `\`${name}\``);
}

function meanDeviation(compared: readonly Compared[]): number {
  return compared.reduce((sum, { measurement, simulated: numbers }) => sum + Math.abs((numbers?.mean ?? NaN) / (measurement.value ?? NaN) - 1), 0) / compared.length;
}

const sourceList = (): string => `Sources: ${Object.values(sources).map(({ name, link, says }) => `[${name}](${link}), ${says}`).join('; ')}.`;
