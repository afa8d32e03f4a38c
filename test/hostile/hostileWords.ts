import { hostileNames } from '../browser/hostileNames.ts';
import type { Random } from './random.ts';

/** Names that mean something to JavaScript. */
export const scriptNames = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'toJSON', 'then', 'length'] as const;

/** Numbers as a file can spell them, most of them no JSON. */
export const hostileNumbers = [
  'NaN', 'Infinity', '-Infinity', '-0', '0', '-1', '1', '1e309', '-1e309', '1e308', '5e-324', '1e-400', '9007199254740993', '-9007199254740993', '1e21', '0.1',
  '1,5', '1.', '.5', '+1', '01', '0x10', '0b1', '1_000', '1n', '1e', '--1', '1e5', '99999', '2147483648', '4294967296', '0.30000000000000004', '９',
] as const;

/** Texts that terminals, spreadsheets, parsers and eyes take for something else. */
export const hostileTexts: readonly string[] = [
  ...hostileNames.filter((name) => name.length < 400),
  '', ' ', '\t', '\n', '\r\n', '\u0000', '\u001b[2J\u001b[1;1H', '\u001b[8m', '\u001b]0;title\u0007', '\u009b31m', '\u008d', '\u007f', '\b\b\b', '\u202e', '\u2028', '\ufeff', '\ufffe',
  '\ud800', '\udc00\ud800', 'e\u0301'.repeat(30), '1e309', '1,5', '-0', '90s', '0s', '-5m', '1h30', '∞', '100/s', '1e9/s', '0/0', '24h', '1ns', '%', '100%', '150 %', '..', '/', '\\', '"', "'", '`', '"""', '\\u0000', '\\',
  '=1+1', '+1', '-1', '@A1', '\t=1', '\n=1+1', '\r=1', '＝1+1', '|', ';', '&', '<', '>', ']]>', '<!--', '<?xml?>', '&amp;', '&#0;', '$LATEST', '$(id)', '--', '-', '---', '*', '&a', '*a', '!Ref', '!!js/function', '~', 'null', 'true', 'yes', '0o7',
];

/** Something that somebody hostile would write where a text belongs; rarely very long. */
export function hostileText(random: Random): string {
  const choice = random.below(100);
  if (choice < 70) return random.pick(hostileTexts);
  if (choice < 85) return random.pick(hostileTexts) + random.pick(hostileTexts);
  if (choice < 98) return Array.from({ length: random.below(8) }, () => String.fromCharCode(random.chance(0.5) ? random.below(0xa0) : random.below(0x10000))).join('');
  return random.pick(['x', 'é', '\u0000', '[', '{"a":', '"', '😀', ' ', '1', '=']).repeat(200 + random.below(3000));
}

/** A value as JSON would spell it, or nearly. */
export function hostileLiteral(random: Random): string {
  const choice = random.below(100);
  if (choice < 40) return random.pick(hostileNumbers);
  if (choice < 75) return JSON.stringify(hostileText(random));
  if (choice < 85) return random.pick(['null', 'true', 'false', '[]', '{}', '[null]', '[[]]', '{"":{}}', 'undefined', "'x'", 'None', '/* */', '// x\n', '{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}', '""']);
  if (choice < 97) return random.pick(['"90s"', '"24h"', '"100/s"', '0.5', '1000', '10', '900', '"SQS"', '"Lambda"', '"S3"', '"adaptive"', '"fifo"', '"$LATEST"', '"x.csv"', '1e6', '1e9', '1e12', '"1e9h"', '"999999h"']);
  const depth = 1 + random.below(60);
  return random.chance(0.5) ? '['.repeat(depth) + ']'.repeat(depth) : '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
}
