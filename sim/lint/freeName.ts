import type { Scenario } from '../scenario/schema.ts';

/** A name for a new destination: one that neither a destination nor a function has, as either would change what is meant. */
export function freeName({ destinations, functions }: Scenario, wish: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${wish}-${number}`;
    if (!Object.hasOwn(destinations, name) && !Object.hasOwn(functions, name)) return name;
  }
}
