import { describe, expect, it } from 'vitest';
import { renamed } from '../../sim/form/renamed.ts';
import type { Named, Path } from '../../sim/form/form.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { edited } from '../../ui/state/edit.ts';
import { complete, withValue } from '../scenario/samples.ts';

const rename = (scenario: unknown, kind: Named, path: Path, name: string) => {
  const text = edited(JSON.stringify(scenario, null, 2), renamed(scenario, kind, path, name));
  expect(parseScenario(text).issues).toEqual([]);
  return JSON.parse(text) as typeof complete;
};

describe('a new name', () => {
  it('of a function is followed by traffic and faults, and keeps its place', () => {
    const now = rename(complete, 'function', ['functions', 'import'], 'load');
    expect(Object.keys(now.functions)).toEqual(['load', 'confirm']);
    expect(now.traffic[0]?.to).toBe('load');
    expect(now.faults[0]?.function).toBe('load');
  });

  it('of a function is followed by what sends records to it', () => {
    const direct = withValue(complete, ['functions', 'import', 'EventInvokeConfig', 'DestinationConfig', 'OnSuccess'], { Destination: 'confirm' });
    const now = rename(direct, 'function', ['functions', 'confirm'], 'check');
    expect(now.functions.import.EventInvokeConfig.DestinationConfig.OnSuccess.Destination).toBe('check');
    expect(now.functions.import.aliases.live.EventInvokeConfig.DestinationConfig.OnFailure.Destination).toBe('check');
    expect(now.destinations.confirmed.function).toBe('check');
  });

  it('of a destination is followed by functions, aliases and dead-letter queues', () => {
    expect(rename(complete, 'destination', ['destinations', 'dlq'], 'dead').functions.import.DeadLetterConfig.TargetArn).toBe('dead');
    expect(rename(complete, 'destination', ['destinations', 'confirmed'], 'told').functions.import.aliases.live.EventInvokeConfig.DestinationConfig.OnSuccess.Destination).toBe('told');
  });

  it('of a destination that invokes the function of its own name still invokes that', () => {
    const scenario = withValue(complete, ['destinations', 'confirm'], { type: 'Lambda' });
    const now = rename(scenario, 'destination', ['destinations', 'confirm'], 'asked') as unknown as { destinations: Record<string, unknown> };
    expect(now.destinations['asked']).toEqual({ type: 'Lambda', function: 'confirm' });
  });

  it('of a version or an alias is followed by aliases, traffic and destinations of that function', () => {
    expect(rename(complete, 'version', ['functions', 'import', 'versions', '2'], '3').functions.import.aliases.live.FunctionVersion).toBe('3');
    expect(rename(complete, 'version', ['functions', 'confirm', 'versions', '4'], '5').destinations.confirmed.qualifier).toBe('5');
    expect(rename(complete, 'alias', ['functions', 'import', 'aliases', 'live'], 'prod').traffic[0]?.qualifier).toBe('prod');
  });

  it('that is taken changes nothing', () => {
    expect(renamed(complete, 'function', ['functions', 'import'], 'confirm')).toEqual([]);
    expect(renamed(complete, 'function', ['functions', 'nobody'], 'somebody')).toEqual([]);
  });
});

describe('edited', () => {
  it('takes out the last entry of a list that is written in one line', () => {
    expect(JSON.parse(edited('{ "a": [1, 2] }', [{ path: ['a', 1], value: undefined }]))).toEqual({ a: [1] });
    expect(JSON.parse(edited('{ "a": [{ "x": 1 }, { "y": 2 }] }', [{ path: ['a', 1], value: undefined }]))).toEqual({ a: [{ x: 1 }] });
    expect(JSON.parse(edited('{ "a": [1] }', [{ path: ['a', 0], value: undefined }]))).toEqual({ a: [] });
  });

  it('lets a list grow anywhere, and makes the lists and objects on the way', () => {
    expect(JSON.parse(edited('{ "a": [1, 3] }', [{ path: ['a', 1], value: 2, insert: true }]))).toEqual({ a: [1, 2, 3] });
    expect(JSON.parse(edited('{}', [{ path: ['a', 0], value: 1, insert: true }]))).toEqual({ a: [1] });
    expect(JSON.parse(edited('{}', [{ path: ['a', 'b'], value: 1 }]))).toEqual({ a: { b: 1 } });
  });

  it('gives a key another name where it stands, and leaves the rest as it was written', () => {
    expect(edited('{ "a": 1,   "b": [1,2] }', [{ path: ['a'], name: 'c' }])).toBe('{ "c": 1,   "b": [1,2] }');
  });
});
