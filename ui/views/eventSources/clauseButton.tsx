import { shownClause } from '../../state/clause.ts';

/** The way to a clause's sentence. */
export function ClauseButton({ id }: { id: string }) {
  return (
    <button type="button" class="clause" aria-label={`Clause ${id}`} aria-haspopup="dialog" onClick={() => (shownClause.value = id)}>
      {id}
    </button>
  );
}
