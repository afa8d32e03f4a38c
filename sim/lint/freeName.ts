import type { Scenario } from '../scenario/schema.ts';

/** A name for a new destination: one that no destination, function or queue has, as each would change what is meant. */
export function freeName({ destinations, functions, queues }: Scenario, wish: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${wish}-${number}`;
    if (!Object.hasOwn(destinations, name) && !Object.hasOwn(functions, name) && !Object.hasOwn(queues, name)) return name;
  }
}
