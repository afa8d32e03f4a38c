import { open } from '../../state/session.ts';
import type { Path } from '../../state/edit.ts';
import type { Json } from '../../../sim/scenario/values.ts';

/** What the scenario's text says at a place, now; undefined where it says nothing. */
export function parsedAt(path: Path): Json | undefined {
  let inner: Json | undefined = JSON.parse(open.value.text) as Json;
  for (const key of path) inner = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<string | number, Json>)[key] : undefined;
  return inner;
}
