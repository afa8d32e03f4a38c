import { useSignalEffect } from '@preact/signals';
import { useState } from 'preact/hooks';
import { shownClause } from '../state/clause.ts';
import { loadClauses } from '../state/onDemand.ts';
import { problem } from '../state/simulation.ts';

type Card = Awaited<ReturnType<typeof loadClauses>>['ClauseCard'];

/** Where the card of a clause appears, once somebody has asked for one. */
export function ClauseSlot() {
  const [loaded, setLoaded] = useState<{ ClauseCard: Card } | null>(null);
  useSignalEffect(() => {
    if (shownClause.value === null || loaded !== null) return;
    loadClauses().then(setLoaded, () => {
      shownClause.value = null;
      problem.value = { kind: 'unreadable', message: 'The clauses could not be loaded: the server this page came from does not answer. Try again when it does.' };
    });
  });
  const id = shownClause.value;
  return loaded === null || id === null ? null : <loaded.ClauseCard id={id} />;
}
