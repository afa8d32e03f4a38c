import { describe, expect, it } from 'vitest';
import { scenarioReference } from '../../sim/scenario/reference.ts';

const keysOf = (path: readonly PropertyKey[]): string[] => (scenarioReference(path) ?? []).map(({ key }) => key);
const requiredOf = (path: readonly PropertyKey[]): string[] => (scenarioReference(path) ?? []).filter(({ required }) => required).map(({ key }) => key);

const duration = ['functions', 'f', 'behaviour', 'duration'];

describe('the reference of the scenario format', () => {
  it('lists an object’s fields with it, and arrivals and distributions as parts of their own', () => {
    expect(keysOf(['traffic', 0])).toEqual(['to', 'qualifier', 'arrivals', 'source', 'payload', 'payloadText', 'payloadBytes', 'from', 'until']);
    expect(keysOf(['functions', 'f'])).toContain('EventInvokeConfig.DestinationConfig.OnFailure.Destination');
    expect(keysOf(duration.slice(0, -1)).filter((key) => key.startsWith('duration') || key.startsWith('initDuration'))).toEqual(['duration', 'initDuration']);
    expect(keysOf(['traffic', 0, 'arrivals'])).toContain('sine.peak');
    expect(keysOf(duration)).toContain('lognormal.p99');
  });

  it('says what must be given: no kind of a choice, and what stands beside it only where it cannot be left out', () => {
    expect(requiredOf(['traffic', 0])).toEqual(['to', 'arrivals']);
    expect(requiredOf(['traffic', 0, 'arrivals']).filter((key) => !key.includes('.'))).toEqual([]);
    expect(requiredOf(duration).filter((key) => !key.includes('.'))).toEqual([]);
    expect(requiredOf([...duration, 'mixture', 0]).filter((key) => !key.includes('.'))).toEqual(['weight']);
  });

  it('calls arrivals and distributions by their names, whatever more is checked of them', () => {
    const rangeOf = (path: readonly PropertyKey[], wanted: string): string | undefined => scenarioReference(path)?.find(({ key }) => key === wanted)?.range;
    expect(rangeOf(['traffic', 0], 'arrivals')).toBe('arrivals');
    expect(rangeOf(['functions', 'f', 'behaviour'], 'duration')).toBe('a distribution');
  });

  it('has nothing for a place that the format has not', () => {
    expect(scenarioReference(['functions', 'f', 'timeout'])).toBeNull();
  });
});
