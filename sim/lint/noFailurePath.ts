import { pathText } from '../scenario/issue.ts';
import type { Rule } from './finding.ts';
import { freeName } from './freeName.ts';
import { named, span } from './sentences.ts';
import { second } from '../kernel/time.ts';
import { settingOption } from './settingOption.ts';
import type { Route, Situation } from './situation.ts';

/** What gets events and has nowhere to send those that it gives up. [RTY-09] */
export const noFailurePath: Rule = function* (situation) {
  const open = situation.reached.filter(({ routes }) => routes.every(({ kind }) => kind === 'OnSuccess'));
  if (open.length === 0) return;
  const existing = catcher(situation);
  const name = existing ?? freeName(situation.scenario, 'failed');
  for (const place of open) {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = place.target.settings.EventInvokeConfig;
    const failures = MaximumRetryAttempts === 0 ? 'a failed attempt' : `${MaximumRetryAttempts + 1} failed attempts`;
    const path = [...place.path, 'EventInvokeConfig', 'DestinationConfig', 'OnFailure', 'Destination'];
    yield {
      rule: 'no-failure-path',
      path: pathText(path),
      clause: 'RTY-09',
      message: `An event that ${named(place)} gives up, after ${failures} or at the age of ${span(MaximumEventAgeInSeconds * second)}, is gone: there is neither a failure destination nor a dead-letter queue.`,
      fix: `Give it a failure destination: ${existing === null ? `${settingOption(['destinations', name], { type: 'SQS' })} ` : ''}${settingOption(path, name)}`,
    };
  }
};

/** A destination that receives failures elsewhere already, or nothing yet, and can; null where there is none. */
function catcher({ scenario, model, places }: Situation): string | null {
  const uses = new Map<string, Set<Route['kind']>>();
  for (const { kind, sink } of places.flatMap(({ routes }) => routes)) uses.set(sink, (uses.get(sink) ?? new Set()).add(kind));
  const refusing = new Set(model.destinations.filter(({ refuses }) => refuses).map(({ name }) => name));
  const suitable = Object.entries(scenario.destinations).filter(
    ([name, { type }]) => type !== 'Lambda' && !refusing.has(name) && uses.get(name)?.has('OnSuccess') !== true,
  );
  const found = suitable.find(([name]) => uses.has(name)) ?? suitable.find(([, { type }]) => type === 'SQS') ?? suitable[0];
  return found?.[0] ?? null;
}
