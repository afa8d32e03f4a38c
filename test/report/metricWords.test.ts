import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../sim/planner/estimate.ts';
import { readMetric } from '../../sim/planner/metric.ts';
import { differenceText, estimateText, pointText, unitOf } from '../../sim/report/metricWords.ts';

const estimateOf = (value: number | null, low: number | null, high: number | null, basis: Estimate['basis'] = 'mean'): Estimate => ({ value, low, high, basis, replications: 8 });

describe('an estimate in words', () => {
  test('has as many digits as its interval gives a meaning to', () => {
    expect(estimateText('share', estimateOf(0.0028, 0.0019, 0.0043, 'share'))).toBe('0.28 % (0.19–0.43 %)');
    expect(estimateText('share', estimateOf(0.75, 0.744, 0.7502, 'share'))).toBe('75.0 % (74.4–75.0 %)');
    expect(estimateText('number', estimateOf(1234.5, 1200, 1269))).toBe('1,235 (1,200–1,269)');
    expect(estimateText('seconds', estimateOf(78, 75, 81))).toBe('78 s (75 s – 81 s)');
    expect(estimateText('dollars', estimateOf(0.01234, 0.0121, 0.0126))).toBe('$0.0123 ($0.0121–$0.0126)');
  });

  test('of what was never seen says how much it can be at most', () => {
    expect(estimateText('share', estimateOf(0, 0, 0.0003, 'neverSeen'))).toBe('none seen (fewer than 0.03 %)');
    expect(estimateText('share', estimateOf(1, 0.9997, 1, 'alwaysSeen'))).toBe('all seen (more than 99.97 %)');
  });

  test('is a dash where there is none, and alone where it has no interval', () => {
    expect(estimateText('seconds', estimateOf(null, null, null))).toBe('–');
    expect(estimateText('number', estimateOf(7, null, null))).toBe('7');
    expect(pointText('share', estimateOf(0.0028, 0.0019, 0.0043))).toBe('0.28 %');
    expect(pointText('share', estimateOf(0.99996, 0.9, 1))).toBe('99.996 %');
  });
});

describe('a difference in words', () => {
  test('has a sign and an interval, and points where it is of shares', () => {
    expect(differenceText('share', { value: -0.004, low: -0.006, high: -0.002 })).toBe('−0.4 points (−0.6 to −0.2)');
    expect(differenceText('seconds', { value: 12, low: 4, high: 20 })).toBe('+12 s (+4 s to +20 s)');
  });

  test('is equal only where every replication was, and marked where it may be luck', () => {
    expect(differenceText('number', { value: 0, low: 0, high: 0 })).toBe('equal');
    expect(differenceText('number', { value: 3, low: -1, high: 7 })).toBe('≈ +3 (−1 to +7)');
    expect(differenceText('number', null)).toBe('–');
  });
});

test('the unit of a metric is read off its path, and a ratio above one is a bare number', () => {
  const unit = (text: string, basis: Estimate['basis'] = 'mean'): string => unitOf(readMetric(text) ?? { text, over: [], under: null }, [estimateOf(1, 0, 2, basis)]);
  expect(['delaySeconds.p99', 'functions.a.latencySeconds.max', 'lost', 'cost.total'].map((text) => unit(text))).toEqual(['seconds', 'seconds', 'number', 'dollars']);
  expect([unit('lost / received', 'neverSeen'), unit('metrics.Invocations / received', 'ratio')]).toEqual(['share', 'number']);
});
