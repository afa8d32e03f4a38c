/**
 * Entries in order of key, and of `order` where keys are equal: a four-ary heap in typed arrays.
 * Taking the first entry leaves a hole at the root, and the next push fills it with one sift instead of two.
 */
export class Heap {
  private keys = new Float64Array(initialCapacity);
  private orders = new Float64Array(initialCapacity);
  private handlers = new Int32Array(initialCapacity);
  private subjects = new Int32Array(initialCapacity);
  private length = 0;
  private hollow = false;

  /** Of the entry taken last. */
  handler = 0;
  subject = 0;

  /** Entries not yet taken. */
  get size(): number {
    return this.hollow ? this.length - 1 : this.length;
  }

  /** The smallest key, Infinity when nothing is left. */
  firstKey(): number {
    if (this.hollow) this.closeHole();
    return this.length === 0 ? Infinity : this.keys[0]!;
  }

  /** The order of the entry that `firstKey` found. */
  firstOrder(): number {
    return this.orders[0]!;
  }

  /** Takes the first entry into `handler` and `subject`. Only after `firstKey` was finite. */
  take(): void {
    this.handler = this.handlers[0]!;
    this.subject = this.subjects[0]!;
    this.hollow = true;
  }

  push(key: number, order: number, handler: number, subject: number): void {
    if (this.hollow) {
      this.hollow = false;
      this.sink(key, order, handler, subject);
      return;
    }
    if (this.length === this.keys.length) this.grow();
    this.rise(this.length++, key, order, handler, subject);
  }

  private closeHole(): void {
    this.hollow = false;
    const last = --this.length;
    this.sink(this.keys[last]!, this.orders[last]!, this.handlers[last]!, this.subjects[last]!);
  }

  private rise(from: number, key: number, order: number, handler: number, subject: number): void {
    const { keys, orders, handlers, subjects } = this;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentKey = keys[parent]!;
      if (parentKey < key || (parentKey === key && orders[parent]! <= order)) break;
      keys[at] = parentKey;
      orders[at] = orders[parent]!;
      handlers[at] = handlers[parent]!;
      subjects[at] = subjects[parent]!;
      at = parent;
    }
    keys[at] = key;
    orders[at] = order;
    handlers[at] = handler;
    subjects[at] = subject;
  }

  /** Puts an entry where the root was and lets it sink. */
  private sink(key: number, order: number, handler: number, subject: number): void {
    const { keys, orders, handlers, subjects, length } = this;
    let at = 0;
    for (;;) {
      const first = (at << 2) + 1;
      if (first >= length) break;
      let child = first;
      let childKey = keys[first]!;
      const end = first + 4 < length ? first + 4 : length;
      for (let other = first + 1; other < end; other++) {
        const otherKey = keys[other]!;
        if (otherKey < childKey || (otherKey === childKey && orders[other]! < orders[child]!)) {
          child = other;
          childKey = otherKey;
        }
      }
      if (childKey > key || (childKey === key && orders[child]! >= order)) break;
      keys[at] = childKey;
      orders[at] = orders[child]!;
      handlers[at] = handlers[child]!;
      subjects[at] = subjects[child]!;
      at = child;
    }
    keys[at] = key;
    orders[at] = order;
    handlers[at] = handler;
    subjects[at] = subject;
  }

  private grow(): void {
    const capacity = this.keys.length * 2;
    this.keys = enlarged(this.keys, new Float64Array(capacity));
    this.orders = enlarged(this.orders, new Float64Array(capacity));
    this.handlers = enlarged(this.handlers, new Int32Array(capacity));
    this.subjects = enlarged(this.subjects, new Int32Array(capacity));
  }
}

const initialCapacity = 64;

function enlarged<A extends Float64Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
