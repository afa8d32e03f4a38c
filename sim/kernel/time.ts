/** An instant: whole microseconds since the scenario's start. Exact in a double for 285 years. */
export type Time = number;

/** A length of time in whole microseconds. */
export type Duration = number;

export const millisecond: Duration = 1_000;
export const second: Duration = 1_000_000;
export const minute: Duration = 60 * second;
export const hour: Duration = 60 * minute;

/** Microseconds as seconds, for everything that leaves the engine. */
export const inSeconds = (time: Time): number => time / second;
