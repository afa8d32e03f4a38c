/** A plugin of Stryker that keeps what becomes of each mutant as soon as it is known, so that whoever ends a run early has something of it. */
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { isDrawnMutant } from './mutationSample.mjs';

/** @typedef {{ fileName: string, status: string, mutatorName: string, replacement: string, location: { start: { line: number, column: number } } }} Tested */

/** One part's mutants: how many there are, how many of them will be tried, since when, and what has become of those that were. */
export const progress = { all: 0, drawn: 0, since: 0, tested: /** @type {Tested[]} */ ([]) };

const outcomes = new Set(['Killed', 'Timeout', 'Survived', 'NoCoverage']);

class Reporter {
  onMutationTestingPlanReady(/** @type {{ mutantPlans: { mutant: any }[] }} */ { mutantPlans }) {
    const mutants = mutantPlans.map(({ mutant }) => mutant).filter(({ statusReason }) => !statusReason?.includes('excluded mutation'));
    Object.assign(progress, { all: mutants.length, drawn: mutants.filter(isDrawnMutant).length, since: performance.now(), tested: [] });
  }

  onMutantTested(/** @type {Tested} */ mutant) {
    if (outcomes.has(mutant.status)) progress.tested.push(mutant);
  }
}

// The cast: a class that wants nothing injected may leave out saying so, which the type does not know.
export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'project', /** @type {any} */ (Reporter))];
