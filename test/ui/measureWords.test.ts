import { describe, expect, it } from 'vitest';
import { seenWords } from '../../ui/views/seenWords.ts';
import { differenceSentence, differenceWords, judged, precisionWords, valueWords } from '../../ui/views/measureWords.ts';

const around = (mean: number, half: number): { mean: number; low: number; high: number } => ({ mean, low: mean - half, high: mean + half });

describe('the words of a difference', () => {
  it('are a sentence with its direction and its precision', () => {
    expect(differenceSentence('gone', around(-0.008, 0.001))).toBe('0.8 % fewer of the events are gone (± 0.1)');
    expect(differenceSentence('onTime', around(0.12, 0.004))).toBe('12 % more arrive on time (± 0.4)');
    expect(differenceSentence('delayP99', around(720, 40))).toBe('the p99 delay is 12 min longer (± 40 s)');
    expect(differenceSentence('backlogGoneAt', around(-1800, 60))).toBe('the backlog is gone 30 min earlier (± 60 s)');
    expect(differenceSentence('peakBacklog', around(-27184, 60))).toBe('the backlog’s peak has 27,184 fewer events (± 60)');
  });

  it('say nothing where luck alone could be the reason', () => {
    expect(differenceSentence('gone', around(0.001, 0.002))).toBeNull();
    expect(differenceWords('gone', around(0.001, 0.002))).toBe('no difference found');
    expect(differenceWords('gone', around(0, 0))).toBe('the same');
  });

  it('fit into a cell with sign and unit', () => {
    expect(differenceWords('gone', around(-0.008, 0.001))).toBe('−0.8 ± 0.1 points');
    expect(differenceWords('delayP99', around(90, 3))).toBe('+90 s ± 3 s');
    expect(differenceWords('throttles', around(3, 0))).toBe('+3');
  });

  it('know what is better', () => {
    expect(judged('gone', around(-0.1, 0.01))).toBe('better');
    expect(judged('onTime', around(-0.1, 0.01))).toBe('worse');
    expect(judged('gone', around(-0.1, 0.2))).toBe('neither');
    expect(judged('received', around(5, 1))).toBe('neither');
  });
});

describe('the words of a number', () => {
  it('have the unit of their measure', () => {
    expect(valueWords('gone', 0.0031)).toBe('0.3 %');
    expect(valueWords('delayP99', 2460)).toBe('41 min');
    expect(valueWords('peakBacklog', 9800.4)).toBe('9,800');
    expect(valueWords('backlogGoneAt', null)).toBe('–');
  });

  it('say of a share that was never or always seen what that leaves open', () => {
    const never = { mean: 0, low: 0, high: 0 };
    expect(seenWords('gone', never, 30_000)).toEqual(['none seen', '(fewer than 0.010 %)']);
    expect(seenWords('onTime', { mean: 1, low: 1, high: 1 }, 30_000)).toEqual(['all seen', '(more than 99.990 %)']);
    expect(seenWords('gone', around(0.31, 0.0002), 30_000)).toEqual(['31 %', '± 0.02']);
    expect(seenWords('throttles', never, 30_000)).toEqual(['0', '']);
    expect(seenWords('gone', { mean: null, low: null, high: null }, 0)).toEqual(['–', '']);
  });

  it('have their precision beside them, unless there is none to tell', () => {
    expect(precisionWords('gone', around(0.31, 0.0002))).toBe('± 0.02');
    expect(precisionWords('gone', { mean: 0.31, low: null, high: null })).toBe('');
    expect(precisionWords('gone', around(0.31, 0))).toBe('');
  });
});
