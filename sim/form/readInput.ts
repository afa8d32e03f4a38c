import { parseDuration } from '../scenario/units.ts';
import type { Json } from '../scenario/values.ts';
import type { ValueNode } from './form.ts';

/** What of a field decides how it is read. */
export type Readable = Pick<ValueNode, 'type' | 'unit' | 'minimum' | 'maximum' | 'required' | 'default' | 'value' | 'choices'>;

/**
 * What a person typed as the value that is written; undefined: nothing, where a field may be left out.
 * Understood in a field's own unit: `6h` where seconds are asked for is 21600, `1GB` of memory 1024, `5%` of a probability 0.05,
 * `1.5k` 1500. What cannot be read is written as it was typed, so that the parser says what is wrong with it.
 */
export function readInput(node: Readable, typed: string): Json | undefined {
  const { type } = node;
  const text = typed.trim();
  // An empty text is a text where there is one by default, such as the name.
  if (typed === '' && !node.required && !(type === 'text' && node.default !== undefined)) return undefined;
  switch (type) {
    case 'text':
      return typeof node.value === 'number' ? (plainNumber(typed) ?? typed) : typed;
    case 'reference':
      return typed;
    case 'json':
      return readAsJson(text) ?? typed;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : typed;
    case 'choice':
      return node.choices?.find((choice) => String(choice) === text) ?? typed;
    case 'duration':
    case 'rate':
      return plainNumber(text) ?? typed;
    case 'integer':
    case 'number':
      return plainNumber(text) ?? inUnit(node, text) ?? typed;
  }
}

/** A value as a person types it; `readInput` reads back the same value. */
export function inputText(node: Pick<ValueNode, 'type'>, value: Json | undefined): string {
  if (value === undefined) return '';
  if (node.type === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const bytes: Readonly<Record<string, number>> = { B: 1, KB: 1024, KiB: 1024, MB: 1024 * 1024, MiB: 1024 * 1024, GB: 1024 * 1024 * 1024, GiB: 1024 * 1024 * 1024 };

function inUnit({ unit, minimum, maximum }: Readable, text: string): number | null {
  if (unit === 'seconds') {
    const microseconds = parseDuration(text);
    if (microseconds !== null) return microseconds / 1_000_000;
  }
  const [, digits = '', suffix = ''] = /^(\d+(?:\.\d+)?) ?([A-Za-z%]+)$/.exec(text) ?? [];
  const number = plainNumber(digits);
  if (number === null) return null;
  if ((unit === 'bytes' || unit === 'MB') && Object.hasOwn(bytes, suffix)) return (number * (bytes[suffix] ?? 1)) / (unit === 'MB' ? 1024 * 1024 : 1);
  // A share of a hundred moves the point, which a division does not always do.
  if (suffix === '%' && minimum === 0 && maximum === 1) return Number(`${digits}e-2`);
  if (suffix === 'k') return Number(`${digits}e3`);
  return suffix === 'M' ? Number(`${digits}e6`) : null;
}

/** A number exactly as it stands; null for anything that would lose a digit or a sign. */
function plainNumber(text: string): number | null {
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  const isHeld = Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
  return isHeld && !Object.is(number, -0) ? number : null;
}

function readAsJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
