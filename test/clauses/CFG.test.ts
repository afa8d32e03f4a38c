import { describe, expect, test } from 'vitest';
import { readCliCommand } from '../../sim/configuration/cliCommand.ts';
import { readTemplate } from '../../sim/configuration/cloudFormation.ts';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  settingsInForce,
  updateFunctionEventInvokeConfig,
  type EventInvokeConfigs,
} from '../../sim/configuration/eventInvokeConfig.ts';
import { publishVersion, readDeadLetterConfig, unconfigured, updateFunctionConfiguration } from '../../sim/configuration/functionConfiguration.ts';
import type { Refusal } from '../../sim/configuration/refusal.ts';
import { lint } from '../../sim/lint/lint.ts';
import {
  announcedTemplate,
  context,
  deadLetterCommand,
  olderGuide,
  putAnswer,
  putCommand,
  putMoment,
  template,
  templateConfig,
  updateAnswer,
  updateCommand,
  updateMoment,
} from '../configuration/documents.ts';
import { parsed, sound } from '../lint/check.ts';

/** What was asked for, where it was not refused. */
function granted<Answer>(answer: Answer | Refusal): Exclude<Answer, Refusal> {
  if (typeof answer === 'object' && answer !== null && 'problem' in answer) throw new Error(answer.problem.map(({ message }) => message).join('\n'));
  return answer as Exclude<Answer, Refusal>;
}

const queue = 'arn:aws:sqs:us-east-2:123456789012:destination';
const nothing: EventInvokeConfigs = new Map();
const put = (configs: EventInvokeConfigs, request: unknown) => granted(putFunctionEventInvokeConfig(configs, request, context)).configs;
const answer = (configs: EventInvokeConfigs, Qualifier?: string) =>
  granted(getFunctionEventInvokeConfig(configs, Qualifier === undefined ? {} : { Qualifier }, context)).response;

describe('CFG: the settings of asynchronous invocation, as AWS keeps them', () => {
  test('CFG-01 a template resource has a function, a qualifier and the three settings, and needs the first two', () => {
    const { eventInvokeConfigs } = granted(readTemplate(template));
    expect(eventInvokeConfigs).toEqual([
      { logicalId: 'EventInvokeConfig', FunctionName: 'YourLambdaFunctionWithEventInvokeConfig', Qualifier: '$LATEST', config: templateConfig },
    ]);
    const bare = readTemplate('{ "Type": "AWS::Lambda::EventInvokeConfig", "Properties": { "MaximumRetries": 0 } }');
    expect('problem' in bare && bare.problem.map(({ path, clause }) => ({ path, clause }))).toEqual([
      { path: 'Properties.FunctionName', clause: 'CFG-01' },
      { path: 'Properties.Qualifier', clause: 'CFG-01' },
      { path: 'Properties.MaximumRetries', clause: undefined },
    ]);
  });

  test('CFG-03 every qualifier has settings of its own; what is missing is 2, 21600 and no destination, and never inherited', () => {
    const configs = put(put(nothing, { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }), { Qualifier: 'live', MaximumRetryAttempts: 1 });
    const untouched = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600, DestinationConfig: { OnSuccess: {}, OnFailure: {} } };
    expect(settingsInForce(configs)).toEqual({ ...untouched, MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect(settingsInForce(configs, 'live')).toEqual({ ...untouched, MaximumRetryAttempts: 1 });
    expect(settingsInForce(configs, '7')).toEqual(untouched);
    const missing = getFunctionEventInvokeConfig(configs, { Qualifier: '7' }, context);
    expect(missing).toMatchObject({ problem: [{ clause: 'CFG-03', message: "The function arn:aws:lambda:us-east-2:123456789012:function:error:7 doesn't have an EventInvokeConfig" }] });
  });

  test('CFG-04 five operations on a function, a version or an alias; without a qualifier it is $LATEST', () => {
    let configs = put(put(put(nothing, { MaximumRetryAttempts: 0 }), { Qualifier: '3', MaximumRetryAttempts: 1 }), { Qualifier: 'live', MaximumRetryAttempts: 2 });
    expect([...configs.keys()]).toEqual(['$LATEST', '3', 'live']);
    expect(answer(configs)).toBe(answer(configs, '$LATEST'));
    expect(listFunctionEventInvokeConfigs(configs).response.FunctionEventInvokeConfigs.map((one) => [one.FunctionArn.split(':').at(-1), one.MaximumRetryAttempts])).toEqual([
      ['$LATEST', 0],
      ['3', 1],
      ['live', 2],
    ]);
    configs = granted(updateFunctionEventInvokeConfig(configs, { FunctionName: 'error:3', MaximumRetryAttempts: 0 }, context)).configs;
    expect(answer(configs, '3').MaximumRetryAttempts).toBe(0);
    configs = granted(deleteFunctionEventInvokeConfig(configs, { Qualifier: 'live' }, context)).configs;
    expect([...configs.keys()]).toEqual(['$LATEST', '3']);
    expect(deleteFunctionEventInvokeConfig(configs, { Qualifier: 'live' }, context)).toHaveProperty('problem');
  });

  test("CFG-05 the async guide's two commands, one after the other, get exactly the answers that it prints", () => {
    const first = readCliCommand(putCommand);
    if ('problem' in first || first.operation !== 'PutFunctionEventInvokeConfig') throw new Error('not understood');
    const afterPut = granted(putFunctionEventInvokeConfig(nothing, first.request, { ...context, now: putMoment }));
    expect(JSON.stringify(afterPut.response, null, 4)).toBe(putAnswer);

    const second = readCliCommand(updateCommand);
    if ('problem' in second || second.operation !== 'UpdateFunctionEventInvokeConfig') throw new Error('not understood');
    const afterUpdate = granted(updateFunctionEventInvokeConfig(afterPut.configs, second.request, { ...context, now: updateMoment }));
    expect(JSON.stringify(afterUpdate.response, null, 4)).toBe(updateAnswer);
    expect(answer(afterUpdate.configs)).toEqual(afterUpdate.response);
    expect(answer(afterPut.configs)).toEqual(afterPut.response);
  });

  test("CFG-06 the announcement's template is read as written and as its website prints it: 600 s, no retries, a topic and a function", () => {
    const read = granted(readTemplate(template));
    expect(granted(readTemplate(announcedTemplate))).toEqual(read);
    const [resource] = read.eventInvokeConfigs;
    const inTheRegion = { ...context, region: 'us-east-1', functionName: resource!.FunctionName };
    const { response } = granted(putFunctionEventInvokeConfig(nothing, { FunctionName: resource!.FunctionName, Qualifier: resource!.Qualifier, ...resource!.config }, inTheRegion));
    expect(response).toMatchObject({ ...templateConfig, FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:YourLambdaFunctionWithEventInvokeConfig:$LATEST' });
  });

  test('DST-24 put resets what it leaves out, update leaves it, each destination by itself', () => {
    const full = put(nothing, {
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 120,
      DestinationConfig: { OnSuccess: { Destination: `${queue}-s` }, OnFailure: { Destination: `${queue}-f` } },
    });
    const updated = granted(updateFunctionEventInvokeConfig(full, { DestinationConfig: { OnFailure: { Destination: queue } } }, context)).configs;
    expect(answer(updated)).toMatchObject({
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 120,
      DestinationConfig: { OnSuccess: { Destination: `${queue}-s` }, OnFailure: { Destination: queue } },
    });
    const again = answer(put(updated, { MaximumRetryAttempts: 0 }));
    expect(again).toEqual({ ...answer(full), MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: undefined, DestinationConfig: { OnSuccess: {}, OnFailure: {} } });
    expect(Object.keys(again)).not.toContain('MaximumEventAgeInSeconds');
    expect(updateFunctionEventInvokeConfig(nothing, { MaximumRetryAttempts: 0 }, context)).toHaveProperty('problem');
  });

  test('DST-25 a request that sets nothing is refused in AWS’s words, and an empty destination removes the route', () => {
    for (const request of [{}, { Qualifier: 'live' }, { DestinationConfig: {} }])
      for (const operation of [putFunctionEventInvokeConfig, updateFunctionEventInvokeConfig])
        expect(operation(put(nothing, { MaximumRetryAttempts: 0 }), request, context)).toMatchObject({
          problem: [{ clause: 'DST-25', message: 'You must specify at least one of error handling or destination setting.' }],
        });
    const both = put(nothing, { DestinationConfig: { OnSuccess: { Destination: `${queue}-s` }, OnFailure: { Destination: queue } } });
    const removed = granted(updateFunctionEventInvokeConfig(both, { DestinationConfig: { OnFailure: { Destination: '' } } }, context));
    expect(removed.response.DestinationConfig).toEqual({ OnSuccess: { Destination: `${queue}-s` }, OnFailure: {} });
  });

  test('DLQ-15 the dead-letter queue is set by its TargetArn, left by an empty object and removed by an empty text', () => {
    const command = readCliCommand(deadLetterCommand);
    if ('problem' in command || command.operation !== 'UpdateFunctionConfiguration') throw new Error('not understood');
    const TargetArn = 'arn:aws:sns:us-east-2:123456789012:my-topic';
    const there = { ...context, functionName: 'my-function' };
    const set = granted(updateFunctionConfiguration(unconfigured, command.request, there));
    expect(set.response).toEqual({
      FunctionName: 'my-function',
      FunctionArn: 'arn:aws:lambda:us-east-2:123456789012:function:my-function',
      Version: '$LATEST',
      DeadLetterConfig: { TargetArn },
    });
    const left = granted(updateFunctionConfiguration(set.configurations, { DeadLetterConfig: {} }, there));
    expect(left.response.DeadLetterConfig).toEqual({ TargetArn });
    const removed = granted(updateFunctionConfiguration(left.configurations, { DeadLetterConfig: { TargetArn: '' } }, there));
    expect(removed.response).not.toHaveProperty('DeadLetterConfig');
    expect(removed.configurations).toEqual(unconfigured);
    expect(readDeadLetterConfig(olderGuide)).toEqual({
      FunctionName: 'string',
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-2:123456789012:dead-letters' },
    });
  });

  test('DLQ-07 a published version keeps its dead-letter queue, whatever $LATEST gets later', () => {
    const target = (name: string) => ({ DeadLetterConfig: { TargetArn: `arn:aws:sqs:us-east-2:123456789012:${name}` } });
    const a = granted(updateFunctionConfiguration(unconfigured, target('a'), context)).configurations;
    const one = publishVersion(a, context);
    expect(one.response).toEqual({
      FunctionName: 'error',
      FunctionArn: 'arn:aws:lambda:us-east-2:123456789012:function:error:1',
      Version: '1',
      ...target('a'),
    });
    const b = granted(updateFunctionConfiguration(one.configurations, target('b'), context)).configurations;
    const two = publishVersion(b, context).configurations;
    const removed = granted(updateFunctionConfiguration(two, { DeadLetterConfig: { TargetArn: '' } }, context)).configurations;
    expect(removed.latest).toEqual({});
    expect([...removed.versions]).toEqual([
      ['1', target('a').DeadLetterConfig],
      ['2', target('b').DeadLetterConfig],
    ]);
    expect(updateFunctionConfiguration(removed, { FunctionName: 'error:1', ...target('c') }, context)).toMatchObject({ problem: [{ clause: 'DLQ-07' }] });
    expect(publishVersion(one.configurations, context).response.Version).toBe('1');
  });

  test('DLQ-14 where events come from SQS, a dead-letter queue on the function is remarked on: it belongs on the SQS queue', () => {
    const remarks = (source: string) =>
      lint(parsed(sound({ DeadLetterConfig: { TargetArn: 'failed' }, EventInvokeConfig: { DestinationConfig: { OnFailure: {} } } }, { traffic: [{ to: 'f', arrivals: { burst: { count: 1 } }, source: source as 'SQS' }] })));
    expect(remarks('SNS')).toEqual([]);
    expect(remarks('SQS')).toMatchObject([{ rule: 'dead-letter-queue-for-sqs', clause: 'DLQ-14', path: 'functions.f.DeadLetterConfig.TargetArn' }]);
    expect(remarks('SQS')[0]!.fix).toMatch(/^Configure the dead-letter queue on the SQS queue/);
  });
});
