import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '../../sim/lint/lint.ts';
import type { ScenarioInput } from '../../sim/scenario/schema.ts';
import { scenarioArbitrary } from '../scenario/scenarioArbitrary.ts';
import { alternativesOf, caught, failuresToMend, findingsOf, parsed, sound } from './check.ts';

interface Case {
  what: string;
  /** Has exactly these findings and no other. */
  scenario: ScenarioInput;
  findings: { rule: string; path: string; clause: string; says: string | RegExp; fix?: string }[];
  /** Nearly the same, and nothing to remark. */
  nearMiss: ScenarioInput;
}

const to = (name: string, more: object = {}) => ({ to: name, arrivals: { constant: { rate: '1/s' } }, ...more });
const onSuccess = (Destination: string) => ({ EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination: 'failed' } } } });
const onFailure = (Destination: string, more: object = {}) => ({ EventInvokeConfig: { ...more, DestinationConfig: { OnFailure: { Destination } } } });
const none = (more: object = {}) => ({ EventInvokeConfig: { DestinationConfig: {}, ...more } });
const documented = { assumptions: { timing: 'documented' as const, duplicateProbability: 0 } };
const age = (MaximumEventAgeInSeconds: number, MaximumRetryAttempts = 2) => onFailure('failed', { MaximumEventAgeInSeconds, MaximumRetryAttempts });
const agePath = 'functions.f.EventInvokeConfig.MaximumEventAgeInSeconds';

const cases: Case[] = [
  {
    what: 'a payload above the limit is rejected',
    scenario: sound({}, { traffic: [to('f'), to('f', { payloadBytes: 1_048_577 })] }),
    findings: [{ rule: 'payload-too-large', path: 'traffic[1].payloadBytes', clause: 'ASY-07', says: 'has 1,048,577 bytes and is rejected with 413', fix: 'Send less: --set \'traffic[1].payloadBytes=1048576\'' }],
    nearMiss: sound({}, { traffic: [to('f'), to('f', { payloadBytes: 1_040_000 })] }),
  },
  {
    what: 'so is one above the older limit, which is lower',
    scenario: sound({}, { profile: 'seed-era', traffic: [to('f'), to('f', { payload: { text: 'x'.repeat(300_000) } })] }),
    findings: [{ rule: 'payload-too-large', path: 'traffic[1].payload', clause: 'ASY-07', says: '262,144 bytes at most', fix: 'Put the content into a bucket and send where it is or take the limit of today: --set profile=current' }],
    nearMiss: sound({}, { traffic: [to('f'), to('f', { payload: { text: 'x'.repeat(300_000) } })] }),
  },
  {
    what: 'a payload that is no JSON is rejected',
    scenario: sound({}, { traffic: [to('f'), to('f', { payloadText: "it's {not} json" })] }),
    findings: [{ rule: 'payload-is-no-json', path: 'traffic[1].payloadText', clause: 'ASY-08', says: 'rejected with 400' }],
    nearMiss: sound({}, { traffic: [to('f'), to('f', { payloadText: '"it\'s {not} json"' })] }),
  },
  {
    what: 'reserved concurrency 0 stops a function',
    scenario: sound({ ReservedConcurrentExecutions: 0 }),
    findings: [{ rule: 'zero-reserved-concurrency', path: 'functions.f.ReservedConcurrentExecutions', clause: 'ZRC-01', says: '"f" never executes an event: each is discarded without an attempt and sent to "failed"' }],
    nearMiss: sound({ ReservedConcurrentExecutions: 1 }),
  },
  {
    what: 'so does a fault, while it lasts',
    scenario: sound({}, { faults: [{ function: 'f', from: '10m', until: '20m', ReservedConcurrentExecutions: 0 }] }),
    findings: [{ rule: 'zero-reserved-concurrency', path: 'faults[0].ReservedConcurrentExecutions', clause: 'ZRC-01', says: 'executes nothing from 10 min to 20 min', fix: "Leave the fault out: --set 'faults[0]=null'" }],
    nearMiss: sound(
      {},
      {
        faults: [
          { function: 'f', from: '10m', until: '20m', ReservedConcurrentExecutions: 0 },
          { function: 'f', from: '5m', until: '20m', ReservedConcurrentExecutions: 3 },
          { function: 'f', from: '1h', until: '2h', ReservedConcurrentExecutions: 0 },
        ],
      },
    ),
  },
  {
    what: 'a fault over half of another leaves the rest of it',
    scenario: sound(
      { ReservedConcurrentExecutions: 5 },
      {
        faults: [
          { function: 'f', from: '10m', until: '20m', ReservedConcurrentExecutions: 0, errorRate: 1 },
          { function: 'f', from: '12m', until: '15m', ReservedConcurrentExecutions: 3 },
        ],
      },
    ),
    findings: [{ rule: 'zero-reserved-concurrency', path: 'faults[0].ReservedConcurrentExecutions', clause: 'ZRC-01', says: 'from 10 min to 12 min and from 15 min to 20 min' }],
    nearMiss: sound({ ReservedConcurrentExecutions: 5 }, { faults: [{ function: 'f', from: '10m', until: '20m', errorRate: 1 }] }),
  },
  {
    what: 'a chain that comes back is stopped after 16 invocations',
    scenario: sound(onSuccess('g'), { functions: { g: onSuccess('h'), h: onSuccess('f') } }),
    findings: [
      {
        rule: 'recursive-loop',
        path: 'functions.h.EventInvokeConfig.DestinationConfig.OnSuccess.Destination',
        clause: 'DST-21',
        says: '"f" invokes "g" on success, "g" invokes "h" on success and "h" invokes "f" on success; such a chain is stopped, and its last event discarded, at the latest when "f", "g" or "h" would be invoked for the 17th time',
      },
    ],
    nearMiss: sound(onSuccess('g'), { functions: { g: onSuccess('h'), h: caught } }),
  },
  {
    what: 'and by none where loops are allowed',
    scenario: sound({ ...onSuccess('g'), RecursiveLoop: 'Allow' }, { functions: { g: { ...onFailure('f'), RecursiveLoop: 'Allow' } } }),
    findings: [{ rule: 'recursive-loop', path: 'functions.g.EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'DST-21', says: '"g" invokes "f" on failure; nothing stops such a chain' }],
    nearMiss: sound({ ...onSuccess('g'), RecursiveLoop: 'Allow' }, { functions: { g: caught } }),
  },
  {
    what: 'a loop that the role may not close is none',
    scenario: sound(onSuccess('g'), { functions: { g: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'back' }, OnFailure: { Destination: 'failed' } } } } }, destinations: { back: { type: 'Lambda', function: 'f', permission: false } } }),
    findings: [{ rule: 'missing-permission', path: 'destinations.back.permission', clause: 'DST-12', says: 'lacks lambda:InvokeFunction on "back": whatever "g" sends there is lost, and DestinationDeliveryFailures counts it' }],
    nearMiss: sound(onSuccess('g'), { functions: { g: onSuccess('other') }, destinations: { other: { type: 'SNS' } } }),
  },
  {
    what: 'deliveries to a FIFO queue fail',
    scenario: sound(onFailure('failed.fifo'), { destinations: { 'failed.fifo': { type: 'SQS' }, failed: { type: 'SQS' } }, functions: { g: caught }, traffic: [to('f'), to('g')] }),
    findings: [
      {
        rule: 'fifo-destination',
        path: 'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination',
        clause: 'DST-13',
        says: 'every record that "f" sends there on failure is lost',
        fix: `Use a standard one: --set 'destinations.failed-2={"type":"SQS"}' --set functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination=failed-2`,
      },
    ],
    nearMiss: sound(onFailure('failed-fifo'), { destinations: { 'failed-fifo': { type: 'SQS' } }, functions: { g: caught }, traffic: [to('f'), to('g')] }),
  },
  {
    what: 'so do those to a topic that says so itself',
    scenario: sound(onSuccess('done'), { destinations: { done: { type: 'SNS', fifo: true } } }),
    findings: [{ rule: 'fifo-destination', path: 'functions.f.EventInvokeConfig.DestinationConfig.OnSuccess.Destination', clause: 'DST-13', says: 'on success is lost', fix: 'Use a standard one: --set destinations.done.fifo=false' }],
    nearMiss: sound(onSuccess('done'), { destinations: { done: { type: 'SNS', fifo: false } } }),
  },
  {
    what: 'a dead-letter queue without permission receives nothing',
    scenario: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }, { destinations: { failed: { type: 'SQS', permission: false } } }),
    findings: [{ rule: 'missing-permission', path: 'destinations.failed.permission', clause: 'DLQ-12', says: 'lacks sqs:SendMessage on "failed": whatever "f" sends there is lost, and DeadLetterErrors counts it' }],
    nearMiss: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }),
  },
  {
    what: 'an encrypted one needs its key as well',
    scenario: sound({}, { destinations: { failed: { type: 'SNS', customerManagedKey: true, keyPermission: false } } }),
    findings: [{ rule: 'missing-key-permission', path: 'destinations.failed.keyPermission', clause: 'DST-12', says: 'lacks the use of the key of "failed"' }],
    nearMiss: sound({}, { destinations: { failed: { type: 'SNS', customerManagedKey: true } } }),
  },
  {
    what: 'a dead letter does not fit, with its attributes',
    scenario: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }, { destinations: { failed: { type: 'SNS' } }, traffic: [to('f', { payloadBytes: 262_100 })] }),
    findings: [
      {
        rule: 'message-too-large',
        path: 'functions.f.DeadLetterConfig.TargetArn',
        clause: 'DLQ-09',
        says: /after an error of the handler: 262,100 bytes of the event and \d+ bytes around it\. That is more than the 262,144 bytes that "failed" takes: the message is lost, and DeadLetterErrors counts it; so is that of an event that is never executed\./,
        fix: "Use a queue: --set destinations.failed.type=SQS or send less: --set 'traffic[0].payloadBytes=262038'",
      },
    ],
    nearMiss: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }, { destinations: { failed: { type: 'SNS' } }, traffic: [to('f', { payloadBytes: 262_038 })] }),
  },
  {
    what: 'a record does not fit a topic',
    scenario: sound({}, { destinations: { failed: { type: 'SNS' } }, traffic: [to('f', { payload: 'x'.repeat(300_000) }), to('f', { payloadBytes: 300_000 })] }),
    findings: [{ rule: 'message-too-large', path: 'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'DST-17', says: 'for traffic[0] has 300,' }],
    nearMiss: sound({}, { destinations: { failed: { type: 'S3' } }, traffic: [to('f', { payload: 'x'.repeat(300_000) }), to('f', { payloadBytes: 300_000 })] }),
  },
  {
    what: 'a small event with a large response does not fit a bus',
    scenario: sound({ ...onSuccess('bus'), behaviour: { responseBytes: 1_048_000 } }, { destinations: { bus: { type: 'EventBridge' } } }),
    findings: [{ rule: 'message-too-large', path: 'functions.f.EventInvokeConfig.DestinationConfig.OnSuccess.Destination', clause: 'DST-19', says: 'A record of "f" for traffic[0] has 1,049,544 bytes after a success: 1,024 bytes of the event', fix: 'Put the content into a bucket and send where it is.' }],
    nearMiss: sound({ ...onSuccess('bus'), behaviour: { responseBytes: 1_040_000 } }, { destinations: { bus: { type: 'EventBridge' } } }),
  },
  {
    what: 'a limit of one’s own counts',
    scenario: sound({}, { destinations: { failed: { type: 'SQS', maximumBytes: 1200 } } }),
    findings: [{ rule: 'message-too-large', path: 'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'DST-19', says: 'more than the 1,200 bytes that "failed" takes', fix: 'Let it take what AWS lets it take: --set destinations.failed.maximumBytes=null or send less' }],
    nearMiss: sound({}, { destinations: { failed: { type: 'SQS', maximumBytes: 12_000 } } }),
  },
  {
    what: 'a record grows on its way through a chain',
    scenario: sound(onSuccess('g'), { functions: { g: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'topic' }, OnFailure: { Destination: 'failed' } } } } }, destinations: { topic: { type: 'SNS' } }, traffic: [to('f', { payloadBytes: 261_600 })] }),
    findings: [{ rule: 'message-too-large', path: 'functions.g.EventInvokeConfig.DestinationConfig.OnSuccess.Destination', clause: 'DST-17', says: /"g" for traffic\[0\] has at least 262,\d+ bytes after a success: 26\d,\d+ bytes of the event, which comes by a chain,/ }],
    nearMiss: sound(onSuccess('g'), { functions: { g: { EventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: 'topic' }, OnFailure: { Destination: 'failed' } } } } }, destinations: { topic: { type: 'SNS' } }, traffic: [to('f', { payloadBytes: 261_000 })] }),
  },
  {
    what: 'a version without the dead-letter queue of $LATEST',
    scenario: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' }, versions: { '1': { DeadLetterConfig: {} } }, aliases: { live: { FunctionVersion: '1' } } }, { traffic: [to('f', { qualifier: 'live' })] }),
    findings: [
      { rule: 'dead-letter-queue-not-published', path: 'functions.f.versions["1"].DeadLetterConfig', clause: 'DLQ-07', says: 'version 1, which executes the events of "f:live", was published without one' },
      { rule: 'no-failure-path', path: 'functions.f.aliases.live.EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'RTY-09', says: '"f:live" gives up' },
    ],
    nearMiss: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' }, versions: { '1': {} }, aliases: { live: { FunctionVersion: '1' } } }, { traffic: [to('f', { qualifier: 'live' })] }),
  },
  {
    what: 'no failure path',
    scenario: sound(none(), { destinations: { failed: { type: 'SQS' } }, functions: { g: caught }, traffic: [to('f'), to('g')] }),
    findings: [
      {
        rule: 'no-failure-path',
        path: 'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination',
        clause: 'RTY-09',
        says: 'An event that "f" gives up, after 3 failed attempts or at the age of 6 h, is gone',
        fix: 'Give it a failure destination: --set functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination=failed',
      },
    ],
    nearMiss: sound({}, { functions: { g: none() }, traffic: [to('f'), to('g', { arrivals: { constant: { rate: 0 } } })] }),
  },
  {
    what: 'none for what a chain invokes either',
    scenario: sound(onFailure('g'), { functions: { g: none({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 600 }) }, destinations: { failed: { type: 'SNS', failureRate: 0 } } }),
    findings: [
      { rule: 'no-failure-path', path: 'functions.g.EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'RTY-09', says: 'after a failed attempt or at the age of 10 min' },
      { rule: 'unused-destination', path: 'destinations.failed', clause: 'DST-02', says: 'Nothing is ever sent to "failed"' },
    ],
    nearMiss: sound(onFailure('g'), { functions: { g: caught } }),
  },
  {
    what: 'a dead-letter queue on the function for events from SQS',
    scenario: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }, { traffic: [to('f', { source: 'SQS' })] }),
    findings: [{ rule: 'dead-letter-queue-for-sqs', path: 'functions.f.DeadLetterConfig.TargetArn', clause: 'DLQ-14', says: 'a message from traffic[0] that "f" cannot handle goes back to its own queue', fix: 'Take it off the function' }],
    nearMiss: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }, { traffic: [to('f', { source: 'SNS' })] }),
  },
  {
    what: 'which other events may still need',
    scenario: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' } }, { traffic: [to('f', { source: 'SQS' }), to('f', { source: 'S3' })] }),
    findings: [{ rule: 'dead-letter-queue-for-sqs', path: 'functions.f.DeadLetterConfig.TargetArn', clause: 'DLQ-14', says: 'traffic[0]', fix: 'The function keeps its own' }],
    nearMiss: sound({}, { traffic: [to('f', { source: 'SQS' }), to('f', { source: 'S3' })] }),
  },
  {
    what: 'an age of 60 s leaves no time for a retry, as documented',
    scenario: sound({ ...age(60), behaviour: { duration: { constant: '0s' } } }, documented),
    findings: [{ rule: 'age-shorter-than-retries', path: agePath, clause: 'AGE-14', says: 'The first retry of "f" never happens: it is due 60 s after acceptance at the earliest, and events are kept for 60 s. Instead the event is discarded as soon as it fails' }],
    nearMiss: sound({ ...age(61, 1), behaviour: { duration: { constant: '500ms' } } }, documented),
  },
  {
    what: 'seldom for one, as measured',
    scenario: sound({ ...age(60, 1), behaviour: { duration: { constant: '3s' } } }, { assumptions: { duplicateProbability: 0 } }),
    findings: [{ rule: 'age-shorter-than-retries', path: agePath, clause: 'AGE-14', says: 'The retry of "f" seldom happens, in 25 % of the cases at most: it is due 57.04 s to 69.04 s after acceptance at the earliest, and events are kept for 60 s. Otherwise' }],
    nearMiss: sound({ ...age(64, 1), behaviour: { duration: { constant: '3s' } } }, { assumptions: { duplicateProbability: 0 } }),
  },
  {
    what: 'never, after an attempt of more than 6 s',
    scenario: sound({ Timeout: 10, ...age(60), behaviour: { duration: { uniform: { min: '6s', max: '7s' } } } }, { assumptions: { duplicateProbability: 0 } }),
    findings: [{ rule: 'age-shorter-than-retries', path: agePath, clause: 'AGE-14', says: 'The first retry of "f" never happens' }],
    nearMiss: sound({ Timeout: 10, ...age(60, 0), behaviour: { duration: { uniform: { min: '6s', max: '7s' } } } }),
  },
  {
    what: 'an age of 180 s leaves no time for the second retry',
    scenario: sound({ ...age(180), behaviour: { duration: { percentiles: { '1': '100ms', '99': '2s' } } } }, documented),
    findings: [{ rule: 'age-shorter-than-retries', path: agePath, clause: 'AGE-14', says: 'The second retry of "f" never happens', fix: `Keep events longer: --set ${agePath}=187 or allow only the retries that happen: --set functions.f.EventInvokeConfig.MaximumRetryAttempts=1` }],
    nearMiss: sound({ ...age(181), behaviour: { duration: { percentiles: { '1': '100ms', '99': '2s' } } } }, documented),
  },
  {
    what: 'at 170 s it is a matter of luck',
    scenario: sound({ ...age(170), behaviour: { duration: { exponential: { mean: '1s' } } } }),
    findings: [{ rule: 'age-shorter-than-retries', path: agePath, clause: 'AGE-14', says: 'The second retry of "f" seldom happens, in 12 % of the cases at most' }],
    nearMiss: sound({ ...age(180), behaviour: { duration: { exponential: { mean: '1s' } } } }),
  },
  {
    what: 'under the deadline rule the event is kept to the end of its age',
    scenario: sound({ ...age(60), behaviour: { duration: { constant: '1s' } } }, { assumptions: { ...documented.assumptions, ageRule: 'deadline' } }),
    findings: [{ rule: 'age-shorter-than-retries', path: agePath, clause: 'AGE-14', says: 'discarded when it reaches that age' }],
    nearMiss: sound({ ...age(300), behaviour: { duration: { constant: '1s' } } }, { assumptions: { ...documented.assumptions, ageRule: 'deadline' } }),
  },
  {
    what: 'a timeout beyond the maximum age',
    scenario: sound({ Timeout: 900, ...age(600) }),
    findings: [{ rule: 'timeout-beyond-age', path: agePath, clause: 'AGE-07', says: '"f" may run for 15 min, and its events are kept for 10 min', fix: `--set ${agePath}=1999` }],
    nearMiss: sound({ Timeout: 599, ...age(600) }),
  },
  {
    what: 'provisioned concurrency that the traffic goes past',
    scenario: sound({ versions: { '1': {} }, aliases: { live: { FunctionVersion: '1', ...caught, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 10 } } } }, { traffic: [to('f'), to('f', { qualifier: 'live' })] }),
    findings: [{ rule: 'provisioned-for-nobody', path: 'traffic[0].qualifier', clause: 'CON-05', says: 'the 10 provisioned for "f:live" do nothing for these events', fix: "--set 'traffic[0].qualifier=live'" }],
    nearMiss: sound({ versions: { '1': {} }, aliases: { live: { FunctionVersion: '1', ...caught, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 10 } } } }, { traffic: [to('f', { qualifier: 'live' })] }),
  },
  {
    what: 'or that a record goes past',
    scenario: sound(onSuccess('g'), { functions: { g: { ...caught, versions: { '7': { ...caught, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } } } } } }),
    findings: [
      {
        rule: 'provisioned-for-nobody',
        path: 'functions.f.EventInvokeConfig.DestinationConfig.OnSuccess.Destination',
        clause: 'CON-05',
        says: 'A record of "f" invokes "g" as $LATEST',
        fix: `--set 'destinations.g-7={"type":"Lambda","function":"g","qualifier":"7"}' --set functions.f.EventInvokeConfig.DestinationConfig.OnSuccess.Destination=g-7`,
      },
    ],
    nearMiss: sound(onSuccess('g7'), { functions: { g: { ...caught, versions: { '7': { ...caught, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } } } } }, destinations: { g7: { type: 'Lambda', function: 'g', qualifier: '7' } } }),
  },
  {
    what: 'a Lambda destination that does not say which version',
    scenario: sound(onSuccess('next'), { functions: { g: { ...caught, versions: { '7': { ...caught, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } } } } }, destinations: { next: { type: 'Lambda', function: 'g' } } }),
    findings: [{ rule: 'provisioned-for-nobody', path: 'destinations.next.qualifier', clause: 'CON-05', says: 'does nothing for these events', fix: `--set 'destinations.next.qualifier="7"'` }],
    nearMiss: sound(onSuccess('next'), { functions: { g: { ...caught, versions: { '7': caught } } }, destinations: { next: { type: 'Lambda', function: 'g' } } }),
  },
  {
    what: 'a dead-letter queue beside a failure destination',
    scenario: sound({ DeadLetterConfig: { TargetArn: 'dlq' } }, { destinations: { dlq: { type: 'SNS' } } }),
    findings: [{ rule: 'both-failure-paths', path: 'functions.f.EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'DST-15', says: 'is sent twice, to "dlq" as a dead letter and to "failed" as a record', fix: '--set functions.f.DeadLetterConfig.TargetArn=null' }],
    nearMiss: sound({ DeadLetterConfig: { TargetArn: '' } }),
  },
  {
    what: 'both of them into one queue, by a version that takes the first from $LATEST',
    scenario: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' }, versions: { '1': caught } }, { traffic: [to('f'), to('f', { qualifier: '1' })] }),
    findings: [{ rule: 'both-failure-paths', path: 'functions.f.versions["1"].EventInvokeConfig.DestinationConfig.OnFailure.Destination', clause: 'DST-15', says: 'to "failed" twice, as a dead letter and as a record', fix: "--set 'functions.f.versions[\"1\"].DeadLetterConfig={}'" }],
    nearMiss: sound({ ...none(), DeadLetterConfig: { TargetArn: 'failed' }, versions: { '1': { ...caught, DeadLetterConfig: {} } } }, { traffic: [to('f'), to('f', { qualifier: '1' })] }),
  },
  {
    what: 'a destination that nobody uses',
    scenario: sound({}, { destinations: { spare: { type: 'SQS' } }, faults: [{ destination: 'spare', from: 0, until: 1, failureRate: 1 }, { destination: 'failed', from: 0, until: 1, failureRate: 1 }, { destination: 'spare', from: 0, until: 1, failureRate: 0 }] }),
    findings: [{ rule: 'unused-destination', path: 'destinations.spare', clause: 'DST-02', says: '"spare"', fix: "--set 'faults[2]=null' --set 'faults[0]=null' --set destinations.spare=null" }],
    nearMiss: sound({ versions: { '1': onSuccess('spare') } }, { destinations: { spare: { type: 'SQS' } } }),
  },
];

test('a dead-letter queue beside a failure destination that takes nothing is the only one that keeps anything: it is not advised away', () => {
  const f = { DeadLetterConfig: { TargetArn: 'dlq' } };
  const rules = (failed: object) => findingsOf(sound(f, { destinations: { dlq: { type: 'SQS' }, failed: { type: 'SQS', ...failed } } })).map(({ rule }) => rule);
  expect(rules({ permission: false })).toEqual(['missing-permission']);
  expect(rules({ fifo: true })).toEqual(['fifo-destination']);
  expect(rules({})).toEqual(['both-failure-paths']);
});

describe('each rule', () => {
  test.each(cases)('$what', ({ scenario, findings }) => {
    const found = findingsOf(scenario);
    expect(found.map(({ rule, path, clause }) => ({ rule, path, clause }))).toEqual(findings.map(({ rule, path, clause }) => ({ rule, path, clause })));
    for (const [index, { says, fix }] of findings.entries()) {
      expect(found[index]!.message).toMatch(says);
      if (fix !== undefined) expect(found[index]!.fix).toContain(fix);
    }
  });

  test.each(cases)('and not where it is nearly so: $what', ({ nearMiss }) => {
    expect(findingsOf(nearMiss)).toEqual([]);
  });

  test.each(cases)('has a fix that mends it: $what', ({ scenario }) => {
    const valid = parsed(scenario);
    expect(lint(valid).flatMap((finding) => failuresToMend(valid, finding))).toEqual([]);
  });

  test('is tried at least once, and most of them offer a setting', () => {
    const rules = new Set(cases.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    expect(rules.size).toBe(16);
    const withSettings = cases.flatMap(({ scenario }) => findingsOf(scenario)).filter((finding) => alternativesOf(finding).length > 0);
    expect(new Set(withSettings.map(({ rule }) => rule))).toEqual(rules);
  });
});

describe('only what may get events is looked at', () => {
  const remarks = (arrivals: unknown, more: object = {}) => findingsOf({ ...sound({}, { functions: { g: none() } }), traffic: [to('f'), { to: 'g', arrivals, ...more }] }).length;

  test.each<[string, unknown, object?]>([
    ['no rate', { poisson: { rate: 0 } }],
    ['a jump without a stage after it', { stages: [{ duration: '0s', rate: 5 }] }],
    ['stages at no rate', { stages: [{ duration: '10m', rate: 0 }] }],
    ['a curve around nothing', { sine: { mean: 0, amplitude: 0, period: '1h' } }],
    ['a burst after the end', { burst: { count: 5, at: '1h' } }],
    ['a burst at the end, shifted', { burst: { count: 5, at: '30m' } }, { from: '30m' }],
    ['instants after the end', { at: ['1h', '2h'] }],
    ['counts of nothing', { counts: { interval: '1m', counts: [0, 0] } }],
    ['counts after the end', { counts: { interval: '1h', counts: [0, 3] } }],
    ['a start at the end', { poisson: { rate: 5 } }, { from: '1h' }],
  ])('not with %s', (_what, arrivals, more) => {
    expect(remarks(arrivals, more)).toBe(0);
  });

  test.each<[string, unknown, object?]>([
    ['a rate', { poisson: { rate: 1 } }],
    ['a ramp down', { stages: [{ duration: '0s', rate: 5 }, { duration: '1m', rate: 0 }] }],
    ['a curve', { sine: { mean: 1, amplitude: 1, period: '1h' } }],
    ['a burst just before the end', { burst: { count: 1, at: '59m' } }, { from: '59s' }],
    ['an instant', { at: ['2h', '59m'] }],
    ['counts', { counts: { interval: '30m', counts: [0, 3] } }],
    ['a trace, which is not read for this', { trace: { file: 'x.csv', format: 'generic' } }],
  ])('but with %s', (_what, arrivals, more) => {
    expect(remarks(arrivals, more)).toBe(1);
  });

  test('and not what only a delivery that cannot succeed would invoke', () => {
    const chain = (payloadBytes: number, more: object = {}) => sound(onSuccess('next'), { functions: { g: none() }, destinations: { next: { type: 'Lambda', function: 'g', ...more } }, traffic: [to('f', { payloadBytes })] });
    const rules = (scenario: ScenarioInput) => findingsOf(scenario).map(({ rule }) => rule);
    expect(rules(chain(1000))).toEqual(['no-failure-path']);
    expect(rules(chain(1000, { permission: false }))).toEqual(['missing-permission']);
    expect(rules(chain(1000, { maximumBytes: 1200 }))).toEqual(['message-too-large']);
  });
});

describe('every finding', () => {
  test('stands where the scenario has or could have a setting, names a clause, speaks in sentences, and is mended by its fix', () => {
    const clauses = new Set(readFileSync(new URL('../../docs/clauses.md', import.meta.url), 'utf8').match(/\b[A-Z]{3}-\d{2}\b/g));
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(scenarioArbitrary(), (input) => {
        const scenario = parsed(input);
        const before = JSON.stringify(scenario);
        const findings = lint(scenario);
        expect(JSON.stringify(scenario)).toBe(before);
        expect(new Set(findings.map(({ rule, path }) => `${rule} ${path}`)).size).toBe(findings.length);
        for (const finding of findings) {
          seen.set(finding.rule, (seen.get(finding.rule) ?? 0) + 1);
          expect(clauses).toContain(finding.clause);
          expect(finding.message).toMatch(/^["\w][^]*\.$/);
          expect(finding.message).not.toMatch(/undefined|NaN|null(?!")|Infinity/);
          expect(finding.path).not.toBe('');
        }
        // One of a kind, as each costs two more readings of the scenario.
        for (const finding of new Map(findings.map((one) => [one.rule, one])).values()) expect(failuresToMend(scenario, finding)).toEqual([]);
      }),
      { numRuns: 150, seed: 5 },
    );
    expect(seen.size).toBeGreaterThan(8);
  });
});

test('a chain of thousands of functions is looked at in good time', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `f${index}`);
  const functions = Object.fromEntries(names.map((name, index) => [name, onSuccess(names[(index + 1) % names.length]!)]));
  const found = findingsOf({ ...sound({}, { traffic: [to('f0')] }), functions });
  expect(found.map(({ rule }) => rule)).toEqual(['recursive-loop']);
  expect(found[0]!.message).toContain('and 997 more');
});
