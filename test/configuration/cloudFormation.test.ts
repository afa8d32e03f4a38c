import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTemplate } from '../../sim/configuration/cloudFormation.ts';
import { readDeadLetterConfig } from '../../sim/configuration/functionConfiguration.ts';
import { anyText } from '../anyText.ts';
import { announcedTemplate, template, templateConfig } from './documents.ts';

const problemsOf = (text: string) => {
  const read = readTemplate(text);
  return 'problem' in read ? read.problem.map(({ path }) => path) : [];
};
const messageOf = (text: string) => {
  const read = readTemplate(text);
  return 'problem' in read ? read.problem.map(({ message }) => message).join('\n') : '';
};

const expected = {
  eventInvokeConfigs: [{ logicalId: 'EventInvokeConfig', FunctionName: 'YourLambdaFunctionWithEventInvokeConfig', Qualifier: '$LATEST', config: templateConfig }],
  deadLetterConfigs: [],
};

describe('the announced template', () => {
  const { logicalId, config, ...names } = expected.eventInvokeConfigs[0]!;
  const json = { Resources: { [logicalId]: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { ...names, ...config } } } };

  test.each([
    ['YAML', template],
    ['YAML with Windows line ends', template.replaceAll('\n', '\r\n')],
    ['YAML in typographic quotes', template.replace(/"([^"]*)"/g, '“$1”')],
    ['YAML without quotes', template.replaceAll('"', '')],
    ['YAML without its indentation', announcedTemplate],
    ['YAML without its indentation or blank lines', announcedTemplate.replaceAll('\n\n', '\n')],
    ['JSON', JSON.stringify(json, null, 2)],
    ['JSON after a blank line', `\n${JSON.stringify(json)}`],
  ])('in %s', (_form, text) => {
    expect(readTemplate(text)).toEqual(expected);
  });

  test('is found among other resources, whose values may be anything', () => {
    const others = `AWSTemplateFormatVersion: '2010-09-09'
${template}  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "\${AWS::StackName}-failed"
  Worker:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: worker
      Role: !GetAtt Role.Arn
      Timeout: 30
      DeadLetterConfig:
        TargetArn: arn:aws:sqs:us-east-1:123456789012:dead
  Other:
    Type: AWS::Lambda::Function
    Properties: { Timeout: 3 }
Outputs:
  Arn: { Value: !Join [":", [a, !Ref Queue]] }
`;
    expect(readTemplate(others)).toEqual({
      ...expected,
      deadLetterConfigs: [{ logicalId: 'Worker', FunctionName: 'worker', DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead' } }],
    });
  });

  test('is understood as a resource alone', () => {
    expect(readTemplate(JSON.stringify(json.Resources[logicalId]))).toEqual({ ...expected, eventInvokeConfigs: [{ ...expected.eventInvokeConfigs[0], logicalId: '' }] });
  });
});

describe('what is refused', () => {
  const at = 'Resources.EventInvokeConfig.Properties';
  test.each([
    [template.replace('600', '59'), [`${at}.MaximumEventAgeInSeconds`]],
    [template.replace('600', '"600"'), [`${at}.MaximumEventAgeInSeconds`]],
    [template.replace('MaximumRetryAttempts', 'MaximumRetryAttemps'), [`${at}.MaximumRetryAttemps`]],
    [template.replace('arn:aws:sns:us-east-1:123456789012:YourSNSTopicOnSuccess', 'arn:aws:s3:::bucket'), [`${at}.DestinationConfig.OnSuccess.Destination`]],
    [template.replace('YourLambdaFunctionOnFailure', 'YourLambdaFunctionWithEventInvokeConfig'), [`${at}.DestinationConfig.OnFailure.Destination`]],
    [template.replace('"$LATEST"', '!Ref Version'), [`${at}.Qualifier`]],
    [template.replace('"YourLambdaFunctionWithEventInvokeConfig"', '{ Ref: Function }'), [`${at}.FunctionName`]],
    [template.replace(/"arn:aws:sns[^"]*"/, '!GetAtt Topic.Arn'), [`${at}.DestinationConfig.OnSuccess.Destination`]],
    [template.replace(/"arn:aws:sns[^"]*"/, '!Join [":", [arn]]'), [`${at}.DestinationConfig.OnSuccess.Destination`]],
    [template.replace('      FunctionName: "YourLambdaFunctionWithEventInvokeConfig"\n', ''), [`${at}.FunctionName`]],
    [template.replace('AWS::Lambda::EventInvokeConfig', 'AWS::SQS::Queue'), ['']],
    ['Resources: {}', ['']],
    ['{}', ['']],
    ['', ['']],
    ['just words', ['']],
    ['[1, 2', ['']],
    ['{ "Resources": ', ['']],
    ['a: 1\na: 2', ['']],
    ['Resources:\n  X:\n    Type: AWS::Lambda::EventInvokeConfig\n', ['Resources.X.Properties']],
    ['Resources:\n  X:\n    Type: AWS::Lambda::Function\n    Properties: { DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:123456789012:q.fifo" } }\n', ['Resources.X.Properties.DeadLetterConfig.TargetArn']],
    ['? [a]\n: b', ['']],
    ['? !Ref a\n: b', ['']],
    ['__proto__: 1\nResources: {}', ['__proto__']],
  ])('%j', (text, paths) => {
    expect(problemsOf(text)).toEqual(paths);
  });

  test('a key that is given twice, and a text that is too long or too deep', () => {
    expect(messageOf('a: 1\nb: 2\na: 3')).toBe('This is not YAML: line 3, column 1: "a" is given twice.');
    expect(messageOf(`a: ${'x'.repeat(1_000_000)}`)).toContain('too long');
    // Some of these depths would end the process.
    for (const opening of ['[\n', '- ', '? ', '- [']) for (const depth of [33, 400, 1500, 10_000]) expect(messageOf(opening.repeat(depth))).toContain('nested too deeply');
  });

  test('what the library says of a slip is shown without what could steer a terminal', () => {
    expect(messageOf('Resources:\n]Type:\u0086\u008e x\n\n  y\n')).toContain('"Type:\\u0086\\u008e x');
  });

  test('tags other than those of CloudFormation make nothing of a value', () => {
    for (const tag of ['!!set', '!!omap', '!!binary', '!!js/function', '!!timestamp']) expect(problemsOf(`Resources:\n  X:\n    Type: AWS::Lambda::EventInvokeConfig\n    Properties: ${tag} { a }\n`)).not.toEqual([]);
  });

  test('a value that CloudFormation works out is named as it is written', () => {
    expect(messageOf(template.replace(/"arn:aws:sns[^"]*"/, '!GetAtt Topic.Arn'))).toBe('!GetAtt: "Topic.Arn" is worked out by CloudFormation; write the ARN itself.');
  });

  test('a slip in the YAML has its line', () => {
    expect(messageOf('Resources:\n  X: [1\n')).toMatch(/^This is not YAML: line \d, column \d+: /);
  });

  test('aliases that explode are not followed', () => {
    const bomb = Array.from({ length: 12 }, (_, level) => `a${level}: &a${level} [${Array(9).fill(level === 0 ? 'x' : `*a${level - 1}`).join(', ')}]`).join('\n');
    expect(messageOf(bomb)).toContain('aliases');
  });

  test('whatever the text, the answer is settings or issues', () => {
    const pieces = fc.constantFrom('Resources:', '\n', '  ', 'Type: ', 'AWS::Lambda::EventInvokeConfig', '!Ref ', '&a', '*a', '{', '}', '[', ']', '- ', ': ', '"', '“', '|', '? ', '<<: *a', '%YAML 1.1\n', '---\n');
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.array(pieces).map((parts) => parts.join(''))), (text) => {
        for (const read of [readTemplate, readDeadLetterConfig]) {
          const answer = read(text);
          if ('problem' in answer) expect(answer.problem.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a dead-letter queue in a function’s JSON', () => {
  test.each([
    ['{ "DeadLetterConfig": { "TargetArn": "" } }', { DeadLetterConfig: { TargetArn: '' } }],
    ['{ "FunctionName": "f", "DeadLetterConfig": {} }', { FunctionName: 'f', DeadLetterConfig: {} }],
  ])('%s', (text, read) => {
    expect(readDeadLetterConfig(text)).toEqual(read);
  });

  test.each(['{}', '[]', '{', '{ "DeadLetterConfig": "arn" }', '{ "DeadLetterConfig": { "TargetArn": "string" } }', '{ "DeadLetterConfig": { "Target": "" } }'])('%s is refused', (text) => {
    expect(readDeadLetterConfig(text)).toHaveProperty('problem');
  });
});
