import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../sim/engines/result.ts';
import type { AssumptionBand, HeadlineBand } from '../../sim/planner/assumptionBand.ts';
import { meanResult } from '../../sim/planner/meanResult.ts';
import { ansi, plain } from '../../sim/report/paint.ts';
import { runReport } from '../../sim/report/runReport.ts';
import { type TerminalReportInput, terminalReport } from '../../sim/report/terminalReport.ts';
import { verdict } from '../../sim/report/verdict.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { type Counts, runResult, scenarioOf, seriesOf } from './handMade.ts';

function reportOf(scenario: Scenario, results: RunResult[], rest: Partial<TerminalReportInput> = {}, asked = results.length): string {
  const result = meanResult(results);
  const series = seriesOf(60, Object.fromEntries(Object.keys(result.functions).map((name) => [name, {}])));
  const report = runReport({ scenario, replications: asked, replicated: { results, series, steps: 1234, stopped: false, events: [] }, wallSeconds: 0.31 });
  return terminalReport({ report, result, verdict: verdict(scenario, result, series), band: null, width: 100, paint: plain, ...rest });
}

const scenario = scenarioOf({
  name: 'Nightly import',
  functions: { import: { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: 'failed' } } } } },
  destinations: { failed: { type: 'SQS' } },
  assumptions: { dispatch: 'backoff' },
});
const counts: Counts = { onTime: 900, delayed: 80, afterRetry: 40, captured: 15, gone: 5, errors: 100, throttles: 12 };
const oneRun = () => [runResult({ import: counts }, { destinations: { failed: { received: 15, failed: 5, units: 15 } } })];

describe('the terminal report', () => {
  test('says what is run, the verdict, the numbers, the sinks and the assumptions', () => {
    expect(reportOf(scenario, oneRun())).toMatchInlineSnapshot(`
      "Nightly import
      1 h simulated · seed 1 · 1,234 steps in 310 ms · headroom 0.1.0, exact engine

      0.5 % of the events (5 of 1,000) are gone: they failed on all 3 attempts.
      980 of 1,000 events were delivered (98 %): 900 within 60 s and 80 later; 40 needed a retry.
      20 were discarded (out of retries); 15 were captured and 5 are gone.
      What is gone was refused by every sink that should have captured it.
      What binds is how fast Lambda adds environments, not how many it may have.

      Cost $0.0025, 3.7 % of it for retries: us-east-1 prices of 2026-06, x86_64, without free tier.

      import                        events  share
      received                       1,000
      delivered                        980   98 %
        on time (within 60 s)          900   90 %
        late                            80    8 %
        after a retry                   40    4 %
      discarded                         20    2 %
        RetriesExhausted                20    2 %
        captured                        15  1.5 %
          by the dead-letter queue      15  1.5 %
        gone                             5  0.5 %

      of what was delivered  mean   p50   p90   p98   p99  p99.5   max
      delay, to the start    90 s  90 s  90 s  90 s  90 s   90 s  90 s
      latency, to the end    90 s  90 s  90 s  90 s  90 s   90 s  90 s

      Invocations 1,080   Errors 100   Throttles 12   AsyncEventsReceived 1,000   AsyncEventsDropped 20
      DeadLetterErrors 0   DestinationDeliveryFailures 0   ColdStarts 1
      ConcurrentExecutions mean 1.5, max 2   Duration mean 1 s, max 1 s

      destination  type  received  failed
      failed       SQS         15       5

      assumption             value                     grade     clause
      timing                 measured                  measured  RTY-05
      dispatch               backoff (changed)         assumed   ASY-15
      dispatchLatency        40ms                      assumed   ASY-16
      ageRule                lookAhead                 measured  AGE-03
      zeroReservedAppliesTo  queuedEvents              assumed   ZRC-05
      duplicateProbability   0.0001                    assumed   DUP-03
      duplicateDelay         600s                      assumed   DUP-03
      silentLossProbability  0                         assumed   POL-05
      backlogStretch         factor 0, threshold 1000  assumed   POL-02
      deliveryAttempts       1                         assumed   DST-14
      deliveryLatency        100ms                     assumed   DST-26
      idleExpiry             600s                      assumed   ENV-05
      "
    `);
  });

  test('shows intervals for replications', () => {
    const results = [980, 990, 1000].map((onTime) => runResult({ import: { onTime } }));
    const text = reportOf(scenario, results);
    expect(text).toContain('means of 3 replications');
    expect(text).toMatch(/^received +990 +965 – 1,015$/m);
    expect(text).toContain('\nCost $0.0023 (95 % interval $0.0022 – $0.0023): us-east-1 prices of ');
  });

  test('keeps to the width for many functions, most troubled first, with the rest and the totals last', () => {
    const names = Array.from({ length: 100 }, (_, index) => `function-with-quite-a-long-name-${index}`);
    const many = scenarioOf({ functions: Object.fromEntries(names.map((name) => [name, {}])) });
    const result = runResult(Object.fromEntries(names.map((name, index) => [name, index === 70 ? { onTime: 5, gone: 2, errors: 6 } : { onTime: 1000 + index }])));
    for (const width of [60, 80, 120]) {
      const lines = reportOf(many, [result], { width }).split('\n');
      const table = lines.slice(lines.findIndex((line) => line.startsWith('function ')));
      expect(table[1]).toMatch(/^function-with-…-long-name-70 +7 +71\.4 % /);
      expect(table[21]).toMatch(/^80 more /);
      expect(table[22]).toMatch(/^all 100 +103,887 /);
      expect(Math.max(...table.slice(0, 23).map((line) => [...line].length))).toBeLessThanOrEqual(width);
    }
  });

  test('nothing in a name steers the terminal, and colours are ours alone', () => {
    const evil = 'a\u001b]0;owned\u0007b\u202e';
    const hostile = { ...scenario, name: evil };
    const text = reportOf(hostile, oneRun(), { paint: ansi });
    expect(text).not.toMatch(/[\u0007\u202e]|\u001b\]/);
    expect(text).toContain('\u001b[38;5;166m5\u001b[0m');
    expect(text.replace(/\u001b\[[\d;]*m/g, '')).toBe(reportOf(hostile, oneRun()));
    // A name that hides what follows it, and one that looks like ours where there are no colours.
    for (const [name, paint] of [['\u001b[8mhidden', ansi], ['\u001b[1mbold', plain]] as const) expect(reportOf({ ...scenario, name }, oneRun(), { paint })).toContain(`\ufffd${name.slice(1)}`);
  });

  test('shows the assumption band beside the numbers, and says what it is', () => {
    const none = Object.fromEntries(['delivered', 'onTime', 'delayed', 'discarded', 'captured', 'gone', 'lost', 'waiting', 'delayP50', 'delayP99'].map((key) => [key, null])) as HeadlineBand;
    const own: HeadlineBand = { ...none, delivered: { low: 980, high: 1000 }, gone: { low: 0, high: 5 }, delayP99: { low: 1.5, high: 7200 } };
    const band: AssumptionBand = { covered: ['backoff', 'fifo'], notFinished: ['adaptive'], stepBudget: 5_000_000, total: own, functions: { import: own } };
    const text = reportOf(scenario, oneRun(), { band });
    expect(text).toMatch(/^delivered +980 +98 % +980 – 1,000$/m);
    expect(text).toMatch(/^ {2}gone +5 +0\.5 % +0 – 5$/m);
    expect(text).toContain('p99 1.5 s – 2 h');
    expect(text).toContain('the range over backoff and fifo');
    expect(text.replaceAll('\n', ' ')).toContain('Not finished within the budget of 5,000,000 steps, and so left out: adaptive.');
  });

  test('an empty run has a report too', () => {
    const text = reportOf(scenarioOf(), [runResult({ import: {} })]);
    expect(text).toContain('No event arrived in 1 h.');
    expect(text).toContain('Nothing was delivered, so there is no delay to report.');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });
});
