import { describe, expect, it } from 'vitest';
import { readTarget } from '../../sim/planner/target.ts';

describe('a target', () => {
  it.each([
    ['discarded.gone <= 0', '<=', 0],
    ['delaySeconds.p99 < 5m', '<', 300],
    ['delivered.onTime / received >= 99.5%', '>=', 0.995],
    ['received > -1.5e3', '>', -1500],
  ])('is read: %s', (text, relation, value) => {
    expect(readTarget(text)).toMatchObject({ text, relation, value });
  });

  it.each(['received', 'received <= ', '<= 1', 'received <= x', 'received <= NaN', 'received <= 1e999', 'received <= -1e999', `received <= ${'9'.repeat(400)}%`, 'received == 1', ''])('is none: %s', (text) => {
    expect(readTarget(text)).toBeNull();
  });
});
