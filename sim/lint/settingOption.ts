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

function valueText(value: unknown): string {
  return typeof value === 'string' && !readJson(value).readable && value !== '' ? value : JSON.stringify(value);
}
