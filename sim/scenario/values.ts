import * as z from 'zod/mini';
import { oneOf } from './issue.ts';
import { formatRate, parseDuration, parseRate, suggestDuration, suggestRate } from './units.ts';

/** What a single value may be: in words for messages and documentation, and as a piece of JSON Schema where zod has none. */
export interface Allowed {
  kind: 'duration' | 'rate' | 'integer' | 'number' | 'text' | 'choice' | 'json';
  words: string;
  minimum?: string | number;
  maximum?: string | number;
  /** A guess at what the writer meant, for the message only. */
  suggest?: (found: string) => string | null;
  jsonSchema?: Record<string, unknown>;
}

/** The words of each value's schema. */
export const allowedValues = z.registry<Allowed>();

/** A duration as the user writes it; converted to microseconds only by compileModel. */
export type Duration = string | number;
/** A rate as the user writes it; converted to events a second only by compileModel. */
export type Rate = string | number;
/** Any JSON value, kept as it was written. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface DurationRange {
  /** 'positive' excludes zero. */
  from?: 'zero' | 'positive';
  to?: string;
}

/** A duration: `"90s"`, `"5m"`, `"1h30m"`, `"200ms"`, or a number of seconds. */
export function duration({ from = 'zero', to }: DurationRange = {}) {
  const least = from === 'positive' ? 1 : 0;
  const most = to === undefined ? Number.MAX_SAFE_INTEGER : (parseDuration(to) ?? 0);
  const range = `${from === 'positive' ? ', more than 0' : ''}${to === undefined ? '' : `${from === 'positive' ? ' and' : ','} at most ${to}`}`;
  return known(
    {
      kind: 'duration',
      words: `a duration such as "90s", "5m", "1h30m" or "200ms", or a number of seconds${range}`,
      minimum: from === 'positive' ? 'more than 0' : '0s',
      ...(to === undefined ? {} : { maximum: to }),
      suggest: suggestDuration,
      jsonSchema: {
        anyOf: [
          { type: 'string', pattern: durationPattern },
          {
            type: 'number',
            ...(from === 'positive' ? { exclusiveMinimum: 0 } : { minimum: 0 }),
            ...(to === undefined ? {} : { maximum: most / 1_000_000 }),
          },
        ],
      },
    },
    where<Duration>((value) => {
      const microseconds = parseDuration(value);
      return microseconds !== null && microseconds >= least && microseconds <= most;
    }),
  );
}

/** A rate: `"1000/s"`, `"30/min"`, or a number of events a second. */
export function rate() {
  return known(
    {
      kind: 'rate',
      words: `a rate such as "1000/s", "30/min" or "1.5k/s", or a number of events a second, at most ${formatRate(highestRate)}`,
      minimum: '0/s',
      maximum: formatRate(highestRate),
      suggest: suggestRate,
      jsonSchema: {
        anyOf: [
          { type: 'string', pattern: ratePattern },
          { type: 'number', minimum: 0, maximum: highestRate },
        ],
      },
    },
    where<Rate>((value) => {
      const perSecond = parseRate(value);
      return perSecond !== null && perSecond <= highestRate;
    }),
  );
}

/** A whole number in a range. */
export function integer(minimum: number, maximum = Number.MAX_SAFE_INTEGER) {
  const words = maximum === Number.MAX_SAFE_INTEGER ? `a whole number, ${minimum} or more` : `a whole number from ${minimum} to ${maximum}`;
  return known(
    { kind: 'integer', words, minimum, ...(maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }) },
    z.int().check(z.gte(minimum), z.lte(maximum)),
  );
}

/** A number in a range; `above` excludes the lower end. */
export function number(range: { from?: number; above?: number; to: number }) {
  const lower = range.above ?? range.from ?? 0;
  const excluded = range.above !== undefined;
  return known(
    {
      kind: 'number',
      words: excluded ? `a number above ${lower}, at most ${range.to}` : `a number from ${lower} to ${range.to}`,
      minimum: excluded ? `more than ${lower}` : lower,
      maximum: range.to,
    },
    z.number().check(excluded ? z.gt(lower) : z.gte(lower), z.lte(range.to)),
  );
}

/** A probability. */
export function probability() {
  return known({ kind: 'number', words: 'a number from 0 to 1', minimum: 0, maximum: 1 }, z.number().check(z.gte(0), z.lte(1)));
}

/** Free text of limited length. */
export function text(longest: number) {
  return known({ kind: 'text', words: `text of at most ${longest} characters`, maximum: longest }, z.string().check(z.maxLength(longest)));
}

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(words: Words) {
  return known({ kind: 'choice', words: oneOf(words.map((word) => JSON.stringify(word))) }, z.enum(words));
}

/** Text of a form that a function decides on, such as a file name. */
export function textWhere(words: string, accepts: (value: string) => boolean, jsonSchema: Record<string, unknown> = {}) {
  return known(
    { kind: 'text', words, jsonSchema: { type: 'string', ...jsonSchema } },
    where<string>((value) => typeof value === 'string' && accepts(value)),
  );
}

/** Yes or no. */
export function boolean() {
  return known({ kind: 'choice', words: 'true or false' }, z.boolean());
}

/** Any JSON value. What is no plain data is refused for the file as a whole, before the format is looked at. */
export function json() {
  return known(
    { kind: 'json', words: 'any JSON value' },
    where<Json>((value) => value !== undefined),
  );
}

/** A JSON object with any keys. */
export function jsonObject() {
  return known(
    { kind: 'json', words: 'a JSON object', jsonSchema: { type: 'object' } },
    where<{ [key: string]: Json }>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
  );
}

/** The name of something declared elsewhere in the scenario; whether it is there, is judged for the scenario as a whole. */
export function reference(noun: string) {
  return known({ kind: 'text', words: `the name of ${noun}` }, z.string());
}

/** Gives any schema its words. */
export function known<Schema extends z.core.$ZodType>(allowed: Allowed, schema: Schema): Schema {
  allowedValues.add(schema, allowed);
  return schema;
}

/** A type that a function decides on. Unlike zod's own `custom` it does not keep the rules of the enclosing object from being looked at. */
function where<Type>(accepts: (value: unknown) => boolean): z.ZodMiniType<Type, Type> {
  const schema = z.unknown().check(
    z.check((payload) => {
      if (!accepts(payload.value)) payload.issues.push({ code: 'custom', input: payload.value });
    }),
  );
  return schema as unknown as z.ZodMiniType<Type, Type>;
}

/** Nothing invokes a function faster than this; it bounds what a rate can mean, not what a run can afford. */
const highestRate = 10_000_000;

const quantity = '\\d+(\\.\\d+)?';
const durationPattern = `^(?=.)(${quantity}d)?(${quantity}h)?(${quantity}m(?!s))?(${quantity}s)?(${quantity}ms)?(${quantity}us)?$`;
const ratePattern = `^${quantity}[kM]?/(s|min|m|h|d)$`;
