import { hostileLiteral, hostileText, scriptNames } from './hostileWords.ts';
import { mangled } from './mutatedText.ts';
import type { Random } from './random.ts';

/** A JSON text that is right, in tokens, for mutations that know what is a key and where a value ends. */
export interface JsonSeed {
  text: string;
  tokens: readonly string[];
}

export function jsonSeed(text: string): JsonSeed {
  return { text, tokens: text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\w+|[{}[\]:,]|\s+/g) ?? [] };
}

/**
 * One of the seeds with one to four things wrong in it: values, keys, structure; sometimes the text as a whole. Often nothing is
 * wrong, only unusual: a value has become another of its kind.
 */
export function mutatedJson(random: Random, seeds: readonly JsonSeed[], literals: (random: Random) => string = hostileLiteral): string {
  const { tokens } = random.pick(seeds);
  if (random.chance(0.35)) return withOtherValues(random, tokens);
  const changed = [...tokens];
  for (let left = 1 + random.below(4); left > 0; left--) change(random, changed, seeds, literals);
  const text = changed.join('');
  return random.chance(0.15) ? mangled(random, text, random.pick(seeds).text) : text;
}

function change(random: Random, tokens: string[], seeds: readonly JsonSeed[], literals: (random: Random) => string): void {
  const at = placeOf(random, tokens);
  if (at === null) return;
  const end = endOfValue(tokens, at);
  const isKey = tokens[nextToken(tokens, at + 1)] === ':';
  switch (random.below(12)) {
    case 0: {
      // The same key or item again.
      const whole = tokens.slice(at, isKey ? endOfValue(tokens, nextToken(tokens, nextToken(tokens, at + 1) + 1)) : end);
      tokens.splice(at, 0, ...whole, ',');
      return;
    }
    case 1:
      tokens.splice(at, end - at);
      return;
    case 2: {
      const depth = 1 + random.below(40);
      tokens.splice(at, end - at, '['.repeat(depth), ...tokens.slice(at, end), ']'.repeat(depth));
      return;
    }
    case 3: {
      const donor = random.pick(seeds).tokens;
      const from = placeOf(random, donor);
      if (from !== null) tokens.splice(at, end - at, ...donor.slice(from, endOfValue(donor, from)));
      return;
    }
    default:
      if (isKey) tokens[at] = JSON.stringify(random.chance(0.5) ? random.pick(scriptNames) : hostileText(random));
      else tokens.splice(at, end - at, literals(random));
  }
}

const otherNumbers = ['0', '1', '2', '3', '0.5', '0.001', '10', '60', '100', '900', '1000', '21600', '1e5', '1E-3', '100000', '9007199254740991'];
const otherTimes = ['0s', '1us', '5ms', '1s', '90s', '5m', '1h30m', '24h', '2d', '999999h'];
const otherRates = ['0/s', '0.1/s', '1/min', '1k/s', '30/h', '100000/s'];

/** Up to three values become others of their kind; no key is touched. */
function withOtherValues(random: Random, tokens: readonly string[]): string {
  const changed = [...tokens];
  const places = [...changed.keys()].filter((at) => /^["\d-]|^(?:true|false)$/.test(changed[at] ?? '') && changed[nextToken(changed, at + 1)] !== ':');
  for (let left = 1 + random.below(3); left > 0 && places.length > 0; left--) {
    const at = random.pick(places);
    changed[at] = anotherOfItsKind(random, changed[at] ?? '');
  }
  return changed.join('');
}

function anotherOfItsKind(random: Random, token: string): string {
  if (token === 'true' || token === 'false') return random.pick(['true', 'false']);
  if (!token.startsWith('"')) return random.pick(otherNumbers);
  if (/^"[\d.]+(?:us|ms|s|m|h|d)/.test(token)) return JSON.stringify(random.pick(otherTimes));
  if (/^"[\d.]+k?\//.test(token)) return JSON.stringify(random.pick(otherRates));
  return random.chance(0.5) ? token : JSON.stringify(hostileText(random));
}

/** Where a key or a value begins; null where there is none. Small values are met more often than the whole. */
function placeOf(random: Random, tokens: readonly string[]): number | null {
  for (let tries = 0; tries < 20; tries++) {
    const at = random.below(tokens.length);
    if (/^["\w[{-]/.test(tokens[at] ?? '')) return at;
  }
  return null;
}

function nextToken(tokens: readonly string[], from: number): number {
  let at = from;
  while (at < tokens.length && /^\s/.test(tokens[at] ?? '')) at++;
  return at;
}

/** The place behind the value that begins at a token. */
function endOfValue(tokens: readonly string[], at: number): number {
  let depth = 0;
  for (let place = at; place < tokens.length; place++) {
    const token = tokens[place];
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (depth <= 0) return place + 1;
  }
  return tokens.length;
}
