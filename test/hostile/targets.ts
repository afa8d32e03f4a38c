import { commandLines, simulatingCommandLines } from './commandLineTargets.ts';
import { awsCommands, templates } from './configurationTargets.ts';
import { plannerFormulas, plannerQuestions, priceLists } from './formulaTargets.ts';
import type { FuzzTarget } from './fuzzTarget.ts';
import { scenarioAsValue, scenarioFiles, settings } from './scenarioTargets.ts';
import { traceFiles } from './traceTargets.ts';
import { pageLinks, savedWorkspaces } from './workspaceTargets.ts';
import { reports, tableFields } from './writingTargets.ts';

/** Everything that reads what strangers write, and everything that writes it out again. */
export const targets: readonly FuzzTarget[] = [
  scenarioFiles, scenarioAsValue, settings, plannerFormulas, plannerQuestions, priceLists, traceFiles, savedWorkspaces, pageLinks, templates, awsCommands, commandLines, reports, tableFields, simulatingCommandLines,
];
