import type { Model } from '../model/model.ts';
import { utf8Bytes } from '../records/json.ts';

/**
 * What events came from: one row for every combination that occurs of a payload's size and of the functions that were
 * invoked on the way to it. Thousands of events share a row, so chains of any length cost an event one number.
 */
export class Origins {
  private readonly bytes: number[] = [];
  private readonly lineages: number[] = [];
  /** By group: how often a function of the chain was invoked, the event's own invocation included. [DST-21] */
  private readonly counts: Int32Array[] = [];
  private readonly lineageOf = new Map<string, number>();
  private readonly next = new Map<number, number>();
  private readonly groups: number;

  constructor(model: Model) {
    this.groups = 1 + Math.max(...model.functions.map(({ group }) => group));
    for (const { payload, function: target } of model.sources) {
      const lineage = this.child(new Int32Array(this.groups), model.functions[target]!.group);
      this.add('text' in payload ? utf8Bytes(payload.text) : payload.bytes, lineage);
    }
  }

  /** The origin of what an event of this origin sends to a function of that group: a record of so many bytes. */
  afterRecord(origin: number, bytes: number, group: number): number {
    const lineage = this.child(this.counts[this.lineages[origin]!]!, group);
    const key = lineage * longestPayload + bytes;
    let found = this.next.get(key);
    if (found === undefined) this.next.set(key, (found = this.add(bytes, lineage)));
    return found;
  }

  /** How long the payload is. */
  payloadBytes(origin: number): number {
    return this.bytes[origin]!;
  }

  /** How often the chain has invoked a function of this group, this time included. */
  invocations(origin: number, group: number): number {
    return this.counts[this.lineages[origin]!]![group]!;
  }

  private add(bytes: number, lineage: number): number {
    this.lineages.push(lineage);
    return this.bytes.push(bytes) - 1;
  }

  private child(counts: Int32Array, group: number): number {
    const own = counts.slice();
    own[group]!++;
    const key = own.join();
    let lineage = this.lineageOf.get(key);
    if (lineage === undefined) {
      lineage = this.counts.push(own) - 1;
      this.lineageOf.set(key, lineage);
    }
    return lineage;
  }
}

/** More than any payload that a function takes. */
const longestPayload = 1 << 24;
