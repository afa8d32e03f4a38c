import { describe, expect, test } from 'vitest';
import type { BestAnswer, RankedScenario } from '../../sim/planner/bestScenario.ts';
import { bestSentences } from '../../sim/report/bestWords.ts';

const scenario = (seconds: number, difference: RankedScenario['difference'], best: boolean): RankedScenario => ({ name: '', estimate: { value: seconds, low: seconds - 2, high: seconds + 2, basis: 'mean', replications: 20 }, difference, best });
const around = (value: number, half: number): RankedScenario['difference'] => ({ value, low: value - half, high: value + half });

function wordsOf(scenarios: RankedScenario[], part: Partial<BestAnswer> = {}): string {
  const answer: BestAnswer = { metric: { text: 'delaySeconds.p99', over: ['delaySeconds', 'p99'], under: null }, better: 'less', leader: 0, scenarios, replications: 20, stopped: false, ...part };
  return bestSentences(answer, 'the p99 delay', ['A', 'B', 'C'].slice(0, scenarios.length)).join(' ');
}

describe('the words of the best scenario', () => {
  test('name the one, and how far the next is', () => {
    expect(wordsOf([scenario(40, null, true), scenario(90, around(50, 3), false), scenario(60, around(20, 3), false)])).toBe('A is best: the p99 delay is 40 s (38 s – 42 s). C comes nearest: +20 s (+17 s to +23 s).');
  });

  test('name those that cannot be told apart from the best', () => {
    expect(wordsOf([scenario(40, null, true), scenario(90, around(50, 3), false), scenario(41, around(1, 3), true)])).toBe('A and C cannot be told apart, and are better than the rest. In A the p99 delay is 40 s (38 s – 42 s), the least that was measured.');
  });

  test('say where nothing can be told, where nothing differs, and where there is nothing', () => {
    expect(wordsOf([scenario(40, null, true), scenario(41, around(1, 3), true)])).toBe('No difference between A and B can be told from luck.');
    expect(wordsOf([scenario(40, null, true), scenario(40, around(0, 0), true)])).toBe('A and B are equal in the p99 delay, run by run.');
    expect(wordsOf([scenario(40, null, false), scenario(40, null, false)], { leader: null })).toBe('There is no such number as the p99 delay in any of the scenarios.');
  });

  test('say that it was stopped, and how early', () => {
    expect(wordsOf([scenario(40, null, true), scenario(90, around(50, 3), false)], { stopped: true, replications: 6 })).toContain('Stopped: 6 runs of each had ended.');
    expect(wordsOf([scenario(40, null, true), scenario(90, null, true)], { stopped: true, replications: 1 })).toBe('Stopped before anything was known.');
  });
});
