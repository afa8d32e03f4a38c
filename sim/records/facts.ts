/** Why an event is discarded, in AWS's words. `RecursiveInvocation` has been seen in an emulator only. [DST-07] */
export const conditions = ['RetriesExhausted', 'EventAgeExceeded', 'ZeroReservedConcurrency', 'RecursiveInvocation'] as const;

/** Why a record is sent. */
export const recordConditions = [...conditions, 'Success'] as const;
export type RecordCondition = (typeof recordConditions)[number];

/**
 * The last answer to a dispatch of the event: what the handler returned, the error that it raised, or the status of a
 * dispatch that reached no handler: 400 a loop that was stopped, 404 a function that is gone, 429 a throttle, 500 a system error.
 */
export type Answer =
  /** `response` is what the handler returned, as text: `null` where it returned nothing. It need not be JSON. [DST-19] */
  | { status: 200; executedVersion: string; response: string }
  /** `error` is the JSON text of the error object. [ERR-03, ERR-04] */
  | { status: 200; executedVersion: string; functionError: 'Unhandled' | 'Handled'; error: string }
  | { status: 400 | 404 | 429 | 500 };

/** All that is known of an event when it ends: from it follows every text that AWS sends about it. */
export interface Facts {
  /** The id that the caller got, the same for every attempt. [ASY-05] */
  requestId: string;
  /** As it was invoked, always with a qualifier: `…:$LATEST` where the caller gave none. [DST-05] */
  functionArn: string;
  condition: RecordCondition;
  /** Executions that returned, but 1 on success. [DST-08] */
  approximateInvokeCount: number;
  /** Whole microseconds since 1970, when it is sent; up to the year 9999. */
  instant: number;
  /** The event as it was accepted, byte for byte: valid JSON. [ASY-08, DLQ-02] */
  payload: string;
  /** Null where no dispatch was answered. */
  answer: Answer | null;
}
