import { batchVerdict } from '../lambda/batchResponse.ts';
import { pathText, shown } from '../scenario/issue.ts';
import type { Scenario } from '../scenario/schema.ts';
import { latest } from '../scenario/versions.ts';
import type { Rule } from './finding.ts';
import { named } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { Path, Place } from './situation.ts';

/** Functions that report which items failed, and return something that Lambda takes for the failure of all. [DDB-17] */
export const failingBatches: Rule = function* ({ scenario, mappings }) {
  for (const { name, path, place, model, reads } of mappings) {
    const response = place.lambda?.response;
    if (!reads || !model.reportsItemFailures || response === undefined || !('text' in response) || batchVerdict(response.text, () => -1) === 'all') continue;
    const types = [...path, 'FunctionResponseTypes'];
    yield {
      rule: 'failing-batches',
      path: pathText(types),
      clause: 'DDB-17',
      message: `Every batch of ${shown(name)} fails as a whole: with ReportBatchItemFailures ${named(place)} is to return which of its items failed, and what it returns is no JSON, or names an item that is not in the batch.`,
      fix: `Return that none failed: ${emptyList(scenario, place)} or report nothing: ${settingOption(types, [])}`,
    };
  }
};

/** Whatever the handler returned before, as text, goes. */
function emptyList({ functions }: Scenario, { target }: Place): string {
  const { function: name, version, settings } = target;
  const own = version === latest ? undefined : functions[name]!.versions[version]?.behaviour;
  const path: Path = ['functions', name, ...(own === undefined ? [] : ['versions', version]), 'behaviour'];
  const none = settingOption([...path, 'response'], { batchItemFailures: [] });
  return settings.behaviour.responseText === undefined ? none : `${settingOption([...path, 'responseText'], null)} ${none}`;
}
