/**
 * Sequences of future events that are each in order by themselves, such as a source's arrivals or a lane: of each only the
 * next one is known here. A winner tree finds the first of all; saying what comes next in one sequence compares it once
 * a level and moves nothing.
 */
export class Sequences {
  /** Of the first of all: its key, Infinity when nothing is left, its order and its sequence. */
  firstKey = Infinity;
  firstOrder = 0;
  first = 0;

  private leaves = 1;
  private count = 0;
  private keys = new Float64Array(1).fill(Infinity);
  private orders = new Float64Array(1);
  /** [1] the winner of all; the winners of 2n and 2n + 1 meet at n; the sequences themselves from `leaves` on. */
  private winners = new Uint32Array(2);

  /** A new, empty sequence. */
  add(): number {
    if (this.count === this.leaves) this.grow();
    return this.count++;
  }

  /** What is next in a sequence; Infinity for nothing. Equal keys go by order. */
  setNext(sequence: number, key: number, order: number): void {
    const { keys, orders, winners } = this;
    keys[sequence] = key;
    orders[sequence] = order;
    for (let node = (this.leaves + sequence) >> 1; node > 0; node >>= 1) {
      const a = winners[2 * node]!;
      const b = winners[2 * node + 1]!;
      winners[node] = keys[a]! < keys[b]! || (keys[a]! === keys[b]! && orders[a]! <= orders[b]!) ? a : b;
    }
    const first = winners[1]!;
    this.first = first;
    this.firstKey = keys[first]!;
    this.firstOrder = orders[first]!;
  }

  private grow(): void {
    const { keys, orders, leaves } = this;
    this.leaves = 2 * leaves;
    this.keys = new Float64Array(this.leaves).fill(Infinity);
    this.keys.set(keys);
    this.orders = new Float64Array(this.leaves);
    this.orders.set(orders);
    this.winners = new Uint32Array(2 * this.leaves);
    for (let leaf = 0; leaf < this.leaves; leaf++) this.winners[this.leaves + leaf] = leaf;
    for (let sequence = 0; sequence < this.leaves; sequence++) this.setNext(sequence, this.keys[sequence]!, this.orders[sequence]!);
  }
}
