import { describe, expect, it } from 'vitest';
import type { MapNode, Named, Path } from '../../sim/form/form.ts';
import { renamed } from '../../sim/form/renamed.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { edited } from '../../ui/state/edit.ts';
import { minimal, withValue } from '../scenario/samples.ts';
import { withSources } from './eventSources.ts';
import { formOf, nodeAt, nodesOf } from './formNodes.ts';

const text = JSON.stringify(withSources);
const ids = (form = formOf(text)): string[] => nodesOf(form).map(({ id }) => id);

function mapAt(id: string, scenario: object = withSources): MapNode {
  const node = nodeAt(formOf(JSON.stringify(scenario)), id);
  if (node.kind !== 'map') throw new Error(`${id} is no map`);
  return node;
}

describe('the form of streams and queues', () => {
  it('shows of a mapping what its kind of source has, and of a stream what its type has', () => {
    const shown = ids();
    expect(shown).toContain('eventSourceMappings.orders-import.BisectBatchOnFunctionError');
    expect(shown).not.toContain('eventSourceMappings.images-mail.BisectBatchOnFunctionError');
    expect(shown).toContain('eventSourceMappings.images-mail.ScalingConfig.MaximumConcurrency');
    expect(shown.filter((id) => id.startsWith('eventSourceMappings.orders-import.ScalingConfig'))).toEqual([]);
    expect(shown).toContain('streams.clicks.RetentionPeriodHours');
    expect(shown).not.toContain('streams.orders.RetentionPeriodHours');
  });

  it('shows what is written even where it does not belong, so that it can be taken away', () => {
    const wrong = withValue(withSources, ['eventSourceMappings', 'images-mail', 'BisectBatchOnFunctionError'], true);
    expect(ids(formOf(JSON.stringify(wrong)))).toContain('eventSourceMappings.images-mail.BisectBatchOnFunctionError');
  });

  it('offers mappings once there is something to read', () => {
    expect(ids(formOf(JSON.stringify(minimal)))).toEqual(expect.arrayContaining(['streams', 'queues']));
    expect(ids(formOf(JSON.stringify(minimal)))).not.toContain('eventSourceMappings');
    const stream = { ...minimal, streams: { orders: mapAt('streams', minimal).blank } };
    const { blank } = mapAt('eventSourceMappings', stream);
    expect(blank).toMatchObject({ EventSourceArn: 'orders', StartingPosition: 'TRIM_HORIZON' });
    expect(parseScenario(JSON.stringify({ ...stream, eventSourceMappings: { one: blank } })).issues).toEqual([]);
  });

  it('offers the names that a reference may have', () => {
    expect(nodeAt(formOf(text), 'eventSourceMappings.orders-import.EventSourceArn')).toMatchObject({ type: 'reference', choices: ['orders', 'clicks', 'images', 'dead'] });
    expect(nodeAt(formOf(text), 'eventSourceMappings.orders-import.qualifier')).toMatchObject({ choices: ['$LATEST', '1', 'live'] });
    expect(nodeAt(formOf(text), 'eventSourceMappings.orders-import.DestinationConfig.OnFailure.Destination')).toMatchObject({ choices: ['failed', 'images', 'dead'] });
    expect(nodeAt(formOf(text), 'queues.images.RedrivePolicy.deadLetterTargetArn')).toMatchObject({ choices: ['dead'] });
  });

  it('has no trace files among the arrivals of records', () => {
    const node = nodeAt(formOf(text), 'streams.orders.writes[0].arrivals');
    expect(node.kind === 'one-of' && node.kinds.map(({ name }) => name)).not.toContain('trace');
  });

  it('knows how many response types there may be', () => {
    expect(nodeAt(formOf(text), 'eventSourceMappings.orders-import.FunctionResponseTypes')).toMatchObject({ total: 1, most: 1 });
  });

  it('of one function has its own mappings, and the streams and queues that nobody else reads', () => {
    const own = ids(formOf(text, 'mail'));
    expect(own).toContain('eventSourceMappings.images-mail.EventSourceArn');
    expect(own).not.toContain('eventSourceMappings.orders-import.EventSourceArn');
    expect(own).not.toContain('streams.orders.ShardCount');
    expect(own).toContain('streams.clicks.ShardCount');
  });
});

describe('a new name', () => {
  type Sources = typeof withSources & { queues: Record<string, { RedrivePolicy?: { deadLetterTargetArn: string } }> };
  function rename(kind: Named, path: Path, name: string): Sources {
    const changed = edited(JSON.stringify(withSources, null, 2), renamed(withSources, kind, path, name));
    expect(parseScenario(changed).issues).toEqual([]);
    return JSON.parse(changed) as Sources;
  }

  it('of a stream is followed by the mappings that read it', () => {
    const now = rename('stream', ['streams', 'orders'], 'purchases');
    expect(Object.keys(now.streams)).toEqual(['purchases', 'clicks']);
    expect(now.eventSourceMappings['orders-import'].EventSourceArn).toBe('purchases');
  });

  it('of a queue is followed by mappings, redrive policies, functions, and the destination that delivers to it', () => {
    const images = rename('queue', ['queues', 'images'], 'pictures');
    expect(images.eventSourceMappings['images-mail'].EventSourceArn).toBe('pictures');
    expect(Object.keys(images.destinations)).toEqual(['failed', 'pictures']);
    const dead = rename('queue', ['queues', 'dead'], 'letters');
    expect(dead.queues.images.RedrivePolicy.deadLetterTargetArn).toBe('letters');
    expect(dead.functions.import.EventInvokeConfig.DestinationConfig.OnFailure.Destination).toBe('letters');
  });

  it('of a function, an alias and a destination is followed by mappings', () => {
    expect(rename('function', ['functions', 'mail'], 'post').eventSourceMappings['images-mail'].FunctionName).toBe('post');
    expect(rename('alias', ['functions', 'import', 'aliases', 'live'], 'prod').eventSourceMappings['orders-import'].qualifier).toBe('prod');
    expect(rename('destination', ['destinations', 'failed'], 'bad').eventSourceMappings['orders-import'].DestinationConfig.OnFailure.Destination).toBe('bad');
    expect(rename('destination', ['destinations', 'images'], 'pictures').eventSourceMappings['images-mail'].EventSourceArn).toBe('pictures');
  });

  it('of a mapping is its own business', () => {
    expect(Object.keys(rename('mapping', ['eventSourceMappings', 'orders-import'], 'reader').eventSourceMappings)).toEqual(['reader', 'images-mail']);
  });
});
