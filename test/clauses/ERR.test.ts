import { describe, expect, test } from 'vitest';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { at, exactly, lifeLine, run, story, timesOf, underHeldSlot } from '../engines/check.ts';

type FunctionInput = ScenarioInput['functions'][string];

const disciplines = ['backoff', 'adaptive', 'fifo'] as const;
const caught = {
  DeadLetterConfig: { TargetArn: 'dlq' },
  EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'failed' } } },
};
const sinks = { destinations: { dlq: { type: 'SQS' as const }, failed: { type: 'SQS' as const } } };

/** What the dead letter and the record of a run's only failure say. */
function told(f: FunctionInput, more: Partial<ScenarioInput> = {}) {
  const { sent } = run(exactly({ ...caught, ...f }, at(0), { ...sinks, ...more }));
  const [letter, record] = sent;
  return {
    attributes: letter!.attributes!,
    record: JSON.parse(record!.body) as { responseContext?: Record<string, unknown>; responsePayload?: Record<string, unknown> },
  };
}

describe('ERR: kinds of errors', () => {
  test('ERR-01 errors of the code and timeouts alike use up retries', () => {
    const f = { Timeout: 5, behaviour: { script: [story(0, '1s error', 'timeout', '6s success')] } };
    const { own, first } = run(exactly(f, at(0)));
    expect(lifeLine(own[0])).toBe(
      '0 accepted | 0 admitted | 0 started | 1 failed | 61 admitted | 61 started | 66 timedOut | 186 admitted | 186 started | 191 timedOut | 191 dropped',
    );
    expect(own[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 3 });
    expect(first.metrics).toMatchObject({ Invocations: 3, Errors: 3 });
  });

  test('ERR-01 a poison event fails on every attempt, an error rate strikes each attempt anew', () => {
    const runMany = (behaviour: object) =>
      run(exactly({ behaviour: { duration: { constant: '0s' }, ...behaviour } }, { burst: { count: 5000 } }), { traced: false }).first;
    const poison = runMany({ poisonRate: 0.3 });
    expect(Math.abs(poison.discarded.byCondition.RetriesExhausted - 1500)).toBeLessThan(4 * Math.sqrt(1050));
    expect(poison.delivered.afterRetry).toBe(0);
    expect(poison.metrics.Errors).toBe(3 * poison.discarded.total);
    const unlucky = runMany({ errorRate: 0.3 });
    expect(Math.abs(unlucky.discarded.total - 135)).toBeLessThan(4 * Math.sqrt(5000 * 0.027 * 0.973));
    expect(Math.abs(unlucky.delivered.afterRetry - 1365)).toBeLessThan(4 * Math.sqrt(5000 * 0.273 * 0.727));
  });

  test('ERR-02 throttles and system errors are retried even where function errors are not', () => {
    const config = { EventInvokeConfig: { MaximumRetryAttempts: 0 } };
    const throttled = run(underHeldSlot(config, at(0), { duration: '20m' }));
    expect(throttled.first.metrics.Throttles).toBe(12);
    expect(throttled.first.waiting.byReason.throttleBackoff).toBe(1);
    const recovered = run(
      exactly({ ...config, behaviour: { duration: { constant: '1s' } } }, at(0), { faults: [{ function: 'f', from: 0, until: 10, systemErrorRate: 1 }] }),
    );
    expect(lifeLine(recovered.own[0])).toBe(
      '0 accepted | 0 systemError | 1 systemError | 3 systemError | 7 systemError | 15 admitted | 15 started | 16 succeeded',
    );
  });

  test('ERR-03 records name the kind of a function error: Unhandled, unless the function says that it handles its own', () => {
    const kind = (behaviour: object) =>
      told({ behaviour: { duration: { constant: '0s' }, errorRate: 1, ...behaviour } }).record.responseContext?.['functionError'];
    expect(kind({})).toBe('Unhandled');
    expect(kind({ functionError: 'Unhandled' })).toBe('Unhandled');
    expect(kind({ functionError: 'Handled' })).toBe('Handled');
    // What the runtime ends is not handed back by the code.
    expect(told({ Timeout: 1, behaviour: { duration: { constant: '2s' }, functionError: 'Handled' } }).record.responseContext?.['functionError']).toBe('Unhandled');
    expect(kind({ functionError: 'Handled', errorRate: 0, responseBytes: 6_291_557 })).toBe('Unhandled');
    // What a version's code does is its own.
    const versioned = { versions: { '1': { ...caught, behaviour: { duration: { constant: '0s' }, errorRate: 1, functionError: 'Handled' as const } } } };
    const { sent } = run(exactly(versioned, at(0), { ...sinks, traffic: [{ to: 'f', qualifier: '1', arrivals: at(0) }] }));
    expect(JSON.parse(sent[1]!.body)).toMatchObject({ responseContext: { executedVersion: '1', functionError: 'Handled' } });
  });

  test('ERR-04 a function error is no HTTP error: 200 in the record and in the dead letter', () => {
    const failures: FunctionInput[] = [
      { behaviour: { errorRate: 1 } },
      { behaviour: { poisonRate: 1, functionError: 'Handled' } },
      { Timeout: 1, behaviour: { duration: { constant: '2s' } } },
      { behaviour: { responseBytes: 6_291_557 } },
    ];
    for (const f of failures) {
      const { attributes, record } = told(f);
      expect(attributes['ErrorCode']).toBe('200');
      expect(record.responseContext).toMatchObject({ statusCode: 200, executedVersion: '$LATEST' });
    }
  });

  test('ERR-05 a timeout has an error type of its own and says after how many seconds', () => {
    for (const Timeout of [1, 30, 900]) {
      const { record, attributes } = told({ Timeout, behaviour: { script: [story(0, 'timeout')] } });
      expect(record.responsePayload).toMatchObject({ errorType: 'Sandbox.Timedout' });
      expect(record.responsePayload!['errorMessage']).toMatch(new RegExp(`Task timed out after ${Timeout}\\.00 seconds$`));
      expect(attributes['ErrorMessage']).toBe(record.responsePayload!['errorMessage']);
    }
  });

  test('ERR-05 a timeout costs the environment: the next attempt is a cold start', () => {
    const f = { Timeout: 5, behaviour: { initDuration: { constant: '2s' }, script: [story(0, 'timeout', '1s error', '1s success')] } };
    const { own, first } = run(exactly(f, at(0)));
    expect(lifeLine(own[0])).toBe(
      '0 accepted | 0 admitted | 2 started | 7 timedOut | 67 admitted | 69 started | 70 failed | 190 admitted | 190 started | 191 succeeded',
    );
    expect(first.metrics.ColdStarts).toBe(2);
  });

  test('ERR-07 a system error is neither an invocation nor an error nor a throttle, and ends by age', () => {
    const { first, own } = run(exactly({ behaviour: { systemErrorRate: 1 }, EventInvokeConfig: { MaximumEventAgeInSeconds: 60 } }, at(0)));
    expect(first.metrics).toMatchObject({ Invocations: 0, Errors: 0, Throttles: 0, ColdStarts: 0, AsyncEventsDropped: 1 });
    expect(own[0]).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0, endedAt: 31 });
  });

  test('ERR-07 each dispatch meets a system error by itself', () => {
    const { own } = run(exactly({ behaviour: { systemErrorRate: 0.5, duration: { constant: '0s' } } }, { burst: { count: 2000 } }, { duration: '1h' }));
    const tries = own.map((event) => timesOf(event, 'systemError').length);
    for (const failures of [0, 1, 2, 3]) {
      const share = 0.5 ** (failures + 1);
      const count = tries.filter((number) => number === failures).length;
      expect(Math.abs(count - 2000 * share)).toBeLessThan(4 * Math.sqrt(2000 * share * (1 - share)));
    }
  });

  describe('ERR-08 a function deleted while its events wait', () => {
    const gone = (from: number, until: number) => ({ faults: [{ function: 'f', from, until, deleted: true as const }] });

    test.each(disciplines)('ERR-08 under %s each dispatch is answered with 404, which uses up retries as a function error does', (dispatch) => {
      const { own, first } = run(exactly({}, at(0), { ...gone(1, 900), assumptions: { dispatch, dispatchLatency: '2s' } }));
      expect(lifeLine(own[0])).toMatch(/^0 accepted \| (?:2 read \| )?2 functionNotFound \| 62 functionNotFound \| 182 functionNotFound \| 182 dropped$/);
      expect(own[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 3 });
      expect(first.metrics).toMatchObject({ Invocations: 0, Errors: 0, Throttles: 0, ColdStarts: 0, AsyncEventsReceived: 1, AsyncEventsDropped: 1 });
    });

    test.each([
      [{ MaximumRetryAttempts: 0 }, 1, 'RetriesExhausted', 2],
      [{ MaximumRetryAttempts: 1 }, 2, 'RetriesExhausted', 62],
      [{ MaximumEventAgeInSeconds: 60 }, 1, 'EventAgeExceeded', 2],
      [{ MaximumEventAgeInSeconds: 90 }, 2, 'EventAgeExceeded', 62],
    ] as const)('ERR-08 with %j it ends after %i dispatches: %s at %i s', (EventInvokeConfig, count, condition, endedAt) => {
      const { own } = run(exactly({ EventInvokeConfig }, at(0), { ...gone(1, 900), assumptions: { dispatchLatency: '2s' } }));
      expect(own[0]).toMatchObject({ condition, approximateInvokeCount: count, endedAt });
    });

    test('ERR-08 a function that is there again by the next attempt runs it', () => {
      const { own, first } = run(exactly({ behaviour: { duration: { constant: '1s' } } }, at(0), { ...gone(1, 62), assumptions: { dispatchLatency: '2s' } }));
      expect(lifeLine(own[0])).toBe('0 accepted | 2 functionNotFound | 62 admitted | 62 started | 63 succeeded');
      expect(own[0]).toMatchObject({ outcome: 'delivered', approximateInvokeCount: 1 });
      expect(first.metrics).toMatchObject({ Invocations: 1, Errors: 0 });
    });

    test('ERR-08 a retry that finds the function gone counts on from the errors before', () => {
      const { own } = run(exactly({ behaviour: { duration: { constant: '0s' }, errorRate: 1 } }, at(0), gone(30, 900)));
      expect(lifeLine(own[0])).toBe('0 accepted | 0 admitted | 0 started | 0 failed | 60 functionNotFound | 180 functionNotFound | 180 dropped');
      expect(own[0]?.approximateInvokeCount).toBe(3);
    });

    test('ERR-08 nobody can submit to it meanwhile: rejected, not received', () => {
      const { first, own } = run(exactly({}, at(0, 10, 19.999, 20), gone(10, 20)));
      expect(first).toMatchObject({ received: 2, rejected: 2, delivered: { total: 2 } });
      expect(own.map(({ acceptedAt }) => acceptedAt)).toEqual([0, 20]);
    });

    test('ERR-08 all its versions and aliases are gone with it', () => {
      const f = { versions: { '1': {} }, aliases: { live: { FunctionVersion: '1' } } };
      const { result } = run(
        exactly(f, at(0), { ...gone(10, 20), traffic: ['$LATEST', '1', 'live'].map((qualifier) => ({ to: 'f', qualifier, arrivals: at(0, 15, 25) })) }),
      );
      for (const name of ['f', 'f:1', 'f:live']) expect(result.functions[name]).toMatchObject({ received: 2, rejected: 1, delivered: { total: 2 } });
    });
  });

  test('ERR-09 a response above 6 MB and 100 bytes is a function error, whatever the handler did', () => {
    const outcome = (responseBytes: number) => run(exactly({ behaviour: { duration: { constant: '1s' }, responseBytes } }, at(0)));
    const fits = outcome(6 * 1024 * 1024 + 100);
    expect(fits.first).toMatchObject({ delivered: { total: 1 }, metrics: { Errors: 0, Invocations: 1 } });
    const overflows = outcome(6 * 1024 * 1024 + 101);
    expect(overflows.first).toMatchObject({ delivered: { total: 0 }, metrics: { Errors: 3, Invocations: 3 } });
    expect(overflows.own[0]).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 3 });
    expect(lifeLine(overflows.own[0])).toBe(
      '0 accepted | 0 admitted | 0 started | 1 failed | 61 admitted | 61 started | 62 failed | 182 admitted | 182 started | 183 failed | 183 dropped',
    );
    expect(overflows.own[0]!.lifeLine[3]!.clause).toBe('ERR-09');
  });

  test('ERR-09 what an attempt of its own returns is what counts for it', () => {
    const script = [{ event: 0, attempts: [{ result: 'success' as const, response: 'small' }] }];
    const { own } = run(exactly({ EventInvokeConfig: { MaximumRetryAttempts: 0 }, behaviour: { responseBytes: 7_000_000, script } }, at(0, 10)));
    expect(own.map(({ outcome }) => outcome)).toEqual(['delivered', 'discarded']);
  });
});
