import type { Property } from './property.ts';

/** Scenarios of a part, all from one seed. */
export const partSize = 100;
/** What `npm test` tries on so many scenarios is tried on as many as anything here; the rest takes too long, and is tried in proportion. */
const usual = 500;

/** A part of the long mode's work. */
export interface Part {
  property: Property;
  /** Scenarios, at most `partSize`. */
  count: number;
}

/** How many parts there are, `scenarios` of each property. */
export const partsOf = (properties: readonly Property[], scenarios: number): number => properties.length * Math.ceil(scenarios / partSize);

/**
 * Part `n`: every property in turn, so that all of them have been tried alike whenever somebody stops. Null where a property has no turn
 * in this round, as it is tried less often; its parts are not made smaller, since in each the first scenarios are the simplest.
 */
export function partAt(n: number, properties: readonly Property[], scenarios: number): Part | null {
  const property = properties[n % properties.length];
  if (property === undefined) throw new RangeError('no property');
  const round = Math.floor(n / properties.length);
  const share = shareOf(property);
  if (round % Math.round(1 / share) !== 0) return null;
  return { property, count: Math.min(partSize, Math.ceil(share * scenarios), scenarios - round * partSize) };
}

/** The share of the scenarios that a property is tried on. */
export const shareOf = ({ often }: Property): number => Math.min(1, often / usual);
