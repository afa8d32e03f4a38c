import { visible } from '../scenario/issue.ts';
import { readJson } from '../scenario/json.ts';

/** `--set path=value` for a shell: a text is written plainly where it cannot be taken for JSON; null takes the key away. */
export function settingOption(path: readonly (string | number)[], value: unknown): string {
  const setting = `${path.map(step).join('').replace(/^\./, '')}=${valueText(value)}`;
  return `--set ${/^[\w.,:=@%+/-]+$/.test(setting) ? setting : `'${setting.replaceAll("'", String.raw`'\''`)}'`}`;
}

/** A path in full, where the one in a message may be shortened. */
function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** What could steer a terminal is written as JSON's escapes, which a setting reads as the same. */
function valueText(value: unknown): string {
  const isItself = typeof value === 'string' && value !== '' && visible(value) === value && !readJson(value).readable;
  return isItself ? value : visible(JSON.stringify(value));
}
