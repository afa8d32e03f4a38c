import { oneOf, pathText, shown } from '../scenario/issue.ts';
import type { Finding, Rule } from './finding.ts';
import { named, someOf } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import { mayDeliver, type Place, type Route, type Situation } from './situation.ts';

interface Hop {
  from: Place;
  route: Route;
}

/** Chains that come back to where they were: each connection that closes one. [DST-21, DST-22] */
export const recursiveLoop: Rule = function* (situation) {
  const byName = new Map(situation.places.map((place) => [place.target.name, place]));
  const done = new Set<string>();
  for (const start of situation.reached) {
    if (done.has(start.target.name)) continue;
    // By hand, since a chain may be as long as a scenario has functions.
    const hops: Hop[] = [];
    const path: { place: Place; next: number }[] = [{ place: start, next: 0 }];
    while (path.length > 0) {
      const top = path.at(-1)!;
      const route = top.place.routes[top.next++];
      if (route === undefined) {
        done.add(top.place.target.name);
        path.pop();
        hops.pop();
        continue;
      }
      if (route.invokes === null || !mayDeliver(top.place, route) || done.has(route.invokes)) continue;
      const hop = { from: top.place, route };
      const back = path.findIndex(({ place }) => place.target.name === route.invokes);
      if (back >= 0) yield loop(situation, [...hops.slice(back), hop]);
      else {
        hops.push(hop);
        path.push({ place: byName.get(route.invokes)!, next: 0 });
      }
    }
  }
};

/** The finding of a closed chain; its last hop is the one that leads back. */
function loop({ scenario }: Situation, hops: readonly Hop[]): Finding {
  const last = hops.at(-1)!;
  const functions = [...new Set(hops.map(({ from }) => from.target.function))];
  const stopping = functions.filter((name) => scenario.functions[name]?.RecursiveLoop === 'Terminate').map(shown);
  const steps = hops.map(({ from, route }) => `${named(from)} invokes ${shown(route.invokes)} on ${route.kind === 'OnSuccess' ? 'success' : 'failure'}`);
  const end =
    stopping.length === 0
      ? `nothing stops such a chain, as RecursiveLoop is "Allow"`
      : `such a chain is stopped, and its last event discarded, at the latest when ${oneOf(stopping)} would be invoked for the 17th time`;
  return {
    rule: 'recursive-loop',
    path: pathText(last.route.path),
    clause: 'DST-21',
    message: `Events come back to where they were: ${someOf(steps)}; ${end}.`,
    fix: `Take a connection out: ${settingOption(last.route.path, null)}`,
  };
}
