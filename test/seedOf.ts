/** The seed of the n-th case: far from its neighbours', since generators that begin close together stay close for a while. */
export function seedOf(first: number, n: number): number {
  let mixed = (first + Math.imul(n, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 2;
}
