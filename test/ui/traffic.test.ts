import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { edited } from '../../ui/state/edit.ts';
import type { Edit } from '../../ui/state/edit.ts';
import { curveOf, expectedEvents, highestRateOf, stagePoints, thinned } from '../../ui/views/traffic/curve.ts';
import { addFault, blocksOf, blockTimes, lanesOf, moveBlock, newFaults } from '../../ui/views/traffic/faultBlocks.ts';
import { handlesOf, moved } from '../../ui/views/traffic/handles.ts';
import type { Handle } from '../../ui/views/traffic/handles.ts';
import { readTraffic } from '../../ui/views/traffic/scenarioTraffic.ts';
import type { ScenarioTraffic, TrafficEntry } from '../../ui/views/traffic/scenarioTraffic.ts';
import { insertAfter, isJump, isStaged, moveLine, movePoint, removePoint, shaped, splitStage, stageAt } from '../../ui/views/traffic/stageEdits.ts';
import type { StagedEntry } from '../../ui/views/traffic/stageEdits.ts';
import { entryWords, instant, rateWords } from '../../ui/views/traffic/words.ts';

const scenario = (arrivals: unknown, more: object = {}): string => JSON.stringify({ version: 1, duration: '3h', functions: { work: {} }, traffic: [{ to: 'work', arrivals }], ...more }, null, 2);

const triples = scenario({
  stages: [
    { duration: '0s', rate: '5/s' },
    { duration: '40m', rate: '5/s' },
    { duration: '0s', rate: '15/s' },
    { duration: '20m', rate: '15/s' },
    { duration: '0s', rate: '5/s' },
    { duration: '2h', rate: '5/s' },
  ],
});

function read(text: string): ScenarioTraffic {
  const traffic = readTraffic(text);
  if (traffic === null) throw new Error('the text cannot be read');
  return traffic;
}

function entryOf(text: string): TrafficEntry {
  const [entry] = read(text).entries;
  if (entry === undefined) throw new Error('no traffic');
  return entry;
}

function staged(text: string): StagedEntry {
  const entry = entryOf(text);
  if (!isStaged(entry)) throw new Error('no stages');
  return entry;
}

const pointsOf = (text: string): [number, number][] => {
  const entry = staged(text);
  return stagePoints(entry.from, entry.pattern.stages).map(({ at, rate }) => [at / 60, rate]);
};

describe('a text becomes curves and blocks', () => {
  it('reads what it is about, and nothing of a text that is no scenario', () => {
    expect(read(triples)).toMatchObject({ durationSeconds: 10_800, functions: [{ name: 'work', destinations: [] }] });
    expect(['', '{', '[]', '{}', '{"duration":"1h","functions":{},"traffic":{}}', scenario({}), scenario({ poisson: { rate: 'fast' } })].map(readTraffic)).toEqual([null, null, null, null, null, null, null]);
  });

  it('knows the declared destinations of a function, of its versions and of its aliases', () => {
    const text = JSON.stringify({
      duration: '1h',
      destinations: { ok: {}, failed: {}, dead: {}, unused: {} },
      functions: { work: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'ok' }, OnFailure: { Destination: 'next' } } }, aliases: { live: { DeadLetterConfig: { TargetArn: 'dead' } } }, versions: { 1: { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } } } }, next: {} },
    });
    expect(read(text).functions[0]).toEqual({ name: 'work', destinations: ['ok', 'failed', 'dead'] });
  });

  it('draws stages as a line from nothing, cut off where the entry ends, with every event under it', () => {
    expect(expectedEvents(entryOf(triples))).toBe(5 * 40 * 60 + 15 * 20 * 60 + 5 * 120 * 60);
    const cut = entryOf(scenario({ stages: [{ duration: '1h', rate: '60/s' }] }, { duration: '30m' }));
    expect(curveOf(cut, { from: 0, to: 1800 })).toEqual([
      { at: 0, rate: 0 },
      { at: 1800, rate: 30 },
      { at: 1800, rate: 0 },
    ]);
  });

  it('counts the events of a sine as the area under its drawing', () => {
    const sine = entryOf(scenario({ sine: { mean: '10/s', amplitude: '4/s', period: '50m' } }));
    const points = curveOf(sine, { from: 0, to: 10_800 });
    const area = points.reduce((sum, { at, rate }, index) => sum + (index === 0 ? 0 : ((rate + (points[index - 1]?.rate ?? 0)) / 2) * (at - (points[index - 1]?.at ?? 0))), 0);
    expect(Math.abs(area - (expectedEvents(sine) ?? 0)) / area).toBeLessThan(1e-3);
    expect(highestRateOf(sine)).toBe(14);
  });

  it('draws ten thousand stages with a few points a column, and keeps the highest and the lowest', () => {
    const points = Array.from({ length: 10_001 }, (_, index) => ({ at: index, rate: index === 5_003 ? 900 : index === 7_001 ? 0 : 10 + (index % 7) }));
    const few = thinned(points, { from: 0, to: 10_000 }, 300);
    expect(few.length).toBeLessThanOrEqual(4 * 302);
    expect(few.map(({ rate }) => rate)).toEqual(expect.arrayContaining([900, 0]));
    expect(few.map(({ at }) => at)).toEqual([...few].sort((one, other) => one.at - other.at).map(({ at }) => at));
  });
});

describe('points of stages', () => {
  it('a point moves between its neighbours, and the ones after it stay where they are', () => {
    const text = edited(triples, movePoint(staged(triples), 3, { at: 3000, rate: 20 }));
    expect(pointsOf(text)).toEqual([[0, 5], [40, 5], [40, 15], [50, 20], [60, 5], [180, 5]]);
    expect(pointsOf(edited(triples, movePoint(staged(triples), 3, { at: 9000, rate: 15 })))[3]).toEqual([60, 15]);
    expect(movePoint(staged(triples), 3, { at: 3600, rate: 15 })).toEqual([]);
  });

  it('a jump moves in time as a whole, a level up and down', () => {
    expect(isJump(staged(triples), 2)).toBe(true);
    expect(pointsOf(edited(triples, moveLine(staged(triples), 2, { at: 1800, rate: 15 })))).toEqual([[0, 5], [30, 5], [30, 15], [60, 15], [60, 5], [180, 5]]);
    expect(pointsOf(edited(triples, moveLine(staged(triples), 3, { at: 3600, rate: 40 })))).toEqual([[0, 5], [40, 5], [40, 40], [60, 40], [60, 5], [180, 5]]);
  });

  it('a new point changes nothing that arrives, and without it everything is as before', () => {
    const entry = staged(triples);
    const split = edited(triples, splitStage(entry, 1, { at: 600, rate: 5 }));
    expect(expectedEvents(entryOf(split))).toBe(expectedEvents(entry));
    expect(pointsOf(split)[1]).toEqual([10, 5]);
    expect(pointsOf(edited(split, removePoint(staged(split), 1)))).toEqual(pointsOf(triples));
    expect(pointsOf(edited(triples, insertAfter(entry, 0, 1080)))[1]).toEqual([20, 5]);
    expect(insertAfter(entry, 5, 1080)).toEqual([]);
    expect(stageAt(entry, 600)).toBe(1);
  });

  it('the only point stays', () => {
    expect(removePoint(staged(scenario({ stages: [{ duration: '1h', rate: '1/s' }] })), 0)).toEqual([]);
  });

  it.each(['poisson', 'constant'] as const)('a %s rate becomes stages of the same rate and spacing with as many events', (name) => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), fc.nat(3600), fc.integer({ min: 1, max: 7200 }), fc.array(fc.nat(10_800), { maxLength: 5 }), (rate, from, length, instants) => {
        const text = JSON.stringify({ version: 1, duration: '3h', functions: { work: {} }, traffic: [{ to: 'work', from, until: from + length, arrivals: { [name]: { rate } } }] });
        const before = entryOf(text);
        const after = staged(edited(text, shaped(before, instants)));
        expect(after.pattern.spacing).toBe(name === 'poisson' ? 'poisson' : 'even');
        expect(parseScenario(edited(text, shaped(before, instants))).issues).toEqual([]);
        expect(expectedEvents(after)).toBeCloseTo(expectedEvents(before) ?? NaN, 3);
        expect(new Set(after.pattern.stages.map((stage) => stage.rate))).toEqual(new Set([rate]));
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});

describe('other patterns', () => {
  it('a mean that falls below the amplitude takes it along; a peak goes no higher than twice the mean', () => {
    const text = scenario({ sine: { mean: '10/s', amplitude: '4/s', period: '1h' } });
    const [mean, peak] = handlesOf(entryOf(text), { from: 0, to: 10_800 });
    if (mean === undefined || peak === undefined) throw new Error('no handles');
    expect(entryOf(edited(text, moved(entryOf(text), mean, { at: mean.at, value: 3 }))).pattern).toMatchObject({ mean: 3, amplitude: 3 });
    expect(entryOf(edited(text, moved(entryOf(text), peak, { at: peak.at, value: 99 }))).pattern).toMatchObject({ mean: 10, amplitude: 10 });
    expect(entryOf(edited(text, moved(entryOf(text), peak, { at: peak.at + 600, value: peak.value }))).pattern).toMatchObject({ amplitude: 4, peak: 1500 });
    expect(edited(text, moved(entryOf(text), peak, { at: peak.at, value: peak.value }))).toBe(text);
  });

  it('a burst moves in time and keeps its events', () => {
    const text = scenario({ burst: { count: 1200 } });
    const [burst] = handlesOf(entryOf(text), { from: 0, to: 10_800 });
    if (burst === undefined) throw new Error('no handle');
    expect(entryOf(edited(text, moved(entryOf(text), burst, { at: 3600, value: 1200 }))).pattern).toEqual({ kind: 'burst', count: 1200, at: 3600 });
  });
});

describe('faults', () => {
  const text = scenario({ poisson: { rate: '1/s' } }, { faults: [{ function: 'work', from: '1h', until: '2h', errorRate: 1 }] });

  it('a block moves with its length, inside the scenario; an edge leaves the other and a step between', () => {
    const [block] = read(text).blocks;
    if (block === undefined) throw new Error('no block');
    const after = (edits: Edit[]): unknown => JSON.parse(edited(text, edits)).faults[0];
    expect(after(moveBlock(block, 'whole', 600, 10_800, 60))).toEqual({ function: 'work', from: '1h10m', until: '2h10m', errorRate: 1 });
    expect(after(moveBlock(block, 'whole', 99_999, 10_800, 60))).toMatchObject({ from: '2h', until: '3h' });
    expect(after(moveBlock(block, 'whole', -99_999, 10_800, 60))).toMatchObject({ from: '0s', until: '1h' });
    expect(after(moveBlock(block, 'until', -99_999, 10_800, 60))).toMatchObject({ from: '1h', until: '1h1m' });
    expect(after(moveBlock(block, 'from', 99_999, 10_800, 60))).toMatchObject({ from: '1h59m', until: '2h' });
    expect(blockTimes(block, 3600, 7200)).toEqual([]);
  });

  it('what is put on the axis can be simulated, also where there were no faults before', () => {
    const bare = scenario({ poisson: { rate: '1/s' } }, { destinations: { failed: { type: 'SQS' } } });
    for (const { effect, ofDestination } of newFaults) {
      const of = ofDestination === true ? { kind: 'destination' as const, name: 'failed' } : { kind: 'function' as const, name: 'work' };
      const next = edited(bare, [addFault(0, of, effect, 3600, 4680)]);
      expect(parseScenario(next).issues).toEqual([]);
      expect(read(next).blocks[0]).toMatchObject({ of, from: 3600, until: 4680 });
    }
  });

  it('blocks of one function and its destinations are shown, in lanes where none covers another', () => {
    const block = (from: number, until: number, name = 'work'): ScenarioTraffic['blocks'][number] => ({ index: 0, of: { kind: name === 'failed' ? 'destination' : 'function', name }, from, until, effects: [] });
    expect(blocksOf([block(0, 1), block(0, 1, 'other'), block(0, 1, 'failed')], { name: 'work', destinations: ['failed'] })).toHaveLength(2);
    expect(lanesOf([block(0, 100), block(50, 60), block(100, 120), block(55, 200)], 0)).toEqual([0, 1, 0, 2]);
    expect(lanesOf([block(0, 1), block(5, 6)], 10)).toEqual([0, 1]);
  });
});

describe('any sequence of drags', () => {
  const layout = `{
  "version": 1,
  "duration":   "3h",
  "functions": { "work": {   "Timeout": 10 }, "other": {} },
  "destinations": { "failed": { "type": "SQS" } },
  "traffic": [
    { "to": "work", "arrivals": { "stages": [ { "duration": "600s",  "rate": 5 }, {"duration":"0s","rate":"900/min"}, { "duration": "1h", "rate": "1.5k/s" } ], "spacing": "poisson" } },
    { "to": "work", "from": "10m", "until": "2h30m", "arrivals": { "sine": { "mean": "8/s", "amplitude": "2/s", "period": "45m" } } },
    { "to": "other",    "arrivals": { "poisson": { "rate": "20/s" } } },
    { "to": "work", "arrivals": { "burst": { "count": 1000, "at": "90s" } } },
    { "to": "work", "arrivals": { "constant": { "rate": "3/min" } } }
  ],
  "faults": [ { "function": "work", "from": "10m", "until": "20m", "errorRate": 0.5 }, {"destination":"failed","from":0,"until":"4h","failureRate":1} ]
}
`;

  const whole = { from: 0, to: 10_800 };
  const drag = fc.record({ what: fc.nat(1000), at: fc.nat(14_000), value: fc.double({ min: 0, max: 5000, noNaN: true }), part: fc.constantFrom('whole' as const, 'from' as const, 'until' as const), kind: fc.constantFrom('move' as const, 'line' as const, 'insert' as const, 'remove' as const, 'block' as const) });

  it('gives a text that is a scenario, and leaves the other function and whatever has no handle as it was written', () => {
    fc.assert(
      fc.property(fc.array(drag, { minLength: 1, maxLength: 25 }), (drags) => {
        let text = layout;
        for (const { what, at, value, part, kind } of drags) {
          const traffic = read(text);
          const own = traffic.entries.filter(({ to }) => to === 'work');
          const entry = own[what % own.length];
          if (entry === undefined) throw new Error('no entry');
          const handles = handlesOf(entry, whole);
          const handle: Handle | undefined = handles[Math.floor(what / 7) % Math.max(1, handles.length)];
          const rate = Math.round(value * 100) / 100;
          let edits: Edit[] = [];
          if (kind === 'block') {
            const block = traffic.blocks[what % traffic.blocks.length];
            if (block !== undefined) edits = moveBlock(block, part, at - 7000, traffic.durationSeconds, 60);
          } else if (handle !== undefined && kind === 'move') edits = moved(entry, handle, { at, value: handle.kind === 'burst' ? Math.ceil(value) + 1 : rate });
          else if (isStaged(entry) && handle !== undefined) edits = kind === 'line' ? moveLine(entry, handle.place, { at, rate }) : kind === 'insert' ? insertAfter(entry, handle.place, 1080) : removePoint(entry, handle.place);
          text = edited(text, edits);
        }
        expect(parseScenario(text).issues).toEqual([]);
        expect(text).toContain('"duration":   "3h"');
        expect(text).toContain('{ "work": {   "Timeout": 10 }, "other": {} }');
        expect(text).toContain('{ "to": "other",    "arrivals": { "poisson": { "rate": "20/s" } } }');
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it('moving a point writes nothing but its own stage and the one after it', () => {
    const entry = staged(layout);
    const text = edited(layout, movePoint(entry, 0, { at: 300, rate: 7 }));
    expect(text).toBe(layout.replace('{ "duration": "600s",  "rate": 5 }, {"duration":"0s",', '{ "duration": "5m",  "rate": "7/s" }, {"duration":"5m",'));
  });
});

describe('words', () => {
  it.each([
    [2400, 10_800, '00:40'],
    [15.5, 60, '00:00:15.5'],
    [180_900, 604_800, 'day 3 02:15'],
    [86_400, 86_400, '24:00'],
    [3.9999999999, 60, '00:00:04'],
  ])('%d s of %d is %s', (seconds, duration, words) => {
    expect(instant(seconds, duration)).toBe(words);
  });

  it('a rate is so many events a second, a minute or an hour; an entry says how much it is', () => {
    expect([120, 1, 0.5, 1 / 3600].map(rateWords)).toEqual(['120 events a second', '1 event a second', '30 events a minute', '1 event an hour']);
    expect(entryWords(entryOf(triples))).toBe('6 stages, about 66,000 events');
  });
});
