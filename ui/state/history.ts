import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

/** A value with its past: every change can be taken back, and what was taken back can be had again. */
export interface History<Value> {
  /** The value as it is now. */
  readonly now: ReadonlySignal<Value>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /**
   * Makes a change. Changes of one `kind` that follow each other closely are one step back: the hundred values of a
   * slider that is dragged, the letters of a word. Without a kind, each is a step of its own.
   */
  change(next: Value, kind?: string): void;
  /** Changes the value as it is now, with no step back: what is put in writing, and not changed. */
  amend(next: Value): void;
  undo(): void;
  redo(): void;
  /** Puts a value in place of what there is, with its past forgotten: the beginning of a session. */
  begin(value: Value): void;
}

/** Changes of one kind further apart than this are two. */
const oneGestureMilliseconds = 800;

/** Further back than this nobody goes, and each step may hold a scenario of megabytes. */
const mostSteps = 200;

/** A history that begins with `first`. `clock` tells milliseconds. */
export function createHistory<Value>(first: Value, clock: () => number = () => performance.now()): History<Value> {
  const past = signal<readonly Value[]>([]);
  const now = signal(first);
  const future = signal<readonly Value[]>([]);
  let lastKind: string | null = null;
  let lastAt = -Infinity;

  function step(from: typeof past, to: typeof past): void {
    const next = from.value.at(-1);
    if (next === undefined) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, now.value];
    now.value = next;
    lastKind = null;
  }

  return {
    now,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    change(next, kind) {
      if (next === now.value) return;
      const at = clock();
      const continues = kind !== undefined && kind === lastKind && at - lastAt < oneGestureMilliseconds && past.value.length > 0;
      if (!continues) past.value = [...past.value.slice(-(mostSteps - 1)), now.value];
      now.value = next;
      future.value = [];
      lastKind = kind ?? null;
      lastAt = at;
    },
    amend(next) {
      now.value = next;
    },
    undo: () => step(past, future),
    redo: () => step(future, past),
    begin(value) {
      past.value = [];
      future.value = [];
      now.value = value;
      lastKind = null;
    },
  };
}
