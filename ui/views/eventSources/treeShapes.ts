import { recordEnds } from '../../../sim/worker/api.ts';
import type { BatchStory, RecordEnd } from '../../../sim/worker/api.ts';

/** A stretch of records of one part that came to one end. */
export interface Stretch {
  part: number;
  depth: number;
  first: number;
  count: number;
  end: RecordEnd;
}

/** The stretches of a story, one by one. */
export function* stretchesOf({ stretches }: Pick<BatchStory, 'stretches'>): Iterable<Stretch> {
  for (let at = 0; at + 4 < stretches.length; at += 5) {
    const [part = 0, depth = 0, first = 0, count = 0, end = 0] = stretches.subarray(at, at + 5);
    yield { part, depth, first, count, end: recordEnds[end] ?? 'unended' };
  }
}

/** A rectangle of the drawing, in pixels across and levels down; it may stand for many small parts that look alike. */
export interface Bar {
  x: number;
  width: number;
  depth: number;
  end: RecordEnd;
  /** Of a single part: how many records. */
  records: number | null;
}

/** Nearer to each other than this, bars of a kind are drawn as one: there are never more of them than pixels. */
const apart = 1;

/** What is drawn of a tree on so many pixels. Parts of a level come in the order of their records, so neighbours follow each other. */
export function barsOf(story: Pick<BatchStory, 'stretches'> & { batch: { records: number } }, pixels: number): Bar[] {
  const scale = pixels / story.batch.records;
  const bars: Bar[] = [];
  const last = new Map<string, Bar>();
  for (const { depth, first, count, end } of stretchesOf(story)) {
    const [x, width] = [first * scale, count * scale];
    const key = `${String(depth)} ${end}`;
    const before = last.get(key);
    const isSmall = width < 2 * apart || (before !== undefined && before.width < 2 * apart);
    if (before !== undefined && isSmall && x - (before.x + before.width) < apart) {
      before.width = x + width - before.x;
      before.records = null;
      continue;
    }
    const bar = { x, width, depth, end, records: count };
    bars.push(bar);
    last.set(key, bar);
  }
  return bars;
}

/** The part at a record on a level; null where there is none. */
export function partAt(story: Pick<BatchStory, 'stretches'>, place: number, depth: number): number | null {
  for (const stretch of stretchesOf(story)) if (stretch.depth === depth && place >= stretch.first && place < stretch.first + stretch.count) return stretch.part;
  return null;
}

/** The records that a part has: the first of them and how many, with its level; null for no such part. */
export function extentOf(story: Pick<BatchStory, 'stretches'>, part: number): { first: number; count: number; depth: number } | null {
  const own = [...stretchesOf(story)].filter((stretch) => stretch.part === part);
  const [start, end] = [own[0], own.at(-1)];
  return start === undefined || end === undefined ? null : { first: start.first, count: end.first + end.count - start.first, depth: start.depth };
}
