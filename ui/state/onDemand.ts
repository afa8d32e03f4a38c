/** The parts of the page that are fetched when somebody asks for them, or when there is nothing better to do. */

/** The panel with the events and what was sent for them. */
export const loadRecordsPanel = (): Promise<typeof import('../views/records/recordsPanel.tsx')> => import('../views/records/recordsPanel.tsx');

/** The scenario as a form. */
export const loadParameters = (): Promise<typeof import('../views/parameters/parametersPanel.tsx')> => import('../views/parameters/parametersPanel.tsx');
