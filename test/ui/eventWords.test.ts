import { describe, expect, it } from 'vitest';
import { traceSteps } from '../../sim/lambda/trace.ts';
import { fixParts } from '../../ui/views/fixParts.ts';
import { byteWords, exactClock, layerOf, stepWords } from '../../ui/views/records/eventWords.ts';
import { stretchesOf } from '../../ui/views/records/eventTimeline.tsx';

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
      { state: 'unread', from: 0, until: 0.1 },
      { state: 'throttleBackoff', from: 0.1, until: 0.2 },
      { state: 'running', from: 0.2, until: 0.3 },
      { state: 'functionErrorWait', from: 0.3, until: 0.9 },
      { state: 'running', from: 0.9, until: 1 },
    ]);
  });

  it('goes on to the end of the trace while the event is under way, and leaves second deliveries out', () => {
    expect(stretchesOf([step(0, 'accepted'), step(5, 'admitted', true), step(6, 'succeeded', true)], 10)).toEqual([{ state: 'unread', from: 0, until: 1 }]);
    expect(stretchesOf([step(4, 'accepted'), step(4, 'dropped')], 4)).toEqual([]);
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
