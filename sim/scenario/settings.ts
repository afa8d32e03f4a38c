import { oneKeySchemas } from './exactlyOne.ts';
import { oneOf, pathText, shown, visible, type Issue } from './issue.ts';
import { readJson } from './json.ts';
import { bare, childOf, rowOf, shapeOf } from './lookup.ts';
import { readPath } from './path.ts';
import { plainData } from './plainData.ts';
import { isRecord } from './rule.ts';
import { scenarioSchema } from './schema.ts';
import { closest } from './suggest.ts';
import { whereKeyBelongs } from './whereKeyBelongs.ts';
import type * as z from 'zod/mini';

/**
 * Applies settings such as `functions.import.Timeout=60` or `traffic[0].arrivals.poisson.rate=2000/s` to a scenario file.
 *
 * The value is read as JSON, else as text; `null` takes the key away. Objects on the way are made as needed, a list grows at
 * its end, and setting one kind of distribution or arrivals replaces the kind that was there. The result still has to be
 * parsed: what is judged here is the file as JSON and the paths. With issues, the text comes back as it was.
 */
export function applySettings(text: string, settings: readonly string[]): { text: string; issues: Issue[] } {
  if (settings.length === 0) return { text, issues: [] };
  const { value, issues, readable } = readJson(text);
  if (!readable) return { text, issues };
  // Printing would turn an infinite number into null and lose a sign, so what is not plain is refused before.
  const plain = plainData(value);
  issues.push(...plain.issues);
  if (!isRecord(plain.value))
    return {
      text,
      issues: [
        ...issues,
        { path: '', found: shown(value), allowed: 'an object', message: `A scenario must be an object, but is ${shown(value)}.` },
      ],
    };
  for (const setting of settings) {
    const issue = apply(plain.value, setting);
    if (issue !== null) issues.push(issue);
  }
  return issues.length > 0 ? { text, issues } : { text: `${JSON.stringify(plain.value, null, 2)}\n`, issues };
}

function apply(scenario: Record<string, unknown>, setting: string): Issue | null {
  const parsed = splitSetting(setting);
  if (parsed === null)
    return {
      path: '',
      found: shown(setting),
      allowed: 'path=value, such as functions.import.Timeout=60 or traffic[0].arrivals.poisson.rate=2000/s',
      message: `${shown(setting)} is no setting: expected path=value, such as functions.import.Timeout=60.`,
    };
  const value = readValue(parsed.value);
  if ('issue' in value) return { ...value.issue, path: pathText(parsed.path) };

  let holder: unknown = scenario;
  let schema: z.core.$ZodType = scenarioSchema;
  const here: (string | number)[] = [];
  for (const [depth, key] of parsed.path.entries()) {
    const last = depth === parsed.path.length - 1;
    if (Array.isArray(holder)) {
      const index = /^\d+$/.test(key) ? Number(key) : null;
      const most = last && value.json === null ? holder.length - 1 : holder.length;
      if (index === null || index > most)
        return unknownPath(
          [...here, index ?? key],
          `an index from 0 to ${most}`,
          `${pathText(here)} has ${holder.length} ${holder.length === 1 ? 'entry' : 'entries'}; there is no index ${visible(key)}.`,
        );
      const element = childOf(schema, index);
      if (element === null)
        return unknownPath([...here, index], 'a path of the format', `There is no setting ${pathText([...here, index])}.`);
      if (last) {
        if (value.json === null) holder.splice(index, 1);
        else holder[index] = value.json;
        return null;
      }
      holder[index] ??= emptyFor(element, parsed.path[depth + 1]);
      holder = holder[index];
      schema = element;
      here.push(index);
      continue;
    }
    if (!isRecord(holder))
      return unknownPath(
        parsed.path,
        'a path of the format',
        `${pathText(here)} is ${shown(holder)}, which has no ${shown(key)} inside.`,
      );
    const child = key in Object.prototype ? null : childOf(schema, key);
    if (child === null) return unknownKey(here, key, schema);
    const isNamed = isRecordSchema(schema);
    if (isNamed && !last && !Object.hasOwn(holder, key)) return unknownName(here, key, Object.keys(holder));
    if (last && value.json === null) {
      delete holder[key];
      return null;
    }
    removeOtherKinds(holder, key, schema);
    if (last) {
      holder[key] = value.json;
      return null;
    }
    if (!Object.hasOwn(holder, key)) holder[key] = emptyFor(child, parsed.path[depth + 1]);
    holder = holder[key];
    schema = child;
    here.push(key);
  }
  return null;
}

/** `functions["my import"].Timeout=60` in its parts; null where that is not what was given. */
function splitSetting(setting: string): { path: string[]; value: string } | null {
  const read = readPath(setting);
  if (read === null || setting[read.length] !== '=') return null;
  return { path: read.path, value: setting.slice(read.length + 1) };
}

function readValue(text: string): { json: unknown } | { issue: Issue } {
  const read = readJson(text);
  if (!read.readable) return { json: text };
  const plain = plainData(read.value);
  const issue = read.issues[0] ?? plain.issues[0];
  return issue === undefined ? { json: plain.value } : { issue };
}

function unknownKey(here: readonly PropertyKey[], key: string, schema: z.core.$ZodType): Issue {
  const keys = Object.keys(shapeOf(schema) ?? {});
  const guess = closest(key, keys);
  const elsewhere = guess === null ? whereKeyBelongs(scenarioSchema, here, key) : null;
  const hint = guess !== null ? ` Did you mean ${shown(pathText([...here, guess]))}?` : elsewhere !== null ? ` ${elsewhere.sentence}` : '';
  const allowed = keys.length === 0 ? 'a path of the format' : `one of the keys ${keys.filter((known) => known !== '$schema').join(', ')}`;
  const issue = unknownPath([...here, key], allowed, `There is no setting ${pathText([...here, key])}.${hint}`);
  return elsewhere?.clause === undefined ? issue : { ...issue, clause: elsewhere.clause };
}

function unknownName(here: readonly PropertyKey[], key: string, names: readonly string[]): Issue {
  const guess = closest(key, names);
  return unknownPath(
    [...here, key],
    names.length === 0 ? 'a declared name' : oneOf(names.slice(0, 10).map(shown)),
    `There is nothing named ${shown(key)} in ${pathText(here)}.${guess === null ? '' : ` Did you mean ${shown(guess)}?`}`,
  );
}

function unknownPath(path: readonly PropertyKey[], allowed: string, message: string): Issue {
  return { path: pathText(path), found: shown(path[path.length - 1]), allowed, message };
}

/** An object can have one kind only, so the one that is set pushes out the others. */
function removeOtherKinds(holder: Record<string, unknown>, key: string, schema: z.core.$ZodType): void {
  const kinds = oneKeySchemas.get(bare(schema))?.names;
  if (kinds?.includes(key) !== true) return;
  for (const kind of kinds) if (kind !== key) delete holder[kind];
  // `spacing` has a meaning beside `stages` only.
  if (key !== 'stages' && kinds.includes('stages')) delete holder['spacing'];
}

function isRecordSchema(schema: z.core.$ZodType): boolean {
  return (bare(schema)._zod as z.core.$ZodTypes['_zod']).def.type === 'record';
}

function emptyFor(schema: z.core.$ZodType, next: string | undefined): unknown {
  // What is inside a JSON value, only the path can say.
  if (rowOf(schema).allowed?.kind === 'json') return /^\d+$/.test(next ?? '') ? [] : {};
  return (bare(schema)._zod as z.core.$ZodTypes['_zod']).def.type === 'array' ? [] : {};
}
