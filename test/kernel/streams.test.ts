import { describe, expect, it } from 'vitest';
import { addressedStream, AddressedStream, sequentialStream } from '../../sim/kernel/random/streams.ts';
import { expectChiSquare, expectKolmogorovSmirnov, manySamples } from './statistics.ts';

const draws = manySamples;
type Number01 = 'fine' | 'first' | 'second';
const numbers: Number01[] = ['fine', 'first', 'second'];

const stream = (): AddressedStream => addressedStream('trust', 0, 'import/events');

/** 50 × 50 cells for pairs that should be independent. */
function expectIndependent(what: string, pair: (draw: number) => readonly [number, number], count = draws): void {
  const cells = new Float64Array(2500);
  for (let draw = 0; draw < count; draw++) {
    const [x, y] = pair(draw);
    cells[Math.floor(x * 50) * 50 + Math.floor(y * 50)]!++;
  }
  expectChiSquare(what, cells, () => count / 2500);
}

describe('addressed streams', () => {
  it.each(numbers)('%s is uniform along the rows', (name) => {
    const luck = stream();
    const samples = Float64Array.from({ length: draws }, (_, row) => luck.seek(row, 0)[name]);
    const bins = new Float64Array(50);
    for (const x of samples) bins[Math.floor(x * 50)]!++;
    expectChiSquare(name, bins, () => draws / 50);
    expectKolmogorovSmirnov(name, samples, (x) => x);
    expect(Math.min(...[0, 1].map((end) => samples.findIndex((x) => x === end)))).toBe(-1);
  });

  it.each(numbers)('%s is uniform along the indices as the engine uses them', (name) => {
    const luck = stream();
    const bins = new Float64Array(50);
    // Purpose in the upper bits, failures and refusals below them, and the low sixteen for distributions.
    for (let draw = 0; draw < draws; draw++) bins[Math.floor(luck.seek(draw >>> 6, (((draw & 63) << 26) | (draw & 7)) >>> 0)[name] * 50)]!++;
    expectChiSquare(name, bins, () => draws / 50);
  });

  it('high and low bits are fair', () => {
    const luck = stream();
    for (const name of numbers) {
      const bits = name === 'fine' ? 52 : 32;
      const ones = new Float64Array(bits);
      for (let row = 0; row < draws / 4; row++) {
        let rest = luck.seek(row, 1)[name];
        for (let bit = 0; bit < bits; bit++) {
          rest *= 2;
          if (rest >= 1) {
            ones[bit]!++;
            rest -= 1;
          }
        }
      }
      // 52 bits of 250,000 draws: five standard deviations of a fair coin.
      ones.forEach((count, bit) => expect(Math.abs(count / (draws / 4) - 0.5), `bit ${bit} of ${name}`).toBeLessThan(5 * Math.sqrt(0.25 / (draws / 4))));
    }
  });

  it('low bits of neighbouring rows are independent', () => {
    const luck = stream();
    const low = (row: number): number => (luck.seek(row, 0).fine * 2 ** 36) % 1;
    expectIndependent('sixteen lowest bits', (row) => [low(row), low(row + 1)]);
  });

  it('neighbouring addresses are independent', () => {
    const luck = stream();
    for (const name of numbers) {
      expectIndependent(`${name}: row, row + 1`, (row) => [luck.seek(row, 0)[name], luck.seek(row + 1, 0)[name]]);
      expectIndependent(`${name}: index, index + 1`, (row) => [luck.seek(row, 3)[name], luck.seek(row, 4)[name]]);
    }
  });

  // The addresses of randomIndex: what an event draws for one purpose, attempt or refusal says nothing about any other.
  const purposes = [0, 1, 2, 3, 4, 5, 6].map((purpose) => [`purpose ${purpose}`, purpose << 29] as const);
  const addresses = [...purposes, ['a copy', 1 << 28], ['after a failure', 1 << 26], ['after two', 2 << 26], ['a refusal', (3 << 29) | (1 << 16)], ['two refusals', (3 << 29) | (2 << 16)]] as const;
  it.each(numbers)('what an event draws as %s for one purpose is independent of any other', (name) => {
    const luck = stream();
    const columns = addresses.map(([what, index]) => ({ what, drawn: Float64Array.from({ length: draws / 4 }, (_, row) => luck.seek(row, index >>> 0)[name]) }));
    for (const [place, one] of columns.entries())
      for (const other of columns.slice(place + 1)) expectIndependent(`${one.what}, ${other.what}`, (row) => [one.drawn[row]!, other.drawn[row]!], draws / 4);
  }, 60_000);

  it('the numbers of one address are independent', () => {
    const luck = stream();
    for (const [one, other] of [['fine', 'first'], ['first', 'second'], ['fine', 'second']] as const)
      expectIndependent(`${one}, ${other}`, (row) => [luck.seek(row, 0)[one], luck.seek(row, 0)[other]]);
  });

  it('neighbouring seeds, names and replications are independent', () => {
    const other = {
      seed: addressedStream('trusu', 0, 'import/events'),
      number: addressedStream('2', 0, 'import/events'),
      name: addressedStream('trust', 0, 'import/event'),
      replication: addressedStream('trust', 1, 'import/events'),
    };
    const luck = stream();
    for (const [what, neighbour] of Object.entries(other)) expectIndependent(what, (row) => [luck.seek(row, 0).fine, neighbour.seek(row, 0).fine]);
  });

  it('the first number of many seeds and of many replications is uniform', () => {
    const bins = { seeds: new Float64Array(50), replications: new Float64Array(50) };
    for (let draw = 0; draw < 20_000; draw++) {
      bins.seeds[Math.floor(addressedStream(String(draw), 0, 'f/events').seek(0, 0).fine * 50)]!++;
      bins.replications[Math.floor(addressedStream('1', draw, 'f/events').seek(0, 0).fine * 50)]!++;
    }
    for (const [what, counts] of Object.entries(bins)) expectChiSquare(what, counts, () => 400);
  });

  it('a number depends on its address alone', () => {
    const [one, other] = [stream(), stream()];
    const forward = Array.from({ length: 1000 }, (_, row) => one.seek(row, 7).fine);
    const backward = Array.from({ length: 1000 }, (_, row) => other.seek(999 - row, 7).fine).reverse();
    expect(backward).toEqual(forward);
    expect(one.seek(4_294_967_295, 4_294_967_295).fine).toBe(other.seek(4_294_967_295, 4_294_967_295).fine);
  });

  it('the words of an address are what its numbers are made of', () => {
    for (let row = 0; row < 100; row++) {
      const { words, fine, first, second } = stream().seek(row, 5);
      expect([(words[0] * 2 ** 20 + Math.floor(words[1] / 2 ** 12) + 0.5) / 2 ** 52, (words[2] + 0.5) / 2 ** 32, (words[3] + 0.5) / 2 ** 32]).toEqual([fine, first, second]);
      for (const word of words) expect(Number.isInteger(word) && word >= 0 && word < 2 ** 32).toBe(true);
    }
  });

  // Frozen, not blessed: whatever these are, they may not change, because shared links and results depend on them.
  it('frozen numbers', () => {
    const luck = addressedStream('42', 0, 'import/events');
    expect([[0, 0], [1, 0], [0, 1], [123_456, 1 << 29]].map(([row, index]) => {
      const { fine, first, second, exponential } = luck.seek(row!, index!);
      return [fine, first, second, exponential];
    })).toMatchInlineSnapshot(`
      [
        [
          0.34699629255728703,
          0.6403457740088925,
          0.8960910920286551,
          1.0584411833653031,
        ],
        [
          0.6267601126142995,
          0.8631282079732046,
          0.33756156999152154,
          0.4671914070690364,
        ],
        [
          0.6774611905080538,
          0.8838231292320415,
          0.5948468857677653,
          0.3894030112519832,
        ],
        [
          0.4843900628369374,
          0.6688659315695986,
          0.8248793968232349,
          0.7248647818882356,
        ],
      ]
    `);
  });
});

describe('sequential streams', () => {
  it('uniform numbers are uniform, and neighbours independent', () => {
    const luck = sequentialStream('trust', 0, 'arrivals/0');
    expectKolmogorovSmirnov('uniform', Float64Array.from({ length: draws }, () => luck.uniform()), (x) => x);
    let last = luck.uniform();
    expectIndependent('neighbours', () => [last, (last = luck.uniform())]);
  });

  it('exponential numbers are exponential, and neighbours independent', () => {
    const luck = sequentialStream('trust', 0, 'arrivals/0');
    const samples = Float64Array.from({ length: draws }, () => luck.exponential());
    expectKolmogorovSmirnov('exponential', samples, (x) => 1 - Math.exp(-x));
    expectIndependent('neighbours', (draw) => [Math.exp(-samples[draw]!), Math.exp(-samples[(draw + 1) % draws]!)]);
  });

  it('names make independent streams', () => {
    const [one, other] = [sequentialStream('trust', 0, 'arrivals/0'), sequentialStream('trust', 0, 'arrivals/1')];
    expectIndependent('two sources', () => [one.uniform(), other.uniform()]);
  });

  // Frozen, not blessed.
  it('frozen numbers', () => {
    const luck = sequentialStream('42', 0, 'arrivals/0');
    expect([luck.uniform(), luck.uniform(), luck.exponential(), luck.exponential(), luck.uniform()]).toMatchInlineSnapshot(`
      [
        0.034462218578455106,
        0.44269689301040993,
        0.4924716843200748,
        0.47085722016838366,
        0.6657968159075409,
      ]
    `);
  });
});
