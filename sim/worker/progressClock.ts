import type { Progress } from './api.ts';

/** How far back the speed is judged: a run speeds up and slows down with its backlog, so its whole past would mislead. */
const windowMilliseconds = 2_000;

/** Before this there is no honest estimate. */
const warmUpMilliseconds = 250;

/** Turns the simulated time reached into progress, with an estimate of the time left. */
export class ProgressClock {
  private readonly durationSeconds: number;
  private readonly startedAt: number;
  private readonly marks: { at: number; simulated: number }[] = [];

  constructor(durationSeconds: number) {
    this.durationSeconds = durationSeconds;
    this.startedAt = performance.now();
    this.marks.push({ at: this.startedAt, simulated: 0 });
  }

  read(simulatedSeconds: number, steps: number): Progress {
    const now = performance.now();
    this.marks.push({ at: now, simulated: simulatedSeconds });
    while (this.marks.length > 2 && now - (this.marks[1]?.at ?? now) > windowMilliseconds) this.marks.shift();
    const oldest = this.marks[0] ?? { at: now, simulated: 0 };
    const speed = (simulatedSeconds - oldest.simulated) / Math.max(now - oldest.at, 1);
    const known = now - this.startedAt > warmUpMilliseconds && speed > 0;
    return {
      fraction: this.durationSeconds > 0 ? Math.min(1, simulatedSeconds / this.durationSeconds) : 1,
      simulatedSeconds,
      durationSeconds: this.durationSeconds,
      steps,
      wallSeconds: (now - this.startedAt) / 1000,
      secondsLeft: known ? (this.durationSeconds - simulatedSeconds) / speed / 1000 : null,
    };
  }
}
