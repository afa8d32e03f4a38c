import { Sha256 } from './sha256.ts';

/**
 * The SHA-256 of plain data of any size, in hexadecimal: the kind of every value, every bit of every number, and the order of keys.
 * It rests on nothing that engines may do differently. Of NaN there is only one: no program can tell its patterns apart.
 */
export function digestOf(value: unknown): string {
  const writer = new Writer();
  writer.write(value);
  return writer.end();
}

/** Bytes on their way into a hash. */
class Writer {
  private readonly hash = new Sha256();
  private readonly buffer = new Uint8Array(1 << 16);
  private readonly view = new DataView(this.buffer.buffer);
  private used = 0;

  write(value: unknown): void {
    if (typeof value === 'number') {
      this.sign('d');
      this.number(value);
    } else if (typeof value === 'string') {
      this.sign('s');
      this.string(value);
    } else if (value instanceof Float64Array) {
      this.sign('F');
      this.count(value.length);
      for (const one of value) this.number(one);
    } else if (Array.isArray(value)) {
      this.sign('[');
      this.count(value.length);
      for (const one of value) this.write(one);
    } else if (typeof value === 'object' && value !== null) {
      this.sign('{');
      const entries = Object.entries(value);
      this.count(entries.length);
      for (const [key, one] of entries) {
        this.string(key);
        this.write(one);
      }
    } else if (typeof value === 'boolean') this.sign(value ? 't' : 'f');
    else if (value === null || value === undefined) this.sign(value === null ? 'n' : 'u');
    else throw new TypeError(`a ${typeof value} is no plain data`);
  }

  end(): string {
    this.hash.add(this.buffer.subarray(0, this.used));
    return this.hash.hex();
  }

  private sign(letter: string): void {
    this.view.setUint8(this.room(1), letter.charCodeAt(0));
  }

  private count(length: number): void {
    this.view.setUint32(this.room(4), length);
  }

  private number(value: number): void {
    const at = this.room(8);
    if (Number.isNaN(value)) this.view.setBigUint64(at, 0x7ff8000000000000n);
    else this.view.setFloat64(at, value);
  }

  private string(text: string): void {
    this.count(text.length);
    for (let place = 0; place < text.length; place++) this.view.setUint16(this.room(2), text.charCodeAt(place));
  }

  /** Where so many bytes have room. */
  private room(bytes: number): number {
    if (this.used + bytes > this.buffer.length) {
      this.hash.add(this.buffer.subarray(0, this.used));
      this.used = 0;
    }
    const at = this.used;
    this.used += bytes;
    return at;
  }
}

/** The same data as lines, one for each value, to be read side by side where digests differ: its path, itself, a number's bits. */
export function linesOf(value: unknown, path = ''): string[] {
  if (typeof value === 'number') {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return [`${path}: ${value} (${view.getBigUint64(0).toString(16).padStart(16, '0')})`];
  }
  if (value instanceof Float64Array || Array.isArray(value)) return Array.from<unknown, string[]>(value, (one, place) => linesOf(one, `${path}[${place}]`)).flat();
  if (typeof value === 'string' && value.includes('\n')) return linesOf(value.split('\n'), path);
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, one]) => linesOf(one, `${path}.${key}`));
  return [`${path}: ${JSON.stringify(value)}`];
}
