import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { invocations, play } from '../engines/eventSources.ts';
import { anyEventSources } from './anyEventSources.ts';

const nightly = process.env['HEADROOM_NIGHTLY'] === '1';
const settings = { numRuns: nightly ? 20_000 : 500, seed: 11 };
const time = { timeout: 3_600_000 };

const started = (scenario: ScenarioInput) => {
  const { scenario: checked, issues } = checkScenario(scenario);
  if (checked === null) throw new Error(JSON.stringify(issues));
  return startRun(compileModel(checked));
};

describe('streams, queues and mappings of any kind', () => {
  // `play` holds every run to this: records and messages add up in every minute, and the batches tell what the totals say.
  it('lose nothing, whatever the slices and with a trace or without; and share the concurrency of their functions', time, () => {
    const seen = { invocations: 0, delivered: 0, discarded: 0, splits: 0, throttles: 0, redriven: 0, received: 0 };
    fc.assert(
      fc.property(anyEventSources, (scenario) => {
        const { result, series, batches } = play(scenario);
        const reserved = scenario.functions['import']!.ReservedConcurrentExecutions!;
        expect(result.functions['import']!.metrics.ConcurrentExecutions.max).toBeLessThanOrEqual(reserved);
        expect(Math.max(...series.functions['import']!.ConcurrentExecutions)).toBeLessThanOrEqual(reserved);
        // A function is invoked by its events, whose outcomes add up, and by its mappings.
        for (const [name, { metrics }] of Object.entries(result.functions)) {
          const own = Object.entries(result.eventSourceMappings!).filter(([mapping]) => scenario.eventSourceMappings![mapping]!.FunctionName === name);
          const byMappings = own.reduce((sum, [, mapping]) => sum + mapping.invocations, 0);
          expect(metrics.Invocations).toBeGreaterThanOrEqual(byMappings);
          if (!scenario.traffic!.some(({ to }) => to === name)) expect(metrics.Invocations).toBe(byMappings);
          seen.invocations += byMappings;
        }
        for (const mapping of Object.values(result.eventSourceMappings!)) {
          seen.throttles += mapping.throttles;
          seen.delivered += mapping.delivered;
          if (mapping.source === 'stream') {
            seen.splits += mapping.splits;
            seen.discarded += mapping.discarded.total;
          }
        }
        for (const { redriven, received } of Object.values(result.queues!)) {
          seen.redriven += redriven;
          seen.received += received;
        }
        // Within a lane batches follow one another, and so do their records.
        const lanes = new Map<string, { until: number; first: number }>();
        for (const { t, first, batch } of invocations(batches)) {
          const lane = `${batch.mapping}/${batch.shard}/${batch.lane}`;
          const before = lanes.get(lane);
          const ends = batch.steps.find((step) => step.t >= t && ['succeeded', 'failed', 'partlyFailed'].includes(step.what));
          if (before !== undefined && (t < before.until || first < before.first)) throw new Error(`${lane} is out of order at ${t}`);
          lanes.set(lane, { until: ends?.t ?? Infinity, first });
        }
      }),
      settings,
    );
    for (const [what, often] of Object.entries(seen)) expect(often, what).toBeGreaterThan(settings.numRuns);
  });

  it('are the same bytes in slices of any size', time, () => {
    fc.assert(
      fc.property(anyEventSources, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), (scenario, sizes) => {
        const [whole, sliced] = [started(scenario), started(scenario)];
        whole.advance(Infinity);
        for (let slice = 0; sliced.advance(sizes[slice % sizes.length]!); slice++);
        expect(JSON.stringify(sliced.result())).toBe(JSON.stringify(whole.result()));
        expect(sliced.series()).toEqual(whole.series());
      }),
      { ...settings, numRuns: settings.numRuns / 5 },
    );
  });

  it('what is read beside them changes nothing: another stream with its own function', time, () => {
    fc.assert(
      fc.property(anyEventSources, (scenario) => {
        const alone: ScenarioInput = { ...scenario, account: { ConcurrentExecutions: 1000 } };
        const beside: ScenarioInput = {
          ...alone,
          account: { ConcurrentExecutions: 1007 },
          functions: { ...alone.functions, other: { ReservedConcurrentExecutions: 7, behaviour: { errorRate: 0.3 } } },
          streams: { ...alone.streams, other: { writes: [{ arrivals: { poisson: { rate: '5/s' } } }] } },
          eventSourceMappings: { ...alone.eventSourceMappings, other: { EventSourceArn: 'other', FunctionName: 'other', StartingPosition: 'LATEST', BisectBatchOnFunctionError: true } },
        };
        const [without, withOther] = [started(alone), started(beside)];
        without.advance(Infinity);
        withOther.advance(Infinity);
        for (const name of Object.keys(alone.eventSourceMappings!)) expect(withOther.result().eventSourceMappings![name]).toEqual(without.result().eventSourceMappings![name]);
        expect(withOther.result().queues).toEqual(without.result().queues);
      }),
      { ...settings, numRuns: settings.numRuns / 5 },
    );
  });
});
