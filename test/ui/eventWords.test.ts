import { describe, expect, it } from 'vitest';
import { traceSteps } from '../../sim/lambda/trace.ts';
import { fixParts } from '../../ui/views/fixParts.ts';
import { byteWords, exactClock, layerOf, stepWords } from '../../ui/views/records/eventWords.ts';
import { ageTicks, attemptLabels, attemptsOf, axisLength, stretchesOf } from '../../ui/views/records/timelineParts.ts';

describe('an instant to the millisecond', () => {
  it.each([
    [0, 3600, '00:00:00.000'],
    [65.12, 3600, '00:01:05.120'],
    [59.9996, 3600, '00:01:00.000'],
    [86_399.999, 86_400, '23:59:59.999'],
    [90_000.5, 172_800, 'day 2 01:00:00.500'],
  ])('%d s of %d is %s', (seconds, duration, text) => {
    expect(exactClock(seconds, duration)).toBe(text);
  });
});

describe('a size', () => {
  it.each([
    [2, '2 bytes'],
    [1024, '1.02 kB'],
    [262_144, '262 kB'],
    [1_048_576, '1.05 MB'],
  ])('of %d is %s', (bytes, text) => {
    expect(byteWords(bytes)).toBe(text);
  });
});

describe('the steps of a life-line', () => {
  it('are said in words that differ wherever the engine tells two steps apart', () => {
    const words = traceSteps.map(({ what, clause }) => stepWords({ t: 0, what, clause }));
    expect(new Set(words).size).toBe(traceSteps.length);
  });

  it('say when an environment had to be initialised', () => {
    expect(stepWords({ t: 0, what: 'admitted', clause: 'CON-16', coldStart: true })).toContain('initialised');
  });
});

describe('the colour of an event', () => {
  it('is that of what took it, and of nothing where nothing did', () => {
    expect(layerOf('RetriesExhausted', 'deadLetterQueue')).toBe('inDeadLetterQueue');
    expect(layerOf('EventAgeExceeded', 'both')).toBe('capturedByBoth');
    expect(layerOf('EventAgeExceeded', 'nothing')).toBe('gone');
    expect(layerOf('late', null)).toBe('late');
  });
});

describe('an event’s time', () => {
  const step = (t: number, what: Parameters<typeof stretchesOf>[0][number]['what'], copy?: true) => ({ t, what, clause: '', ...(copy === undefined ? {} : { copy }) });

  it('is cut into its waits and its executions, by the kind of wait', () => {
    const lifeLine = [step(0, 'accepted'), step(10, 'throttled'), step(20, 'admitted'), step(22, 'started'), step(30, 'failed'), step(90, 'admitted'), step(90, 'started'), step(100, 'succeeded'), step(100.5, 'sentToDestination')];
    expect(stretchesOf(lifeLine, 100)).toEqual([
      { state: 'unread', from: 0, until: 10 },
      { state: 'throttleBackoff', from: 10, until: 20 },
      { state: 'running', from: 20, until: 30 },
      { state: 'functionErrorWait', from: 30, until: 90 },
      { state: 'running', from: 90, until: 100 },
    ]);
  });

  it('goes on to the end of the trace while the event is under way, and leaves second deliveries out', () => {
    expect(stretchesOf([step(0, 'accepted'), step(5, 'admitted', true), step(6, 'succeeded', true)], 10)).toEqual([{ state: 'unread', from: 0, until: 10 }]);
    expect(stretchesOf([step(4, 'accepted'), step(4, 'dropped')], 4)).toEqual([]);
  });
});

describe('the chart of an event’s time', () => {
  const step = (t: number, what: Parameters<typeof stretchesOf>[0][number]['what']) => ({ t, what, clause: '' });

  it.each([
    [200, 5, ['accepted', '60 s', '2 min', '3 min']],
    [21_800, 7, ['accepted', '1 h', '2 h', '3 h', '4 h', '5 h', '6 h']],
    [0.24, 3, ['accepted', '100 ms', '200 ms']],
    [2, 4, ['accepted', '500 ms', '1 s', '1.5 s', '2 s']],
  ])('of %d s has at most %d round steps', (length, most, labels) => {
    expect(ageTicks(length, most).map(({ label }) => label)).toEqual(labels);
  });

  it('shows the age limit unless it is so far off that nothing else could be told apart', () => {
    const lifeLine = [step(100, 'accepted'), step(150, 'dropped'), step(160, 'sentToDestination')];
    expect(axisLength(lifeLine, 150, 21_600)).toEqual({ length: 60, showsLimit: false });
    expect(axisLength(lifeLine, 150, 80)).toEqual({ length: 80 * 1.01, showsLimit: true });
  });

  it('numbers the attempts, and takes together those that lie too close', () => {
    const attempts = attemptsOf([step(10, 'accepted'), step(10, 'throttled'), step(20, 'admitted'), step(90, 'functionNotFound'), step(400, 'admitted')]);
    expect(attempts).toEqual([
      { number: 1, at: 10 },
      { number: 2, at: 80 },
      { number: 3, at: 390 },
    ]);
    expect(attemptLabels(attempts, (at) => at / 10, 10).map(({ label }) => label)).toEqual(['1–2', '3']);
    expect(attemptLabels(attempts, (at) => at, 10).map(({ label }) => label)).toEqual(['1', '2', '3']);
  });
});

describe('a fix', () => {
  it('has its settings taken out of the words, unquoted and without the full stop', () => {
    expect(fixParts('Use: --set \'destinations.a={"type":"SQS"}\' --set f.b=a, or --set c=1 d.')).toEqual([
      { text: 'Use: ', isSetting: false },
      { text: 'destinations.a={"type":"SQS"}', isSetting: true },
      { text: ' and ', isSetting: false },
      { text: 'f.b=a', isSetting: true },
      { text: ', or ', isSetting: false },
      { text: 'c=1', isSetting: true },
      { text: ' d.', isSetting: false },
    ]);
    expect(fixParts("--set 'a=it'\\''s'.")).toEqual([
      { text: "a=it's", isSetting: true },
      { text: '.', isSetting: false },
    ]);
    expect(fixParts('Publish it.')).toEqual([{ text: 'Publish it.', isSetting: false }]);
  });
});
