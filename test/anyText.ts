import fc from 'fast-check';

/**
 * Text of at most so many characters of any kind, without halves of one; now and then a name that JavaScript finds in objects anyway.
 * fast-check has the same as `binary`, which takes most of a second to be made ready in every process.
 */
export const anyText = (maxLength = 10): fc.Arbitrary<string> => {
  const characters = fc.array(fc.nat({ max: lastCharacter - halves }), { maxLength }).map((places) => String.fromCodePoint(...places.map((place) => (place < firstHalf ? place : place + halves))));
  const names = inherited.filter(({ length }) => length <= maxLength);
  return names.length === 0 ? characters : fc.oneof({ arbitrary: characters, weight: 19 }, { arbitrary: fc.constantFrom(...names), weight: 1 });
};

const inherited = ['__proto__', 'constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'prototype', 'toLocaleString', 'toString', 'valueOf', '__defineGetter__', '__lookupSetter__'];

const lastCharacter = 0x10_ffff;
const firstHalf = 0xd800;
const halves = 0x800;
