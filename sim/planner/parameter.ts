import { pathText } from '../scenario/issue.ts';
import { rowAt } from '../scenario/lookup.ts';
import { readPath } from '../scenario/path.ts';
import { said } from '../scenario/said.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { formatDuration, parseDuration, parseRate } from '../scenario/units.ts';

/** A setting that can be searched or swept: a place of the scenario that holds a number, a duration or a rate. */
export interface Parameter {
  /** As `--set` takes it. */
  path: string;
  kind: 'integer' | 'number' | 'duration' | 'rate';
  /** Plain words, as over a form field. */
  label: string;
}

/** A parameter with the values to look at: seconds for durations, events a second for rates. */
export interface Span {
  parameter: Parameter;
  low: number;
  high: number;
  /** How many values a sweep takes, ends included; null where the text did not say. */
  steps: number | null;
}

/** Reads `PATH=LOW..HIGH`, or `PATH=LOW..HIGH:STEPS`; or says in a sentence what is wrong with it. */
export function readSpan(text: string): Span | { problem: string } {
  const read = readPath(text);
  const match = read === null ? null : /^=(.+?)\.\.(.+?)(?::(\d+))?$/.exec(text.slice(read.length));
  if (read === null || match === null) return { problem: `${JSON.stringify(text)} is no range: expected PATH=LOW..HIGH, such as functions.import.ReservedConcurrentExecutions=1..100.` };
  const parameter = parameterAt(read.path);
  if ('problem' in parameter) return parameter;
  const [low, high] = [match[1] ?? '', match[2] ?? ''].map((value) => readValue(parameter, value));
  const words = valueWords[parameter.kind];
  if (low === undefined || low === null) return { problem: `${JSON.stringify(match[1])} is no value of ${parameter.path}: expected ${words}.` };
  if (high === undefined || high === null) return { problem: `${JSON.stringify(match[2])} is no value of ${parameter.path}: expected ${words}.` };
  if (low >= high) return { problem: `The range of ${parameter.path} must go from less to more, but goes from ${match[1] ?? ''} to ${match[2] ?? ''}.` };
  const steps = match[3] === undefined ? null : Number(match[3]);
  if (steps !== null && (steps < 2 || steps > mostSteps)) return { problem: `A sweep takes from 2 to ${String(mostSteps)} values of a parameter, not ${String(steps)}.` };
  return { parameter, low, high, steps };
}

/** The setting that gives a parameter a value, as `--set` takes it. */
export function settingOf({ path, kind }: Parameter, value: number): string {
  return `${path}=${kind === 'duration' ? formatDuration(Math.round(value * 1_000_000)) : String(value)}`;
}

/** The round step that divides a range into at most `parts`: 1, 2 or 5 of a power of ten, and of seconds, minutes and hours for durations. */
export function roundStep({ kind }: Parameter, range: number, parts: number): number {
  const least = range / parts;
  if (kind === 'integer' && least <= 1) return 1;
  const steps = kind === 'duration' ? durationSteps : [];
  const known = steps.find((step) => step >= least);
  if (known !== undefined && least > 0.5) return known;
  let power = 1;
  while (power > least) power /= 10;
  while (power * 10 <= least) power *= 10;
  return [1, 2, 5, 10].map((digit) => Number((digit * power).toPrecision(12))).find((step) => step >= least) ?? power * 10;
}

/** The multiple of a step that is nearest to a value. */
export const nearestMultiple = (value: number, step: number): number => Number((Math.round(value / step) * step).toPrecision(12));

const durationSteps = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];

/** A value as a person writes it: a duration with its units, anything else as a number. */
export function valueText({ kind }: Parameter, value: number): string {
  if (kind === 'duration') return formatDuration(Math.round(value * 1_000_000));
  return kind === 'rate' ? `${String(value)}/s` : String(value);
}

/** The parameter at a path, or what is there instead, in a sentence. */
export function parameterAt(path: readonly string[]): Parameter | { problem: string } {
  const keys = path.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const text = pathText(keys);
  const row = rowAt(scenarioSchema, keys);
  if (row === null) return { problem: `There is no setting ${text}.` };
  const kind = row.allowed?.kind;
  if (kind !== 'integer' && kind !== 'number' && kind !== 'duration' && kind !== 'rate') return { problem: `${text} is no number, duration or rate, so it has no range.` };
  return { path: text, kind, label: row.about === undefined ? text : said(row.about.label) };
}

/** More cells than this nobody looks at. */
const mostSteps = 200;

const valueWords: Record<Parameter['kind'], string> = {
  integer: 'a whole number',
  number: 'a number',
  duration: 'a duration such as 90s, 5m or 6h, or a number of seconds',
  rate: 'a rate such as 100/s or 30/min, or a number of events a second',
};

function readValue({ kind }: Parameter, text: string): number | null {
  if (kind === 'duration') {
    const microseconds = parseDuration(isNumber(text) ? Number(text) : text);
    return microseconds === null ? null : microseconds / 1_000_000;
  }
  if (kind === 'rate') return parseRate(isNumber(text) ? Number(text) : text);
  if (!isNumber(text)) return null;
  return kind === 'integer' && !Number.isSafeInteger(Number(text)) ? null : Number(text);
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
