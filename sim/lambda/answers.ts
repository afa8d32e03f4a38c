import type { FunctionModel, ResponseModel, ScriptModel } from '../model/model.ts';
import { defaultError, errorText, largestResponseBytes, responseTooLargeError, timeoutError } from '../records/errors.ts';
import type { Answer } from '../records/facts.ts';
import { utf8Bytes } from '../records/json.ts';
import { generatedResponse } from '../records/payload.ts';

/** How a dispatch that did not succeed was answered, as a row's flags keep it. */
export const Refusal = { none: 0, functionError: 1, timedOut: 2, responseTooLarge: 3, throttled: 4, systemError: 5, notFound: 6 } as const;
export type Refusal = (typeof Refusal)[keyof typeof Refusal];

/** What one function answers, attempt by attempt, as records show it. */
export class Answers {
  readonly scripts: ReadonlyMap<number, ScriptModel>;
  private readonly model: FunctionModel;
  private readonly largestUsual: number;

  constructor(model: FunctionModel) {
    this.model = model;
    this.scripts = new Map(model.script.map((script) => [script.event, script]));
    this.largestUsual = Math.max(responseBytes(model.response), errorBytes(model.error));
  }

  /** What the handler returned. `attempt` counts the event's executions from 0. [DST-06] */
  success(ordinal: number, attempt: number): Answer {
    const scripted = this.scripts.get(ordinal >>> 0)?.attempts[attempt]?.response;
    return { status: 200, executedVersion: this.model.version, response: responseText(scripted ?? this.model.response) };
  }

  /** Null where nothing answered. `failures` are the event's executions so far. [ERR-03, ERR-04, ERR-08, DLQ-04] */
  failure(refusal: Refusal, ordinal: number, failures: number, requestId: string): Answer | null {
    switch (refusal) {
      case Refusal.none:
        return null;
      case Refusal.throttled:
        return { status: 429 };
      case Refusal.systemError:
        return { status: 500 };
      case Refusal.notFound:
        return { status: 404 };
      default:
        return {
          status: 200,
          executedVersion: this.model.version,
          // What the runtime ends is never handed back by the code. [ERR-03]
          functionError: refusal === Refusal.functionError ? this.model.functionError : 'Unhandled',
          error: this.error(refusal, ordinal, failures - 1, requestId),
        };
    }
  }

  /** Whether what this attempt returns is more than Lambda takes. [ERR-09] */
  isTooLarge(scripted: ResponseModel | null): boolean {
    return responseBytes(scripted ?? this.model.response) > largestResponseBytes;
  }

  /** Whether the event has attempts that answer in their own way. */
  isScripted(ordinal: number): boolean {
    return this.scripts.has(ordinal >>> 0);
  }

  /** No usual response or error is longer than this, bytes. */
  get largest(): number {
    let largest = this.largestUsual;
    for (const { attempts } of this.model.script)
      for (const { response, error } of attempts)
        largest = Math.max(largest, response === null ? 0 : responseBytes(response), error === null ? 0 : errorBytes(error));
    return largest;
  }

  private error(refusal: Refusal, ordinal: number, attempt: number, requestId: string): string {
    if (refusal === Refusal.timedOut) return timeoutError(requestId, this.model.timeout);
    if (refusal === Refusal.responseTooLarge) return responseTooLargeError();
    return errorText(this.scripts.get(ordinal >>> 0)?.attempts[attempt]?.error ?? this.model.error, requestId);
  }
}

const responseText = (response: ResponseModel): string => ('text' in response ? response.text : generatedResponse(response.bytes));

const responseBytes = (response: ResponseModel): number => ('text' in response ? utf8Bytes(response.text) : response.bytes);

/** With room for the request id and for any of Lambda's own errors. */
const errorBytes = (error: Record<string, unknown> | null): number =>
  Math.max(utf8Bytes(error === null ? defaultError : JSON.stringify(error)), 200) + 64;
