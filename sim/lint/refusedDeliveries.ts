import { pathText, shown } from '../scenario/issue.ts';
import type { Destination } from '../scenario/schema.ts';
import { isFifo } from '../scenario/sinks.ts';
import type { Rule } from './finding.ts';
import { freeName } from './freeName.ts';
import { failureMetric, named, someOf } from './sentences.ts';
import { settingOption } from './settingOption.ts';
import type { MappingPlace, Place, Route } from './situation.ts';

/** Destinations that are FIFO, to which no delivery succeeds. [DST-13] */
export const fifoDestination: Rule = function* ({ scenario, places }) {
  for (const place of places) {
    for (const { kind, path, sink, declared } of place.routes) {
      if (declared === null || !isFifo(sink, declared)) continue;
      const name = freeName(scenario, sink.replace(/\.fifo$/, ''));
      yield {
        rule: 'fifo-destination',
        path: pathText(path),
        clause: 'DST-13',
        message: `${shown(sink)} is FIFO, and Lambda delivers to standard queues and topics only: every record that ${named(place)} sends there on ${kind === 'OnSuccess' ? 'success' : 'failure'} is lost, and ${failureMetric(kind)} counts it.`,
        fix: sink.endsWith('.fifo')
          ? `Use a standard one: ${settingOption(['destinations', name], { type: declared.type })} ${settingOption(path, name)}`
          : `Use a standard one: ${settingOption(['destinations', sink, 'fifo'], false)}`,
      };
    }
  }
};

/** Destinations that the execution role may not send to, or whose key it may not use. [DST-12, DLQ-12] */
export const missingPermission: Rule = function* ({ scenario, places, mappings }) {
  const users = usersOf(places, mappings);
  for (const [name, destination] of Object.entries(scenario.destinations)) {
    const routes = users.get(name);
    if (routes === undefined) continue;
    for (const { key, lacks, rule } of lacking(destination)) {
      const path = ['destinations', name, key];
      const kinds = new Set(routes.map(({ kind }) => failureMetric(kind)));
      yield {
        rule,
        path: pathText(path),
        clause: kinds.has('DestinationDeliveryFailures') ? 'DST-12' : 'DLQ-12',
        message: `The execution role lacks ${lacks} ${shown(name)}: whatever ${someOf([...new Set(routes.map(({ from }) => from))])} ${routes.length === 1 ? 'sends' : 'send'} there is lost, and ${[...kinds].join(' or ')} counts it.`,
        fix: `Give it to the role: ${settingOption(path, true)}`,
      };
    }
  }
};

const actions: Readonly<Record<Destination['type'], string>> = {
  SQS: 'sqs:SendMessage',
  SNS: 'sns:Publish',
  Lambda: 'lambda:InvokeFunction',
  EventBridge: 'events:PutEvents',
  S3: 's3:PutObject or s3:ListBucket',
};

function* lacking({ type, permission, customerManagedKey, keyPermission }: Destination): Iterable<{ key: string; lacks: string; rule: string }> {
  if (!permission) yield { key: 'permission', lacks: `${actions[type]} on`, rule: 'missing-permission' };
  if (customerManagedKey && !keyPermission) yield { key: 'keyPermission', lacks: 'the use of the key of', rule: 'missing-key-permission' };
}

/** Who sends to a destination, and how. */
function usersOf(places: readonly Place[], mappings: readonly MappingPlace[]): ReadonlyMap<string, { from: string; kind: Route['kind'] }[]> {
  const users = new Map<string, { from: string; kind: Route['kind'] }[]>();
  const add = (sink: string, from: string, kind: Route['kind']): unknown => users.set(sink, [...(users.get(sink) ?? []), { from, kind }]);
  for (const place of places) for (const { sink, kind, declared } of place.routes) if (declared !== null) add(sink, named(place), kind);
  for (const { name, settings } of mappings) {
    const { Destination = '' } = settings.DestinationConfig.OnFailure;
    if (Destination !== '') add(Destination, shown(name), 'OnFailure');
  }
  return users;
}
