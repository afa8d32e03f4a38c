import type { ComponentType } from 'preact';

/** The parts of the page that are fetched when somebody asks for them, or when there is nothing better to do. */

/** The panel with the events and what was sent for them. */
export const loadRecordsPanel = (): Promise<typeof import('../views/records/recordsPanel.tsx')> => import('../views/records/recordsPanel.tsx');

/** What goes on behind the page once it shows something. */
export const loadBackground = (): Promise<typeof import('./background.ts')> => import('./background.ts');

/** What lies over the page: the palette, the help, the link. */
export const loadDialogs = async (): Promise<ComponentType> => (await import('../views/dialogs.tsx')).Dialogs;

/** The scenarios of the page side by side. */
export const loadScenarioTable = async (): Promise<ComponentType> => (await import('../views/scenarioTable.tsx')).ScenarioTable;

/** The card that shows a clause, with all the clauses. */
export const loadClauses = (): Promise<typeof import('../views/clauseCard.tsx')> => import('../views/clauseCard.tsx');

/** What makes files of charts. */
export const loadChartExport = (): Promise<typeof import('../charts/export/save.ts')> => import('../charts/export/save.ts');

/** The scenario as a form. */
export const loadParameters = async (): Promise<typeof import('../views/parameters/parametersPanel.tsx').ParametersPanel> => (await import('../views/parameters/parametersPanel.tsx')).ParametersPanel;

/** Arrivals and faults on a time axis, to be drawn. */
export const loadTraffic = async (): Promise<ComponentType> => (await import('../views/traffic/trafficPanel.tsx')).TrafficPanel;

/** What is said above the result when the page begins with something of before. */
export const loadGoesOn = async (): Promise<ComponentType> => (await import('../views/goesOn.tsx')).GoesOn;

/** The planner: questions that take many runs. */
export const loadPlanner = async (): Promise<ComponentType> => (await import('../views/planner/plannerPanel.tsx')).PlannerPanel;

/** The charts of streams, queues and the mappings that read them. */
export const loadEventSourceCharts = async (): Promise<typeof import('../charts/eventSources/eventSourceCharts.tsx').EventSourceCharts> => (await import('../charts/eventSources/eventSourceCharts.tsx')).EventSourceCharts;

/** The numbers of streams, queues and the mappings that read them. */
export const loadEventSourceNumbers = async (): Promise<typeof import('../views/eventSources/sourceNumbers.tsx').SourceNumbers> => (await import('../views/eventSources/sourceNumbers.tsx')).SourceNumbers;

/** The batches of streams that failed, each as a tree. */
export const loadFailedBatches = async (): Promise<typeof import('../views/eventSources/failedBatches.tsx').FailedBatches> => (await import('../views/eventSources/failedBatches.tsx')).FailedBatches;
