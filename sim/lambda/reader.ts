import type { RoomListener } from './lambdaFunction.ts';

/**
 * How Lambda reads its queue: which waiting event is dispatched when. One for each dispatch discipline, because AWS
 * publishes none (docs/decisions/0005-dispatch-disciplines.md). Readers call `queue.dispatch(row)`; nothing else starts an attempt.
 */
export interface Reader extends RoomListener {
  /** Takes an event that was accepted now and is not visible yet; false to have it back when it is. [ASY-16] */
  takesUnseen(row: number): boolean;
  /** An accepted event can be read from now on. */
  becameVisible(row: number): void;
  /** A wait after a failure or a refusal is over, or a second delivery is due. */
  retryIsDue(row: number): void;
  /** A dispatch was admitted or refused; `isRead` for an event's first one. */
  dispatched(admitted: boolean, isRead: boolean): void;
  /** The function had no room for this event. */
  throttled(row: number): void;
}
