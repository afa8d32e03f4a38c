/** The parts of the page that are fetched when somebody asks for them, or when there is nothing better to do. */

/** The panel with the events and what was sent for them. */
export const loadRecordsPanel = (): Promise<typeof import('../views/records/recordsPanel.tsx')> => import('../views/records/recordsPanel.tsx');

/** The card that shows a clause, with all the clauses. */
export const loadClauses = (): Promise<typeof import('../views/clauseCard.tsx')> => import('../views/clauseCard.tsx');
