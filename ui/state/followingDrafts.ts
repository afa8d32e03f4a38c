import { effect } from '@preact/signals';
import { drafts } from './editing.ts';
import { openings, workspace } from './session.ts';
import type { NamedScenario } from './workspace.ts';

/**
 * From now on, what stands in the editor stays with the scenario it was written for: it goes away with a scenario that is
 * removed, or in whose place another one is opened, and comes back when undo brings back that scenario.
 */
export function followScenarios(): void {
  // A scenario that is changed is another object, and still the same scenario: all its objects have one identity.
  const identities = new WeakMap<NamedScenario, object>();
  const putAway = new WeakMap<object, string>();
  let before: ReadonlyMap<string, object> = new Map();
  let openingsBefore = openings.peek();
  effect(() => {
    const isOpening = openings.value !== openingsBefore;
    openingsBefore = openings.value;
    const now = new Map<string, object>();
    for (const scenario of workspace.value.scenarios) {
      const identity = identities.get(scenario) ?? (isOpening ? undefined : before.get(scenario.letter)) ?? {};
      identities.set(scenario, identity);
      now.set(scenario.letter, identity);
    }
    const next = new Map(drafts.peek());
    for (const [letter, identity] of before) {
      const text = next.get(letter);
      if (text === undefined || now.get(letter) === identity) continue;
      putAway.set(identity, text);
      next.delete(letter);
    }
    let isChanged = next.size < drafts.peek().size;
    for (const [letter, identity] of now) {
      const text = before.get(letter) === identity ? undefined : putAway.get(identity);
      if (text === undefined) continue;
      next.set(letter, text);
      isChanged = true;
    }
    before = now;
    if (isChanged) drafts.value = next;
  });
}
