import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { binsOf, atEnds, sums } from '../../ui/charts/bins.ts';
import { destinationLines } from '../../ui/charts/destinationLines.ts';

function scenarioWith(functions: object, destinations: object) {
  const { scenario, issues } = parseScenario(JSON.stringify({ version: 1, duration: '1h', functions, destinations }));
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return scenario;
}

/** A stream that `b` reads, with a destination for what is discarded. */
function sourcesOf(destination: string) {
  const text = { version: 1, duration: '1h', functions: { b: {} }, destinations: { [destination]: { type: 'S3' } }, streams: { orders: {} }, eventSourceMappings: { reader: { EventSourceArn: 'orders', FunctionName: 'b', StartingPosition: 'LATEST', DestinationConfig: { OnFailure: { Destination: destination } } } } };
  const { scenario, issues } = parseScenario(JSON.stringify(text));
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return { streams: scenario.streams, eventSourceMappings: scenario.eventSourceMappings };
}

const sentTo = (received: number, failed = 0) => ({ received: Float64Array.of(0, received), failed: Float64Array.of(0, failed) });

describe('the lines of the destinations chart', () => {
  const scenario = scenarioWith(
    {
      a: { DeadLetterConfig: { TargetArn: 'queue' }, EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'topic' }, OnSuccess: { Destination: 'b' } } }, versions: { '1': { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'bucket' } } } } } },
      b: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: '' } } } },
    },
    { queue: { type: 'SQS' }, topic: { type: 'SNS' }, bucket: { type: 'S3' }, idle: { type: 'SQS' } },
  );
  const series = { queue: sentTo(5), topic: sentTo(0, 7), bucket: sentTo(1), idle: sentTo(0), b: sentTo(900) };
  const names = (functionName: string | null, most = 8): string[] => destinationLines(scenario, functionName, series, most).map(({ name }) => name);

  it('are the destinations that something was sent to, in vain or not, the busiest first', () => {
    expect(names(null)).toEqual(['b', 'topic', 'queue', 'bucket']);
  });

  it('are, for one function, version or alias, those that it refers to', () => {
    expect(names('a')).toEqual(['b', 'topic', 'queue']);
    expect(names('a:1')).toEqual(['queue', 'bucket']);
    expect(names('b')).toEqual([]);
  });

  it('are, for a function that a mapping invokes, also where the mapping sends what it discards', () => {
    const mapped = { ...scenario, ...sourcesOf('bucket') };
    expect(destinationLines(mapped, 'b', series, 8).map(({ name }) => name)).toEqual(['bucket']);
    expect(destinationLines(mapped, 'a', series, 8).map(({ name }) => name)).toEqual(['b', 'topic', 'queue']);
  });

  it('are at most so many: the quietest share one, which is their sum', () => {
    expect(names(null, 3)).toEqual(['b', 'topic', '2 others']);
    const others = destinationLines(scenario, null, series, 2).at(-1);
    expect(others?.name).toBe('3 others');
    expect([...(others?.received ?? [])]).toEqual([0, 6]);
    expect([...(others?.failed ?? [])]).toEqual([0, 7]);
  });

  it('are none where nothing was sent', () => {
    expect(destinationLines(scenario, null, { idle: sentTo(0) }, 8)).toEqual([]);
    expect(destinationLines(scenario, null, {}, 8)).toEqual([]);
  });
});

describe('the bins of a chart', () => {
  const minutes = Float64Array.from({ length: 5 }, (_, row) => row * 60);
  const bins = binsOf(minutes, Float64Array.from(minutes, (start) => start + 60), { from: 0, to: 300 }, 6);

  it('add up what is counted minute by minute, and end where a cumulative count ends', () => {
    expect(bins.minutesEach).toBe(2);
    expect(sums(Float64Array.of(1, 2, 3, 4, 5), bins)).toEqual([3, 7, 5]);
    expect(atEnds(Float64Array.of(1, 2, 3, 4, 5), bins)).toEqual([2, 4, 5]);
  });
});
