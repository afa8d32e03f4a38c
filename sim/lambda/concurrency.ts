import { assert } from '../kernel/assert.ts';

/** The account's concurrency in one Region: reservations and the pool that everyone else shares. [CON-01 … CON-04] */
export class AccountConcurrency {
  readonly limit: number;
  /** Executions now, of all functions. */
  busy = 0;
  /** Executions now, of functions without a reservation. */
  unreservedBusy = 0;
  reserved = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What functions without a reservation may use together. */
  get unreservedLimit(): number {
    return this.limit - this.reserved;
  }
}

/** One function's share: its reservation, both floor and ceiling, or the unreserved pool. [CON-03] */
export class FunctionConcurrency {
  private readonly account: AccountConcurrency;
  /** -1: none. */
  reserved = -1;
  busy = 0;

  constructor(account: AccountConcurrency) {
    this.account = account;
  }

  hasRoom(): boolean {
    const { account, reserved } = this;
    if (account.busy >= account.limit) return false; // only while executions above a lowered reservation drain
    return reserved >= 0 ? this.busy < reserved : account.unreservedBusy < account.unreservedLimit;
  }

  take(): void {
    this.busy++;
    this.account.busy++;
    if (this.reserved < 0) this.account.unreservedBusy++;
  }

  release(): void {
    assert(this.busy > 0, 'no execution ends that did not start');
    this.busy--;
    this.account.busy--;
    if (this.reserved < 0) this.account.unreservedBusy--;
  }

  /** Stops nothing that runs; running executions move with the function into or out of the pool. [CON-17] */
  setReserved(reserved: number): void {
    const { account } = this;
    account.reserved += Math.max(0, reserved) - Math.max(0, this.reserved);
    if (this.reserved < 0 && reserved >= 0) account.unreservedBusy -= this.busy;
    if (this.reserved >= 0 && reserved < 0) account.unreservedBusy += this.busy;
    this.reserved = reserved;
  }
}
