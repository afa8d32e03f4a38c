import * as z from 'zod/mini';
import { whyNotType } from './destination.ts';
import { whyNotStreamType } from './stream.ts';
import { pathText, shown, type Issue } from './issue.ts';
import { bare, choicesOf, rowAt, rowOf, shapeOf, type Row } from './lookup.ts';
import { nameProblem } from './name.ts';
import type { Broken } from './rule.ts';
import { closest } from './suggest.ts';
import { whereKeyBelongs } from './whereKeyBelongs.ts';

/**
 * Zod's findings in the user's words: where, what was found, what is allowed, the clause, and a guess at what was meant.
 * `noun` is what the file as a whole is called. One at a time, because a hostile file has millions and only the first are ever asked for.
 */
export function* explain(
  findings: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  value: unknown,
  prefix: readonly PropertyKey[] = [],
  noun = 'scenario',
): Iterable<Issue> {
  for (const finding of findings) {
    const path = [...prefix, ...finding.path];
    const broken = finding.code === 'custom' ? (finding.params?.['broken'] as Broken | undefined) : undefined;
    if (broken !== undefined)
      yield {
        path: pathText(path),
        found: shown(at(value, path)),
        allowed: broken.allowed,
        ...(broken.clause === undefined ? {} : { clause: broken.clause }),
        message: broken.message,
      };
    else if (finding.code === 'unrecognized_keys') for (const key of finding.keys) yield unknownKey(path, key, schema, value, noun);
    else if (finding.code === 'invalid_key') yield badName(path, schema);
    else if (finding.code === 'invalid_union') yield* explainUnion(finding, path, schema, value, noun);
    else yield badValue(path, schema, value, finding, noun);
  }
}

function unknownKey(path: readonly PropertyKey[], key: string, schema: z.core.$ZodType, value: unknown, noun: string): Issue {
  const keys = Object.keys(shapeOf(placeAt(schema, path).schema) ?? {});
  const guess = closest(key, keys);
  const elsewhere = guess === null ? whereKeyBelongs(schema, path, key) : null;
  const hint = guess !== null ? ` Did you mean ${JSON.stringify(guess)}?` : elsewhere !== null ? ` ${elsewhere.sentence}` : '';
  const place = path.length === 0 ? `a ${noun}` : pathText(path);
  return {
    path: pathText([...path, key]),
    found: shown(at(value, [...path, key])),
    allowed: `one of the keys ${keys.filter((known) => known !== '$schema').join(', ')}`,
    ...(elsewhere?.clause === undefined ? {} : { clause: elsewhere.clause }),
    message: `${shown(key)} is no key of ${place}.${hint}`,
  };
}

function badName(path: readonly PropertyKey[], schema: z.core.$ZodType): Issue {
  const name = String(path[path.length - 1]);
  const { def } = bare(placeAt(schema, path.slice(0, -1)).schema)._zod as z.core.$ZodTypes['_zod'];
  const { words = 'another name', suggest } = (def.type === 'record' ? rowOf(def.keyType).allowed : undefined) ?? {};
  const guess = suggest?.(name) ?? null;
  const why = suggest === undefined ? nameProblem(name) : null;
  return {
    path: pathText(path),
    found: shown(name),
    allowed: words,
    message: `${shown(name)} cannot stand here: ${why ?? `expected ${words}`}.${guess === null ? '' : ` Did you mean ${JSON.stringify(guess)}?`}`,
  };
}

/** A union is judged by the option that has found something inside the value, or about its keys, so that the user reads about that option's mistake. */
function explainUnion(
  finding: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
  schema: z.core.$ZodType,
  value: unknown,
  noun: string,
): Iterable<Issue> {
  const resembles = (option: readonly z.core.$ZodIssue[]) => option.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys' || 'params' in inner);
  const option = finding.errors.find(resembles);
  return option === undefined ? [badValue(path, schema, value, finding, noun)] : explain(option, schema, value, path, noun);
}

/** Of kinds that AWS has and that are no type here: what to say, by where the type stands. */
const whyNot: Readonly<Record<string, (found: string) => { message: string; clause: string } | null>> = { destinations: whyNotType, streams: whyNotStreamType };

function badValue(path: readonly PropertyKey[], schema: z.core.$ZodType, value: unknown, finding: z.core.$ZodIssue, noun: string): Issue {
  const row = placeAt(schema, path);
  const found = at(value, path);
  const allowed = expected(row, finding);
  const special = typeof found === 'string' && path[2] === 'type' ? (whyNot[String(path[0])]?.(found) ?? null) : null;
  const clause = special?.clause ?? row.about?.clauses?.[0];
  const name = path.length === 0 ? `A ${noun}` : String(pathText(path.slice(lastName(path))));
  const guess = typeof found === 'string' ? guessValue(row, found) : null;
  const message =
    special?.message ??
    `${name} ${found === undefined ? 'is missing; it must be' : 'must be'} ${allowed}${found === undefined ? '' : `, but is ${shown(found)}`}.${guess === null ? '' : ` Did you mean ${JSON.stringify(guess)}?`}`;
  return { path: pathText(path), found: shown(found), allowed, ...(clause === undefined ? {} : { clause }), message };
}

/** What may stand in a place; of a list that is too short or too long, how long it may be. */
function expected({ schema, allowed }: Row, finding: z.core.$ZodIssue): string {
  if (allowed !== undefined) return allowed.words;
  if (finding.code === 'too_small') return `a list with at least ${finding.minimum} ${finding.minimum === 1 ? 'entry' : 'entries'}`;
  if (finding.code === 'too_big') return `a list with at most ${finding.maximum} ${finding.maximum === 1 ? 'entry' : 'entries'}`;
  const { def } = bare(schema)._zod as z.core.$ZodTypes['_zod'];
  if (def.type === 'array') return 'a list';
  if (def.type === 'object')
    return `an object with the keys ${Object.keys(def.shape)
      .filter((key) => key !== '$schema')
      .join(', ')}`;
  return 'an object';
}

function guessValue({ schema, allowed }: Row, found: string): string | null {
  const suggestion = allowed?.suggest?.(found) ?? null;
  // A guess that would be refused as well is none.
  if (suggestion !== null) return suggestion !== found && z.safeParse(schema, suggestion).success ? suggestion : null;
  const choices = choicesOf(schema);
  return choices === null ? null : closest(found, choices);
}

/** The row of a place where something was found: there is one, since nothing is looked for elsewhere. */
function placeAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): Row {
  return rowAt(schema, path) ?? rowOf(schema);
}

/** From where a path is quoted in a sentence: the last name, with the indices after it. */
function lastName(path: readonly PropertyKey[]): number {
  let index = path.length - 1;
  while (index > 0 && typeof path[index] === 'number') index--;
  return index;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) inner = (inner as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return inner;
}
