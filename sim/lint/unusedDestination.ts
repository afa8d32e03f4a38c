import { pathText, shown } from '../scenario/issue.ts';
import type { Rule } from './finding.ts';
import { settingOption } from './settingOption.ts';

/** Destinations that no function, version, alias or mapping sends anything to. [DST-02] */
export const unusedDestination: Rule = function* ({ scenario, places, mappings }) {
  const used = new Set([...places.flatMap(({ routes }) => routes.map(({ sink }) => sink)), ...mappings.map(({ settings }) => settings.DestinationConfig.OnFailure.Destination)]);
  for (const name of Object.keys(scenario.destinations)) {
    if (used.has(name)) continue;
    // From the last to the first, since each that goes moves those behind it.
    const faults = scenario.faults.flatMap((fault, index) => ('destination' in fault && fault.destination === name ? [index] : [])).reverse();
    const options = [...faults.map((index) => settingOption(['faults', index], null)), settingOption(['destinations', name], null)];
    yield {
      rule: 'unused-destination',
      path: pathText(['destinations', name]),
      clause: 'DST-02',
      message: `Nothing is ever sent to ${shown(name)}: it is nobody's destination and nobody's dead-letter queue.`,
      fix: `Send something there or take it out: ${options.join(' ')}`,
    };
  }
};
