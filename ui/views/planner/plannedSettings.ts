import { effect, signal } from '@preact/signals';
import type { Form, Node, Path, ValueNode } from '../../../sim/form/form.ts';
import { formatDuration, formatRate, parseDuration, parseRate } from '../../../sim/scenario/units.ts';
import type { Json } from '../../../sim/scenario/values.ts';
import { formatSpan } from '../../../sim/report/span.ts';
import { formatCount } from '../../../sim/report/count.ts';
import { open, selectedFunction } from '../../state/session.ts';
import { client, running } from '../../state/simulation.ts';
import { insideOf } from '../parameters/sectionView.tsx';

/** A setting that holds a number, a duration or a rate, and so can be planned with. */
export interface PlannedSetting {
  path: Path;
  /** The path as `--set` takes it. */
  id: string;
  label: string;
  /** The heading that it stands under in the form. */
  section: string;
  type: 'integer' | 'number' | 'duration' | 'rate';
  unit: string | null;
  /** What it is today, in its unit: seconds for durations, events a second for rates; null where it is not set. */
  today: number | null;
  /** Between which values it usually is, or may be. */
  ends: { from: number; to: number } | null;
  minimum: number | null;
  maximum: number | null;
}

/** What can be planned with in a scenario. */
export interface PlannedScenario {
  /** What the page calls the scenario. */
  name: string;
  text: string;
  functions: readonly string[];
  settings: readonly PlannedSetting[];
}

/** More functions than this are too many to choose among: then it is the selected one's settings that are offered. */
const mostFunctions = 12;

/** What can be planned with in the selected scenario, as far as it is known; null at first. */
export const planned = signal<PlannedScenario | null>(null);

let asked = 0;

/** Keeps `planned` up to date; ends with what it returns. */
export function followSettings(): () => void {
  return effect(() => {
    const { name, text } = open.value;
    const about = selectedFunction.value;
    // A thread that was replaced has answered nothing: it is asked again when the run that replaced it ends.
    void running.value;
    const known = planned.peek();
    if (text === '' || (known?.text === text && known.functions.length <= mostFunctions)) return;
    const mine = ++asked;
    const describe = (target: string | null): Promise<Form | null> => client.form({ name, text, seed: null }, target);
    void (async () => {
      const whole = await describe(null);
      if (whole === null) return;
      const wanted = whole.functions.length > mostFunctions ? [about ?? whole.functions[0] ?? null] : whole.functions.length > 1 ? whole.functions : [];
      const forms = [whole, ...(await Promise.all(wanted.map(describe)))];
      const found = new Map<string, PlannedSetting>();
      for (const form of forms) for (const setting of settingsIn(form)) if (!found.has(setting.id)) found.set(setting.id, setting);
      if (mine === asked) planned.value = { name, text, functions: whole.functions, settings: [...found.values()] };
      // A thread that dies is told about where its numbers are missed.
    })().catch(() => undefined);
  });
}

/** A value of a setting as it is typed: `5m`, `30/s`, `12`. */
export function typedValue(setting: Pick<PlannedSetting, 'type' | 'unit'>, value: number): string {
  if (isTime(setting)) return formatDuration(Math.round(value * 1_000_000));
  return setting.type === 'rate' ? formatRate(value) : String(Number(value.toPrecision(12)));
}

/** A value of a setting as a sentence says it: `5 min`, `30/s`, `1,200`. */
export function saidValue(setting: Pick<PlannedSetting, 'type' | 'unit'> | null, value: number): string {
  if (isTime(setting)) return timeWords(value);
  if (setting?.type === 'rate') return formatRate(Number(value.toPrecision(4)));
  return setting?.type === 'integer' ? formatCount(value) : String(Number(value.toPrecision(4)));
}

/** A time to the second, because neighbouring values may lie that near: `1 h 3 min 36 s`. */
function timeWords(seconds: number): string {
  if (seconds < shortTime) return formatSpan(seconds);
  return formatDuration(Math.round(seconds) * 1_000_000)
    .replace(/m(?=\d|$)/, 'min')
    .replace(/\d+[a-z]+(?=\d)/g, '$& ')
    .replace(/(\d)([a-z])/g, '$1 $2');
}

/** Shorter times are told with a decimal. */
const shortTime = 10;

/** Whether a setting is a time, in seconds. */
export function isTime(setting: Pick<PlannedSetting, 'type' | 'unit'> | null): boolean {
  return setting !== null && (setting.type === 'duration' || setting.unit === 'seconds');
}

/** A value of a setting as it stands in the scenario’s text. */
export function writtenValue(setting: Pick<PlannedSetting, 'type' | 'unit'>, value: number): Json {
  return setting.type === 'duration' || setting.type === 'rate' ? typedValue(setting, value) : value;
}

function settingsIn(form: Form | null): PlannedSetting[] {
  return (form?.sections ?? []).flatMap(({ title, nodes }) => nodes.flatMap(valuesIn).flatMap((node) => plannedSetting(title, node)));
}

function valuesIn(node: Node): ValueNode[] {
  return node.kind === 'value' ? [node] : insideOf(node).flatMap(valuesIn);
}

/** Which numbers are no quantities. */
const names: ReadonlySet<string> = new Set(['version', 'seed']);

function plannedSetting(section: string, { path, id, label, type, unit, value, default: byDefault, slider, minimum, maximum, around }: ValueNode): PlannedSetting[] {
  if (type !== 'integer' && type !== 'number' && type !== 'duration' && type !== 'rate') return [];
  // What must be written together with something else cannot be set alone.
  if (around !== undefined || names.has(id)) return [];
  const ends = slider ?? (minimum !== undefined && maximum !== undefined ? { from: minimum, to: maximum } : null);
  return [{ path, id, label, section, type, unit: unit ?? null, today: quantity(type, value ?? byDefault), ends, minimum: minimum ?? null, maximum: maximum ?? null }];
}

/** What a written value is in the setting’s unit; null where it is none. */
export function quantity(type: PlannedSetting['type'], value: Json | undefined): number | null {
  if (type === 'rate') return typeof value === 'string' || typeof value === 'number' ? parseRate(value) : null;
  if (type !== 'duration') return typeof value === 'number' ? value : null;
  const microseconds = typeof value === 'string' || typeof value === 'number' ? parseDuration(value) : null;
  return microseconds === null ? null : microseconds / 1_000_000;
}
