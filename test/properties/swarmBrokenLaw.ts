import { demand } from '../engines/demand.ts';
import type { Laws } from './swarmLaws.ts';

/** A law that does not hold, for the test that the swarm finds such a thing. */
export const laws: Laws = {
  'nothing is ever discarded'({ result }) {
    for (const [name, { discarded }] of Object.entries(result.functions)) demand(discarded.total === 0, `${name} discards ${discarded.total}`);
  },
};
