import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCliCommand } from '../../sim/configuration/cliCommand.ts';
import { shellWords } from '../../sim/configuration/shellWords.ts';
import { anyText } from '../anyText.ts';
import { announcedFailure, announcedSuccess, deadLetterCommand, deadLetterCommandOnOneLine, invokeCommand, putCommand, updateCommand } from './documents.ts';

const problemsOf = (text: string) => {
  const read = readCliCommand(text);
  return 'problem' in read ? read.problem.map(({ path }) => path) : [];
};
const messageOf = (text: string) => {
  const read = readCliCommand(text);
  return 'problem' in read ? read.problem.map(({ message }) => message).join('\n') : '';
};

describe("the documents' own commands", () => {
  test.each([
    [putCommand, { operation: 'PutFunctionEventInvokeConfig', request: { FunctionName: 'error', MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 0 } }],
    [
      updateCommand,
      {
        operation: 'UpdateFunctionEventInvokeConfig',
        request: { FunctionName: 'error', DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-2:123456789012:destination' } } },
      },
    ],
    [
      deadLetterCommand,
      { operation: 'UpdateFunctionConfiguration', request: { FunctionName: 'my-function', DeadLetterConfig: { TargetArn: 'arn:aws:sns:us-east-2:123456789012:my-topic' } } },
    ],
    [invokeCommand, { operation: 'Invoke', request: { FunctionName: 'my-function', InvocationType: 'Event', Payload: '{ "key": "value" }' } }],
    [announcedSuccess, { operation: 'Invoke', request: { FunctionName: 'event-destinations', InvocationType: 'Event', Payload: '{ "Success": true }' } }],
    [announcedFailure, { operation: 'Invoke', request: { FunctionName: 'event-destinations', InvocationType: 'Event', Payload: '{ "Success": false }' } }],
  ])('%s', (text, operation) => {
    expect(readCliCommand(text)).toEqual(operation);
  });

  test('a line that a website has joined is the same command', () => {
    expect(readCliCommand(deadLetterCommandOnOneLine)).toEqual(readCliCommand(deadLetterCommand));
  });
});

describe('words', () => {
  test.each([
    ['a  b\tc', ['a', 'b', 'c']],
    ['$ a', ['a']],
    ["a 'b c' d''", ['a', 'b c', 'd']],
    ['a "b \\"c\\" \\x" d', ['a', 'b "c" \\x', 'd']],
    ['a \\\n  b \\\r\nc', ['a', 'b', 'c']],
    ['a \\ \n b', ['a', 'b']],
    ['a\\ b', ['a b']],
    ["'it’s — “so”'", ['it’s — “so”']],
    ['–a —b c–d -e', ['--a', '--b', 'c–d', '-e']],
    ['– a', ['–', 'a']],
    ['“a b” ‘c “d”’', ['a b', 'c "d"']],
    ["x='a'\"b\"c", ['x=abc']],
    ["''", ['']],
    ['\\', []],
    ['', []],
  ])('%j', (text, words) => {
    expect(shellWords(text)).toEqual({ words });
  });

  test.each(["a 'b", 'a "b', 'a “b', 'a ‘b', 'a "b\\"'])('%j has a quote without an end', (text) => {
    expect(shellWords(text)).toHaveProperty('problem');
  });
});

describe('what else is understood', () => {
  test('values after an equals sign, general options, the shorthand and a qualifier', () => {
    expect(
      readCliCommand(
        'aws lambda put-function-event-invoke-config --function-name=error --qualifier live --region us-east-2 --no-cli-pager ' +
          '--destination-config OnSuccess={Destination=arn:aws:sns:us-east-2:123456789012:t},OnFailure={Destination=}',
      ),
    ).toEqual({
      operation: 'PutFunctionEventInvokeConfig',
      request: {
        FunctionName: 'error',
        Qualifier: 'live',
        DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sns:us-east-2:123456789012:t' }, OnFailure: { Destination: '' } },
      },
    });
    expect(readCliCommand('aws lambda update-function-configuration --function-name f --dead-letter-config \'{"TargetArn":""}\'')).toEqual({
      operation: 'UpdateFunctionConfiguration',
      request: { FunctionName: 'f', DeadLetterConfig: { TargetArn: '' } },
    });
    expect(readCliCommand('aws lambda invoke --function-name f --invocation-type Event --cli-binary-format raw-in-base64-out out.json')).toEqual({
      operation: 'Invoke',
      request: { FunctionName: 'f', InvocationType: 'Event' },
    });
  });

  test.each([
    ['aws lambda list-functions', ['']],
    ["aws lambda invoke --function-name f --invocation-type Event out '--o\u001b[8m\n'", ['--o\\u001b[8m\\u000a']],
    ['aws s3 ls', ['']],
    ['aws lambda constructor', ['']],
    ['', ['']],
    ['aws lambda invoke --function-name f --invocation-type RequestResponse out', ['--invocation-type']],
    ['aws lambda invoke --function-name f out', ['--invocation-type']],
    ['aws lambda invoke --function-name f --invocation-type Event', ['']],
    ['aws lambda invoke --function-name f --invocation-type Event --payload file://p.json out', ['--payload']],
    ['aws lambda put-function-event-invoke-config --maximum-retry-attempts 0', ['--function-name']],
    ['aws lambda put-function-event-invoke-config --function-name f --maximum-retry-attempts two', ['--maximum-retry-attempts']],
    ['aws lambda put-function-event-invoke-config --function-name f --maximum-retry-attempts 3', ['MaximumRetryAttempts']],
    ['aws lambda put-function-event-invoke-config --function-name f --maximum-retry-attempts', ['--maximum-retry-attempts']],
    ['aws lambda put-function-event-invoke-config --function-name f --destination-config {', ['--destination-config']],
    ['aws lambda put-function-event-invoke-config --function-name f --destination-config OnFailure', ['--destination-config']],
    ["aws lambda put-function-event-invoke-config --function-name f --destination-config '[1]'", ['DestinationConfig']],
    ['aws lambda put-function-event-invoke-config --function-name f --destination-config OnFailure={Destination=arn:aws:lambda:us-east-2:123456789012:function:f}', ['DestinationConfig.OnFailure.Destination']],
    ['aws lambda put-function-event-invoke-config --function-name f --function-name g --maximum-retry-attempts 0', ['--function-name']],
    ['aws lambda update-function-configuration --function-name f', ['--dead-letter-config']],
    ['aws lambda update-function-configuration --function-name f --dead-letter-config TargetArn=arn:aws:sqs:us-east-2:123456789012:q --timeout 5', ['--timeout']],
    ['aws lambda update-function-configuration --function-name f --dead-letter-config TargetArn=arn:aws:sqs:us-east-2:123456789012:q extra', ['']],
    [`${putCommand}\n{ "LastModified": 1573686021.479 }`, ['']],
  ])('%s is refused', (text, paths) => {
    expect(problemsOf(text)).toEqual(paths);
  });

  test('a refusal says what is understood', () => {
    expect(messageOf('aws lambda put-function-event-invoke-confg --function-name f')).toContain('Did you mean "aws lambda put-function-event-invoke-config"?');
    expect(messageOf('aws lambda list-functions')).toContain('Understood are');
    expect(messageOf('aws lambda put-function-event-invoke-config --function-name f --maximum-retry-attempt 0')).toContain('Did you mean --maximum-retry-attempts?');
  });

  test('whatever the text, the answer is an operation or issues', () => {
    const pieces = fc.constantFrom('aws', 'lambda', 'invoke', 'put-function-event-invoke-config', '--function-name', '–qualifier', 'f', "'", '"', '“', '’', '\\', '\n', ' ', '=', '{', '}', ',', 'OnFailure={', '--destination-config', '--payload', '$');
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.array(pieces).map((parts) => parts.join(' ')), fc.array(pieces).map((parts) => parts.join(''))), (text) => {
        const read = readCliCommand(text);
        if ('problem' in read) expect(read.problem.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
    expect(problemsOf(`aws lambda invoke ${'\\'.repeat(100_000)}`)).not.toEqual([]);
    expect(problemsOf(`aws lambda put-function-event-invoke-config --function-name f --destination-config ${'a={'.repeat(100_000)}`)).not.toEqual([]);
    expect(problemsOf('\n'.repeat(200_000))).toEqual(['']);
  });
});
