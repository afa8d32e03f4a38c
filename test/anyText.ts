import fc from 'fast-check';

/**
 * Text of at most so many characters of any kind, without halves of one. It is what fast-check calls `binary`, which
 * takes most of a second to be made ready in every process.
 */
export const anyText = (maxLength = 10): fc.Arbitrary<string> =>
  fc.array(fc.nat({ max: lastCharacter - halves }), { maxLength }).map((places) => String.fromCodePoint(...places.map((place) => (place < firstHalf ? place : place + halves))));

const lastCharacter = 0x10_ffff;
const firstHalf = 0xd800;
const halves = 0x800;
