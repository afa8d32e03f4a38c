import { describe, expect, it } from 'vitest';
import { settingDifferences } from '../../ui/state/settingDifferences.ts';

const text = (reserved: number | undefined, more: object = {}): string => JSON.stringify({ version: 1, name: `n${String(reserved)}`, seed: '1', functions: { 'my import': { ReservedConcurrentExecutions: reserved, EventInvokeConfig: { MaximumRetryAttempts: 2 } } }, ...more });

describe('the settings in which scenarios differ', () => {
  it('are told by path and by AWS’s name, with each one’s value', () => {
    expect(settingDifferences([text(5), text(7), text(undefined)])).toEqual([
      { path: 'functions.my import.ReservedConcurrentExecutions', name: 'ReservedConcurrentExecutions', values: ['5', '7', null] },
    ]);
  });

  it('leave out names, descriptions and seeds, which are only words', () => {
    expect(settingDifferences([text(5), text(5, { seed: '2', description: 'other' })])).toEqual([]);
  });

  it('go into lists, and take a long one as one thing', () => {
    const counts = (last: number): object => ({ traffic: [{ to: 'a', arrivals: { counts: { interval: '1m', counts: [...Array.from({ length: 60 }, () => 1), last] } } }] });
    const found = settingDifferences([text(5, counts(1)), text(5, counts(2))]);
    expect(found?.map(({ path }) => path)).toEqual(['traffic[0].arrivals.counts.counts']);
    expect(found?.[0]?.values[0]).toMatch(/^61 entries, [0-9a-f]{1,4}$/);
    expect(found?.[0]?.values[0]).not.toBe(found?.[0]?.values[1]);
    const stages = (rate: string): object => ({ traffic: [{ to: 'a', arrivals: { stages: [{ duration: '1m', rate }] } }] });
    expect(settingDifferences([text(5, stages('1/s')), text(5, stages('2/s'))])?.[0]).toEqual({ path: 'traffic[0].arrivals.stages[0].rate', name: 'rate', values: ['1/s', '2/s'] });
  });

  it('are not known while a text is no JSON', () => {
    expect(settingDifferences([text(5), '{'])).toBeNull();
  });
});
