import { readInput } from '../../../sim/form/readInput.ts';
import { parseDuration } from '../../../sim/scenario/units.ts';
import type { Target } from '../../../sim/worker/planningApi.ts';
import { quantity, type PlannedScenario, type PlannedSetting } from './plannedSettings.ts';

/** A setting and between which values to look, as they are being filled in. */
export interface RangeDraft {
  /** The path of the setting; may be one that the form does not offer. */
  path: string;
  low: string;
  high: string;
}

/** A target as it is being filled in. */
export interface TargetDraft {
  /** A metric as it is written. */
  metric: string;
  relation: Target['relation'];
  value: string;
}

/** The setting at a path, if the form knows it. */
export function settingAt({ settings }: Pick<PlannedScenario, 'settings'>, path: string): PlannedSetting | null {
  return settings.find(({ id }) => id === path.trim()) ?? null;
}

/** A range as the command line takes it; what a field of the form understands, such as `5m` of whole seconds, is understood here too. */
export function rangeText({ path, low, high }: RangeDraft, setting: PlannedSetting | null): string {
  return `${path.trim()}=${end(setting, low)}..${end(setting, high)}`;
}

/** A target as the command line takes it. */
export function targetText({ metric, relation, value }: TargetDraft): string {
  return `${metric.trim()} ${relation} ${value.trim()}`;
}

/** The limit of a target in the metric’s unit; null where it is none. */
export function limitOf({ value }: TargetDraft): number | null {
  const text = value.trim();
  if (/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)) return Number(text);
  if (/^\d+(\.\d+)?%$/.test(text)) return Number(text.slice(0, -1)) / 100;
  const microseconds = parseDuration(text);
  return microseconds === null ? null : microseconds / 1_000_000;
}

function end(setting: PlannedSetting | null, typed: string): string {
  const text = typed.trim();
  if (setting === null || setting.type === 'duration' || setting.type === 'rate') return text;
  const { type, unit, minimum, maximum } = setting;
  const read = readInput({ type, required: true, ...(unit === null ? {} : { unit }), ...(minimum === null ? {} : { minimum }), ...(maximum === null ? {} : { maximum }) }, text);
  const number = quantity(type, read);
  return number === null ? text : String(number);
}

/** A command to be typed into a shell: `headroom`, what it is to do with which files, and its options. */
export function commandText(verb: string, files: readonly string[], options: readonly string[], seed: string): string {
  return ['headroom', verb, ...files, ...options, ...(seed === '' ? [] : ['--seed', seed])].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w.,:/=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
