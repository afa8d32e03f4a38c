import { textWhere } from './values.ts';

const longest = 140;

/** Why a text cannot be the name of a function or a destination, or null where it can. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'a name must not be empty';
  if (name.length > longest) return `a name has at most ${longest} characters`;
  // A lookup of such a name in an ordinary object finds JavaScript's own property instead of nothing.
  if (name in Object.prototype || name === 'prototype') return `"${name}" has a meaning of its own in JavaScript`;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(name)) return 'a name must not contain control, invisible or text-direction characters';
  if (name.trim() !== name) return 'a name must not begin or end with a space';
  return null;
}

/** The name of a function or a destination: what AWS allows, and a little more. */
export function name() {
  return textWhere(`a name of 1 to ${longest} visible characters`, (value) => nameProblem(value) === null, { minLength: 1, maxLength: longest });
}
