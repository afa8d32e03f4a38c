import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { startRun } from '../../sim/engines/exact.ts';
import type { Run } from '../../sim/engines/run.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { demand } from '../engines/demand.ts';
import { invocations, play } from '../engines/eventSources.ts';
import { anyEventSources } from './anyEventSources.ts';
import { property, type Property } from './property.ts';

/** Runs a scenario to its end, in slices of as many steps as `sizes` say in turn. */
function ended(input: ScenarioInput, sizes: readonly number[] = [Infinity]): Run {
  const { scenario, issues } = checkScenario(input);
  if (scenario === null) throw new Error(JSON.stringify(issues));
  const run = startRun(compileModel(scenario));
  for (let slice = 0; run.advance(sizes[slice % sizes.length]!); slice++);
  return run;
}

/** Properties of streams, queues and mappings of any kind. */
export const ofEventSources: readonly Property[] = [
  property({
    id: 'sources',
    says: 'streams, queues and mappings lose nothing, whatever the slices and with a trace or without; and share the concurrency of their functions',
    arbitrary: anyEventSources,
    // `play` holds every run to this: records and messages add up in every minute, and the batches tell what the totals say.
    holds(scenario) {
      const { result, series, batches } = play(scenario);
      const seen: string[] = [];
      const reserved = scenario.functions['import']!.ReservedConcurrentExecutions!;
      demand(result.functions['import']!.metrics.ConcurrentExecutions.max <= reserved, 'more run than are reserved');
      demand(series.functions['import']!.ConcurrentExecutions.every((count) => count <= reserved), 'more run in a minute than are reserved');
      // A function is invoked by its events, whose outcomes add up, and by its mappings.
      for (const [name, { metrics }] of Object.entries(result.functions)) {
        const own = Object.entries(result.eventSourceMappings!).filter(([mapping]) => scenario.eventSourceMappings![mapping]!.FunctionName === name);
        const byMappings = own.reduce((sum, [, mapping]) => sum + mapping.invocations, 0);
        demand(metrics.Invocations >= byMappings, `${name} is invoked less often than its mappings say`);
        demand(metrics.Invocations === byMappings || scenario.traffic!.some(({ to }) => to === name), `${name} is invoked by nobody`);
      }
      for (const mapping of Object.values(result.eventSourceMappings!)) {
        if (mapping.invocations > 0) seen.push('invocations');
        if (mapping.delivered > 0) seen.push('delivered');
        if (mapping.throttles > 0) seen.push('throttles');
        if (mapping.source === 'stream' && mapping.splits > 0) seen.push('splits');
        if (mapping.source === 'stream' && mapping.discarded.total > 0) seen.push('discarded');
      }
      for (const { redriven, received } of Object.values(result.queues!)) {
        if (redriven > 0) seen.push('redriven');
        if (received > 0) seen.push('received');
      }
      // Within a lane batches follow one another, and so do their records.
      const lanes = new Map<string, { until: number; first: number }>();
      for (const { t, first, batch } of invocations(batches)) {
        const lane = `${batch.mapping}/${batch.shard}/${batch.lane}`;
        const before = lanes.get(lane);
        const ends = batch.steps.find((step) => step.t >= t && ['succeeded', 'failed', 'partlyFailed'].includes(step.what));
        demand(before === undefined || (t >= before.until && first >= before.first), `${lane} is out of order at ${t}`);
        lanes.set(lane, { until: ends?.t ?? Infinity, first });
      }
      return seen;
    },
    wants: { invocations: 0.5, delivered: 0.5, throttles: 0.2, splits: 0.1, discarded: 0.1, redriven: 0.05, received: 0.2 },
  }),

  property({
    id: 'sources-sliced',
    says: 'streams, queues and mappings are the same bytes in slices of any size',
    often: 200,
    arbitrary: fc.record({ scenario: anyEventSources, sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }) }),
    holds({ scenario, sizes }) {
      const [whole, sliced] = [ended(scenario), ended(scenario, sizes)];
      demand(JSON.stringify(sliced.result()) === JSON.stringify(whole.result()), 'slices changed the bytes');
      demand(isDeepStrictEqual(sliced.series(), whole.series()), 'slices changed the series');
    },
  }),

  property({
    id: 'sources-beside',
    says: 'another stream with its own function changes nothing for those beside it',
    often: 200,
    arbitrary: anyEventSources,
    holds(scenario) {
      const alone: ScenarioInput = { ...scenario, account: { ConcurrentExecutions: 1000 } };
      const beside: ScenarioInput = {
        ...alone,
        account: { ConcurrentExecutions: 1007 },
        functions: { ...alone.functions, other: { ReservedConcurrentExecutions: 7, behaviour: { errorRate: 0.3 } } },
        streams: { ...alone.streams, other: { writes: [{ arrivals: { poisson: { rate: '5/s' } } }] } },
        eventSourceMappings: { ...alone.eventSourceMappings, other: { EventSourceArn: 'other', FunctionName: 'other', StartingPosition: 'LATEST', BisectBatchOnFunctionError: true } },
      };
      const [without, withOther] = [ended(alone).result(), ended(beside).result()];
      for (const name of Object.keys(alone.eventSourceMappings!)) demand(isDeepStrictEqual(withOther.eventSourceMappings![name], without.eventSourceMappings![name]), `${name} noticed`);
      demand(isDeepStrictEqual(withOther.queues, without.queues), 'a queue noticed');
    },
  }),
];
