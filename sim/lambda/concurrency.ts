import { assert } from '../kernel/assert.ts';

/** The account's concurrency in one Region: reservations and the pool that everyone else shares. [CON-01 … CON-04] */
export class AccountConcurrency {
  readonly limit: number;
  /** Executions now, of all functions. */
  busy = 0;
  /** Executions now, of functions without a reservation. */
  unreservedBusy = 0;
  reserved = 0;
  /** Kept initialised for functions without a reservation. [CON-04] */
  provisioned = 0;

  /** The most so far of each. [MET-11, MET-12, MET-14] */
  mostBusy = 0;
  mostUnreservedBusy = 0;
  mostClaimed = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What nobody else can have any more: set aside, or in use by functions without a reservation. [CON-13] */
  get claimed(): number {
    return this.reserved + this.provisioned + this.unreservedBusy;
  }

  /** What functions without a reservation may use together. */
  get unreservedLimit(): number {
    return this.limit - this.reserved - this.provisioned;
  }

  /** To be called when anything here has grown. */
  note(): void {
    if (this.busy > this.mostBusy) this.mostBusy = this.busy;
    if (this.unreservedBusy > this.mostUnreservedBusy) this.mostUnreservedBusy = this.unreservedBusy;
    if (this.claimed > this.mostClaimed) this.mostClaimed = this.claimed;
  }
}

/**
 * One function's share, which all its versions and aliases use together: its reservation, both floor and ceiling, or the
 * unreserved pool; in either case less what is provisioned. [CON-03, CON-07, CON-18]
 */
export class FunctionConcurrency {
  private readonly account: AccountConcurrency;
  /** -1: none. */
  reserved = -1;
  /** Executions in environments made on demand. */
  busy = 0;
  private provisioned = 0;

  constructor(account: AccountConcurrency) {
    this.account = account;
  }

  /** False only while executions above a lowered reservation drain. */
  hasAccountRoom(): boolean {
    return this.account.busy < this.account.limit;
  }

  hasRoom(): boolean {
    const { account, reserved } = this;
    if (!this.hasAccountRoom()) return false;
    return reserved >= 0 ? this.busy < reserved - this.provisioned : account.unreservedBusy < account.unreservedLimit;
  }

  take(): void {
    this.busy++;
    this.account.busy++;
    if (this.reserved < 0) this.account.unreservedBusy++;
    this.account.note();
  }

  release(): void {
    assert(this.busy > 0, 'no execution ends that did not start');
    this.busy--;
    this.account.busy--;
    if (this.reserved < 0) this.account.unreservedBusy--;
  }

  /** An execution in a provisioned environment counts for the account only. */
  takeProvisioned(): void {
    this.account.busy++;
    this.account.note();
  }

  releaseProvisioned(): void {
    this.account.busy--;
  }

  /** From now on so much less is left for executions on demand. [CON-04, CON-07] */
  provision(environments: number): void {
    this.provisioned += environments;
    if (this.reserved < 0) this.account.provisioned += environments;
    this.account.note();
  }

  /** Stops nothing that runs; running executions move with the function into or out of the pool. [CON-17] */
  setReserved(reserved: number): void {
    const { account } = this;
    account.reserved += Math.max(0, reserved) - Math.max(0, this.reserved);
    if (this.reserved < 0 && reserved >= 0) account.unreservedBusy -= this.busy;
    if (this.reserved >= 0 && reserved < 0) account.unreservedBusy += this.busy;
    if (this.reserved < 0 && reserved >= 0) account.provisioned -= this.provisioned;
    if (this.reserved >= 0 && reserved < 0) account.provisioned += this.provisioned;
    this.reserved = reserved;
    account.note();
  }
}
