import { parseDuration, parseRate } from '../scenario/units.ts';
import type { Json } from '../scenario/values.ts';

/** Whether two values of a field say the same: `60`, `"60s"` and `"1m"` do. */
export function sameMeaning(type: string, one: Json | undefined, other: Json | undefined): boolean {
  if ((type === 'duration' || type === 'rate') && isQuantity(one) && isQuantity(other)) {
    const parse = type === 'duration' ? parseDuration : parseRate;
    const meant = parse(one);
    if (meant !== null) return meant === parse(other);
  }
  return JSON.stringify(one) === JSON.stringify(other);
}

function isQuantity(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
