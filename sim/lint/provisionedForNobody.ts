import { pathText, shown } from '../scenario/issue.ts';
import type { Finding, Rule } from './finding.ts';
import { freeName } from './freeName.ts';
import { formatCount } from '../report/count.ts';
import { named, someOf } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import { mayDeliver, type Place, type Situation } from './situation.ts';

/** Events for $LATEST of a function whose provisioned concurrency is its versions' and aliases'. [CON-05] */
export const provisionedForNobody: Rule = function* (situation) {
  const provisioned = new Map<string, Place[]>();
  for (const place of situation.places) {
    if (place.target.settings.ProvisionedConcurrencyConfig === undefined) continue;
    provisioned.set(place.target.function, [...(provisioned.get(place.target.function) ?? []), place]);
  }
  if (provisioned.size === 0) return;
  for (const { index, place, source } of situation.entries) {
    const owners = place.target.qualifier === null && !source.rejected ? provisioned.get(place.target.function) : undefined;
    if (owners === undefined) continue;
    const path = ['traffic', index, 'qualifier'];
    yield finding(`traffic[${index}] invokes`, pathText(path), place, owners, settingOption(path, owners[0]!.target.qualifier));
  }
  yield* byRecords(situation, provisioned);
};

/** The same for what records invoke; each connection once. */
function* byRecords({ scenario, places, reached }: Situation, provisioned: ReadonlyMap<string, Place[]>): Iterable<Finding> {
  const byName = new Map(places.map((place) => [place.target.name, place]));
  const told = new Set<string>();
  for (const from of reached) {
    for (const route of from.routes) {
      const target = route.invokes === null || !mayDeliver(from, route) ? undefined : byName.get(route.invokes);
      const owners = target?.target.qualifier === null ? provisioned.get(target.target.function) : undefined;
      if (target === undefined || owners === undefined) continue;
      const { function: name } = target.target;
      const { qualifier } = owners[0]!.target;
      const path = route.declared === null ? route.path : ['destinations', route.sink, 'qualifier'];
      if (told.has(pathText(path))) continue;
      told.add(pathText(path));
      const alias = freeName(scenario, `${name}-${qualifier}`);
      const fix =
        route.declared === null
          ? `${settingOption(['destinations', alias], { type: 'Lambda', function: name, qualifier })} ${settingOption(path, alias)}`
          : settingOption(path, qualifier);
      yield finding(`A record of ${named(from)} invokes`, pathText(path), target, owners, fix);
    }
  }
}

function finding(who: string, path: string, place: Place, owners: readonly Place[], option: string): Finding {
  const environments = owners.reduce((sum, { target }) => sum + (target.settings.ProvisionedConcurrencyConfig?.ProvisionedConcurrentExecutions ?? 0), 0);
  return {
    rule: 'provisioned-for-nobody',
    path,
    clause: 'CON-05',
    message: `${who} ${shown(place.target.function)} as $LATEST, which provisioned concurrency never serves: the ${formatCount(environments)} provisioned for ${someOf(owners.map(named))} ${environments === 1 ? 'does' : 'do'} nothing for these events.`,
    fix: `Invoke what has it: ${option}`,
  };
}
