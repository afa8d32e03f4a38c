import { describe, expect, test } from 'vitest';
import { costOf } from '../../sim/cost/cost.ts';
import { prices } from '../../sim/cost/prices.ts';
import { startRun } from '../../sim/engines/exact.ts';
import type { QueueMappingResult, RunResult } from '../../sim/engines/result.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { meanResult } from '../../sim/planner/meanResult.ts';
import { replicate } from '../../sim/planner/replicate.ts';
import { scenarioOf } from '../report/handMade.ts';

function ran(changes: Record<string, unknown>) {
  const scenario = scenarioOf({ functions: { f: { MemorySize: 1024, behaviour: { duration: { constant: '100ms' }, initDuration: { constant: 0 } } } }, ...changes });
  const run = startRun(compileModel(scenario));
  while (run.advance(100_000)) continue;
  return { scenario, result: run.result(), cost: costOf(scenario, run.result(), prices) };
}

const perRequest = 0.4 / 1_000_000;
const queue = (mapping: object = {}, sends: object = { arrivals: { burst: { count: 20 } } }, duration = '1h') =>
  ran({ duration, queues: { q: { sends: [sends] } }, eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'f', ...mapping } } });
const mappingOf = ({ eventSourceMappings }: RunResult) => eventSourceMappings?.['m'] as QueueMappingResult;

describe('what mappings cost', () => {
  test('an idle queue costs its long polls, while it is read', () => {
    const nothing = { arrivals: { burst: { count: 1, at: '2h' } } };
    expect(queue({}, nothing).cost).toMatchObject({ polling: 900 * perRequest, total: 900 * perRequest });
    expect(queue({ from: '10m', until: '40m' }, nothing).cost.polling).toBeCloseTo(450 * perRequest, 15);
    expect(queue({ Enabled: false }, nothing).cost.polling).toBe(0);
  });

  test('a receipt and a deletion for each batch', () => {
    const { cost, result } = queue({ BatchSize: 5 });
    expect(mappingOf(result).invocations).toBe(4);
    expect(cost.polling).toBeCloseTo((900 + 8) * perRequest, 15);
  });

  test('a batch that fails is received and not deleted', () => {
    const { cost, result } = queue({ BatchSize: 5 }, { arrivals: { burst: { count: 5 } }, poison: [0] }, '45s');
    expect(mappingOf(result)).toMatchObject({ invocations: 2, failedInvocations: 2 });
    expect(cost.polling).toBeCloseTo((5 * 45) / 20 * perRequest + 2 * perRequest, 15);
  });

  test('ten messages a request where batches are larger', () => {
    const { cost } = queue({ BatchSize: 1000, MaximumBatchingWindowInSeconds: 1 }, { arrivals: { burst: { count: 1000 } } });
    expect(cost.polling).toBeCloseTo((900 + 200) * perRequest, 12);
  });

  test('executions are the function’s, and reading a stream costs nothing', () => {
    const { cost } = ran({ streams: { s: { writes: [{ arrivals: { burst: { count: 10 } } }] } }, eventSourceMappings: { m: { EventSourceArn: 's', FunctionName: 'f', StartingPosition: 'LATEST', BatchSize: 5 } } });
    expect(cost.polling).toBe(0);
    expect(cost.requests).toBeCloseTo((2 * 0.2) / 1_000_000, 15);
    expect(cost.duration).toBeCloseTo(0.2 * 0.0000166667, 15);
    expect(cost.total).toBe(cost.byFunction['f']?.total);
  });

  test('a queue that is a destination without being declared as one costs what SQS takes for a message', () => {
    const { cost } = ran({ queues: { failed: {} }, functions: { f: { behaviour: { errorRate: 1 }, EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } } } }, traffic: [{ to: 'f', arrivals: { burst: { count: 7 } } }] });
    expect(cost.destinations).toMatchObject({ SQS: 7 * perRequest, total: 7 * perRequest });
  });

  test('the cost of a mean is the mean of the costs', () => {
    const scenario = scenarioOf({ functions: { f: {} }, queues: { q: { sends: [{ arrivals: { poisson: { rate: '1/s' } }, poisonRate: 0.1 }] } }, eventSourceMappings: { m: { EventSourceArn: 'q', FunctionName: 'f' } } });
    const { results } = replicate(compileModel(scenario), { replications: 4 });
    const mean = results.reduce((sum, result) => sum + costOf(scenario, result, prices).polling, 0) / 4;
    expect(costOf(scenario, meanResult(results), prices).polling).toBeCloseTo(mean, 12);
  });
});
