import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../../sim/kernel/calendar.ts';
import { Heap } from '../../sim/kernel/heap.ts';
import { Lane } from '../../sim/kernel/lane.ts';
import { Sequences } from '../../sim/kernel/sequences.ts';
import { Simulation, type Phase } from '../../sim/kernel/simulation.ts';
import { hour, inSeconds, millisecond, minute, second } from '../../sim/kernel/time.ts';
import { demand, demandEqual } from '../engines/demand.ts';

const bucket = 32_768;
const block = 2 ** 29;

/** Distances from now that reach every level of the wheel and both sides of every border. */
const distance = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 2 * bucket }),
  fc.integer({ min: 0, max: 100 * bucket }),
  fc.tuple(fc.constantFrom(bucket, block, 2 * block, 511 * block, 512 * block, 513 * block, 1024 * block), fc.integer({ min: -2, max: 2 })).map(([border, beside]) => border + beside),
  fc.integer({ min: 0, max: 3 * block }),
  fc.integer({ min: 0, max: 1500 * block }),
);

/** Pushes at a distance from the last taken key, or takes of so many up to a limit at a distance. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ push: fc.array(distance, { minLength: 1, maxLength: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ take: fc.integer({ min: 1, max: 30 }), limit: distance }) },
  // Straight to the border of a block: what is pushed next lies exactly on it.
  { weight: 1, arbitrary: fc.record({ border: fc.constantFrom(bucket, block) }) },
);

interface Entry {
  key: number;
  order: number;
}

const inOrder = (a: Entry, b: Entry): number => a.key - b.key || a.order - b.order;

describe('the calendar', () => {
  it('is a sorted list, however pushes and takes interleave', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const calendar = new Calendar();
        const model: Entry[] = [];
        let now = 0;
        let order = 0;
        const push = (key: number): void => {
          calendar.push(key, order, order % 7, order);
          model.push({ key, order });
          order++;
        };
        const take = (count: number, limit: number): void => {
          model.sort(inOrder);
          for (let left = count; left > 0; left--) {
            const key = calendar.firstKey(limit);
            const [first] = model;
            if (first === undefined || first.key >= limit) {
              demand(key >= limit, () => `${key} is taken before ${limit}`);
              // The simulation then stands at the limit, and nothing is scheduled before it.
              if (limit !== Infinity) now = Math.max(now, limit);
              return;
            }
            demand(key === first.key, () => `${key} is taken, not ${first.key}`);
            calendar.near.take();
            demand(calendar.near.handler === first.order % 7 && calendar.near.subject === first.order, () => `${calendar.near.subject} is taken, not ${first.order}`);
            model.shift();
            now = key;
          }
        };
        for (const each of steps) {
          if ('push' in each) for (const far of each.push) push(now + far);
          else if ('take' in each) take(each.take, now + each.limit);
          else push((Math.floor(now / each.border) + 1) * each.border);
          demand(calendar.size === model.length, () => `it holds ${calendar.size}, not ${model.length}`);
        }
        while (model.length > 0) take(model.length, Infinity);
        expect(calendar.firstKey(1e15)).toBeGreaterThanOrEqual(1e15);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it.each([
    ['bucket', bucket, 2 * (block / bucket) + 3],
    ['block', block, 1100],
  ])('keeps what lies on the border of a %s and beside it, however far away, also what is put there when its time has come near', (_, width, borders) => {
    const calendar = new Calendar();
    const beside = [-1, 0, 1];
    let order = 0;
    for (let border = 1; border <= borders; border++) for (const off of beside) calendar.push(border * width + off, order++, 0, 0);
    for (let border = 1; border <= borders; border++) {
      // From the last moment before the border on.
      const again = beside.map((off) => ({ key: border * width + off, order: order++ }));
      demand(calendar.firstKey(border * width - 1) === border * width - 1, () => `${calendar.firstKey(Infinity)} is first, not ${border * width - 1}`);
      for (const { key, order: at } of again) calendar.push(key, at, 0, 0);
      for (const off of beside)
        for (const wanted of [3 * (border - 1) + off + 1, again[off + 1]!.order]) {
          const found = calendar.firstKey(Infinity);
          demand(found === border * width + off && calendar.near.firstOrder() === wanted, () => `${found} is first, not ${border * width + off}`);
          calendar.near.take();
        }
    }
    expect(calendar.size).toBe(0);
  });

  it('stands at its limit, where the next thing may be put exactly there, in the order of pushes', () => {
    for (const limit of [bucket, 3 * bucket, block, 7 * block, 512 * block, 513 * block, block + bucket]) {
      const calendar = new Calendar();
      calendar.push(limit, 0, 0, 0);
      expect(calendar.firstKey(limit)).toBeGreaterThanOrEqual(limit);
      calendar.push(limit, 1, 0, 1);
      calendar.push(limit + 1, 2, 0, 2);
      const taken = [0, 1, 2].map(() => {
        const key = calendar.firstKey(Infinity);
        calendar.near.take();
        return [key, calendar.near.subject];
      });
      expect(taken).toEqual([[limit, 0], [limit, 1], [limit + 1, 2]]);
    }
  });

  it('keeps many equal keys, and many in one bucket, in the order of their pushes', () => {
    const calendar = new Calendar();
    const entries: Entry[] = [];
    for (let order = 0; order < 50_000; order++) {
      const key = 5 * block + (order % 3 === 0 ? 0 : (order * 7919) % bucket);
      entries.push({ key, order });
      calendar.push(key, order, 0, order);
    }
    for (const { key, order } of entries.sort(inOrder)) {
      demand(calendar.firstKey(Infinity) === key, () => `${calendar.firstKey(Infinity)} is first, not ${key}`);
      calendar.near.take();
      demand(calendar.near.subject === order, () => `${calendar.near.subject} is taken, not ${order}`);
    }
  });
});

describe('the heap', () => {
  it('is a sorted list', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 50 }), { nil: null }), { maxLength: 300, size: 'max' }), (steps) => {
        const heap = new Heap();
        const model: Entry[] = [];
        let order = 0;
        for (const key of steps) {
          if (key !== null) {
            model.push({ key, order });
            heap.push(key, order, 3, order);
            order++;
          } else {
            model.sort(inOrder);
            demand(heap.firstKey() === (model[0]?.key ?? Infinity), () => `${heap.firstKey()} is first, not ${model[0]?.key}`);
            if (model.length === 0) continue;
            demand(heap.firstOrder() === model[0]!.order, () => `${heap.firstOrder()} is the first's order, not ${model[0]!.order}`);
            heap.take();
            demand(heap.subject === model[0]!.order, () => `${heap.subject} is taken, not ${model[0]!.order}`);
            model.shift();
          }
          demand(heap.size === model.length, () => `it holds ${heap.size}, not ${model.length}`);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('a lane', () => {
  it('happens exactly as if everything had been scheduled in the calendar', () => {
    const plan = fc.array(fc.record({ at: fc.integer({ min: 0, max: 40 }), phase: fc.constantFrom<Phase>(0, 3, 6), lane: fc.integer({ min: -1, max: 2 }), again: fc.boolean() }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 10 }), (things, slice) => {
        const play = (withLanes: boolean): string[] => {
          const simulation = new Simulation();
          const said: string[] = [];
          const delays = [1, 3, 10];
          const say = (subject: number): void => {
            said.push(`${simulation.now}: ${subject}`);
            // What a lane delivers may use the lane again, at this very instant.
            if (subject < 1000 && things[subject]!.again && things[subject]!.lane >= 0) use(things[subject]!.lane, subject + 1000);
          };
          const spoken = simulation.register(say);
          const lanes = delays.map((delay) => new Lane(simulation, delay, 6, say));
          const use = (lane: number, subject: number): void => {
            if (withLanes) lanes[lane]!.schedule(subject);
            else simulation.schedule(simulation.now + delays[lane]!, 6, spoken, subject);
          };
          const starting = simulation.register((subject) => use(things[subject]!.lane, subject));
          things.forEach(({ at, phase, lane }, subject) => simulation.schedule(at, phase, lane < 0 ? spoken : starting, subject));
          while (!simulation.advance(1000, slice));
          return said;
        };
        demandEqual(play(true), play(false));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('takes its turn before what was put into the calendar for the same instant afterwards, and after what was there before', () => {
    const simulation = new Simulation();
    const said: number[] = [];
    const say = (subject: number): void => void said.push(subject);
    const spoken = simulation.register(say);
    const lane = new Lane(simulation, 10, 6, say);
    simulation.schedule(10, 6, spoken, 1);
    lane.schedule(2);
    simulation.schedule(10, 6, spoken, 3);
    lane.schedule(4);
    simulation.schedule(10, 3, spoken, 0);
    simulation.advance(11, Infinity);
    expect(said).toEqual([0, 1, 2, 3, 4]);
  });

  it('holds hundreds, wherever its ring begins, and gives up in order what is still in it', () => {
    const simulation = new Simulation();
    const said: string[] = [];
    const lane = new Lane(simulation, 10, 6, (subject) => said.push(`${simulation.now}: ${subject}`));
    const schedule = (from: number, until: number): void => {
      for (let subject = from; subject < until; subject++) lane.schedule(subject);
    };
    const wanted = (at: number, from: number, until: number): string[] => Array.from({ length: until - from }, (_, place) => `${at}: ${from + place}`);
    schedule(0, 40);
    simulation.advance(11, Infinity);
    schedule(40, 140);
    simulation.advance(16, Infinity);
    schedule(140, 340);
    simulation.advance(22, Infinity);
    expect(said).toEqual([...wanted(10, 0, 40), ...wanted(21, 40, 140)]);
    const left: number[] = [];
    lane.drain((subject) => left.push(subject));
    expect(left).toEqual(Array.from({ length: 200 }, (_, place) => 140 + place));
    schedule(340, 342);
    expect(simulation.advance(100, Infinity)).toBe(true);
    expect(said.slice(140)).toEqual(wanted(32, 340, 342));
    lane.drain(() => expect.unreachable('it is empty'));
  });
});

describe('sequences', () => {
  it('give the first of all by key, then by order, then as they were added, whatever is said about them in which turn', () => {
    const said = fc.array(fc.record({ sequence: fc.nat({ max: 12 }), key: fc.oneof(fc.nat({ max: 5 }), fc.constant(Infinity)), order: fc.nat({ max: 2 }) }), { maxLength: 60, size: 'max' });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 13 }), said, (count, turns) => {
        const sequences = new Sequences();
        const model: { key: number; order: number }[] = [];
        for (const { sequence, key, order } of turns) {
          // They come one after the other, some of them late.
          while (model.length < Math.min(count, sequence + 1)) {
            demandEqual(sequences.add(), model.length);
            model.push({ key: Infinity, order: 0 });
          }
          const at = sequence % model.length;
          sequences.setNext(at, key, order);
          model[at] = { key, order };
          const first = model.reduce((best, one, place) => (one.key < model[best]!.key || (one.key === model[best]!.key && one.order < model[best]!.order) ? place : best), 0);
          demandEqual(sequences.firstKey, model[first]!.key);
          if (sequences.firstKey < Infinity) demandEqual([sequences.first, sequences.firstOrder], [first, model[first]!.order]);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe('the clock', () => {
  it('counts in microseconds', () => {
    expect([millisecond, second, minute, hour, inSeconds(1_500_000)]).toEqual([1_000, 1_000_000, 60_000_000, 3_600_000_000, 1.5]);
  });

  it.each([
    ['calendar', 0],
    ['calendar', 3],
    ['lane', 0],
    ['lane', 3],
  ] as const)('stops before what the %s holds for the end in phase %i, and after so many steps', (where, phase) => {
    const simulation = new Simulation();
    const said: string[] = [];
    const say = (subject: number): void => void said.push(`${simulation.now}: ${subject}`);
    const spoken = simulation.register(say);
    const lanes = [5, 10].map((delay) => new Lane(simulation, delay, phase, say));
    [5, 10].forEach((at, place) => {
      for (const subject of [0, 1, 2]) {
        if (where === 'lane') lanes[place]!.schedule(subject);
        else simulation.schedule(at, phase, spoken, subject);
      }
    });
    expect(simulation.advance(10, 0)).toBe(false);
    expect([said, simulation.now, simulation.steps]).toEqual([[], 0, 0]);
    expect(simulation.advance(10, 2)).toBe(false);
    expect([said, simulation.now, simulation.steps]).toEqual([['5: 0', '5: 1'], 5, 2]);
    // The third step is the last one before the end: a run ends at the same instant whatever its slices were.
    expect(simulation.advance(10, 1)).toBe(true);
    expect([said.length, simulation.now, simulation.steps]).toEqual([3, 10, 3]);
    expect(simulation.advance(10, 1)).toBe(true);
    expect(simulation.steps).toBe(3);
    expect(simulation.advance(11, 100)).toBe(true);
    expect([said.slice(3), simulation.steps]).toEqual([['10: 0', '10: 1', '10: 2'], 6]);
  });

  it('refuses what would turn it back, with an error of its own kind', () => {
    const simulation = new Simulation();
    simulation.advance(10, 1);
    simulation.schedule(9, 0, simulation.register(() => undefined), 0);
    expect(() => simulation.advance(20, 1)).toThrow(expect.objectContaining({ name: 'InvariantError', message: 'time never goes back' }));
  });
});
