import { second, type Time } from '../kernel/time.ts';
import type { ProvisionedModel } from '../model/model.ts';
import { provisionedRequestsPerSecond, provisionedUsableFrom } from './rules.ts';

/**
 * Environments of a version or alias that are kept initialised: they never start cold and are never reclaimed. What
 * finds them busy, or comes faster than they are meant to serve, spills over to environments made on demand. [CON-05, CON-06]
 */
export class ProvisionedConcurrency {
  readonly environments: number;
  /** All of it is allocated from here on. */
  readonly usableFrom: Time;
  busy = 0;
  private readonly perSecond: number;
  private secondBegan: Time = 0;
  private admittedInSecond = 0;

  constructor({ environments, requestedAt }: ProvisionedModel) {
    this.environments = environments;
    this.usableFrom = requestedAt === null ? 0 : provisionedUsableFrom(requestedAt, environments);
    this.perSecond = provisionedRequestsPerSecond(environments);
  }

  isUsable(now: Time): boolean {
    return now >= this.usableFrom;
  }

  hasRoom(now: Time): boolean {
    return this.isUsable(now) && this.busy < this.environments && (now - this.secondBegan >= second || this.admittedInSecond < this.perSecond);
  }

  /** When room comes without an execution ending; Infinity where it does not. */
  nextRoomAt(now: Time): Time {
    if (!this.isUsable(now)) return this.usableFrom;
    return this.busy < this.environments ? this.secondBegan + second : Infinity;
  }

  take(now: Time): void {
    this.busy++;
    if (now - this.secondBegan >= second) {
      this.secondBegan = now - (now % second);
      this.admittedInSecond = 0;
    }
    this.admittedInSecond++;
  }

  release(): void {
    this.busy--;
  }
}
