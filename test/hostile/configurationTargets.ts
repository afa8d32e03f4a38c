import { readCliCommand } from '../../sim/configuration/cliCommand.ts';
import { readTemplate } from '../../sim/configuration/cloudFormation.ts';
import { putFunctionEventInvokeConfig, settingsInForce, updateFunctionEventInvokeConfig } from '../../sim/configuration/eventInvokeConfig.ts';
import { readDeadLetterConfig, unconfigured, updateFunctionConfiguration } from '../../sim/configuration/functionConfiguration.ts';
import type { Refusal } from '../../sim/configuration/refusal.ts';
import type { Issue } from '../../sim/scenario/issue.ts';
import { announcedFailure, announcedTemplate, context, deadLetterCommand, deadLetterCommandOnOneLine, invokeCommand, olderGuide, putCommand, template, updateCommand } from '../configuration/documents.ts';
import { fuzzTarget, insist, literal } from './fuzzTarget.ts';
import { hostileLiteral, hostileText } from './hostileWords.ts';
import { wellFormed } from './lawsOfReading.ts';
import { jsonSeed, mutatedJson } from './mutatedJson.ts';
import { mangled, withTokensChanged } from './mutatedText.ts';
import type { Random } from './random.ts';

const jsonTemplate = JSON.stringify({ Resources: { Settings: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: 'error', Qualifier: '$LATEST', MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-2:123456789012:failed' } } } }, Code: { Type: 'AWS::Lambda::Function', Properties: { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-2:123456789012:dead' } } } } });
const jsonSeeds = [jsonSeed(jsonTemplate), jsonSeed(olderGuide)];

const yamlTemplates: readonly string[] = [template, announcedTemplate, template.replace('"$LATEST"', '!Ref Alias'), `${template}  Code:\n    Type: AWS::Lambda::Function\n    Properties:\n      DeadLetterConfig: { TargetArn: !GetAtt Queue.Arn }\n`];
const yamlTokens = yamlTemplates.map((text) => text.match(/[\w$:-]+|[^\w\n]+|\n/g) ?? []);

/** What YAML does that JSON does not. */
const yamlWords = ['&a ', '*a', '*b', '<<: *a', '!Ref ', '!!binary ', '!!js/function ', '!<tag:x> ', '!!map ', '!!set ', '!!python/object ', '? ', ': ', '- ', '| ', '>-\n', '---\n', '...\n', '%YAML 1.2\n', '%TAG ! x\n', '# x', '{', '}', '[', ']', ', ', '"', "'", '~', '0o17', '0x1F', '.inf', '-.Inf', '.nan', 'yes', '2026-01-01', '1_000', '\t', '  ', '\n', '\r', '\n    ', '__proto__: {polluted: 1}\n', 'constructor: {prototype: {polluted: 1}}\n', '1e309', '[[[[[[', '{a: {a: {a: ', '“', '”'];
const yamlForeign = (random: Random): string => (random.chance(0.6) ? random.pick(yamlWords) : hostileText(random));

function aliasBomb(random: Random): string {
  const levels = 2 + random.below(25);
  const width = 2 + random.below(9);
  const rows = Array.from({ length: levels }, (_, level) => `  a${String(level)}: &a${String(level)} [${Array.from({ length: width }, () => (level === 0 ? 'x' : `*a${String(level - 1)}`)).join(', ')}]`);
  return `Resources:\n${rows.join('\n')}\n`;
}

/** CloudFormation templates, and the configuration of one function. */
export const templates = fuzzTarget<string>({
  name: 'templates',
  about: 'templates in YAML and JSON',
  weight: 20,
  input(random) {
    const choice = random.below(100);
    if (choice < 25) return mutatedJson(random, jsonSeeds, (chance) => (chance.chance(0.3) ? chance.pick(['{"Ref":"x"}', '{"Fn::GetAtt":["a","b"]}', '"$LATEST"', '2', '21600', '"arn:aws:s3:::b"', '"arn:aws:lambda:us-east-2:123456789012:function:error"']) : hostileLiteral(chance)));
    if (choice < 30) return aliasBomb(random);
    if (choice < 32) return `${random.pick(['[', '{a: ', '- ', '? ', '!x ', '&a ', '"'])}`.repeat(1 + random.below(3000));
    const text = withTokensChanged(random, random.pick(yamlTokens), yamlForeign);
    return random.chance(0.2) ? mangled(random, text, random.pick(yamlTemplates)) : text;
  },
  check(text) {
    const read = readTemplate(text);
    if ('problem' in read) refused(read);
    else {
      insist(read.eventInvokeConfigs.length + read.deadLetterConfigs.length > 0, 'neither settings nor issues');
      for (const { FunctionName, Qualifier, config } of read.eventInvokeConfigs) applies({ FunctionName, Qualifier, ...config });
    }
    const deadLetters = readDeadLetterConfig(text);
    if ('problem' in deadLetters) refused(deadLetters);
    else {
      const answer = updateFunctionConfiguration(unconfigured, deadLetters, context);
      if ('problem' in answer) refused(answer);
    }
  },
  show: literal,
});

const commandSeeds = [putCommand, updateCommand, invokeCommand, deadLetterCommand, deadLetterCommandOnOneLine, announcedFailure, 'aws lambda put-function-event-invoke-config --function-name error:live --destination-config OnSuccess={Destination=arn:aws:sqs:us-east-2:123456789012:a},OnFailure={}'];
const commandTokens = commandSeeds.map((text) => text.match(/[\w-]+|\s+|[^\w\s]/g) ?? []);
const commandWords = [' ', '\n', '\\\n', '\\', "'", '"', '‘', '’', '“', '”', '–', '—', '--', '=', ',', '{', '}', '$', '`', '--function-name', '--qualifier', '--payload', '--destination-config', '--maximum-retry-attempts', '--region', '--no-cli-pager', 'file://x', 'fileb://x', 'invoke', 'toString', '__proto__', '--__proto__', '--constructor=1', ';', '|', '&&', '\r', '\t', '1', '-1', '999999999999999', '{"a":1,"a":2}', 'A={'.repeat(12)];

/** Commands of the AWS command line, as documents print them. */
export const awsCommands = fuzzTarget<string>({
  name: 'commands',
  about: 'commands of the AWS command line',
  weight: 130,
  input(random) {
    const text = withTokensChanged(random, random.pick(commandTokens), (chance) => (chance.chance(0.7) ? chance.pick(commandWords) : chance.chance(0.5) ? hostileLiteral(chance) : hostileText(chance)));
    return random.chance(0.1) ? mangled(random, text, random.pick(commandSeeds)) : text;
  },
  check(text) {
    const read = readCliCommand(text);
    if ('problem' in read) refused(read);
    else if (read.operation === 'UpdateFunctionConfiguration') {
      const answer = updateFunctionConfiguration(unconfigured, read.request, context);
      if ('problem' in answer) refused(answer);
    } else if (read.operation !== 'Invoke') applies(read.request);
  },
  show: literal,
});

/** Settings that were read can be put, and then updated: an answer or a refusal. */
function applies(request: unknown): void {
  const put = putFunctionEventInvokeConfig(new Map(), request, context);
  if ('problem' in put) {
    refused(put);
    return;
  }
  const updated = updateFunctionEventInvokeConfig(put.configs, request, context);
  insist(!('problem' in updated), 'what can be put cannot be updated');
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = settingsInForce(put.configs);
  insist([0, 1, 2].includes(MaximumRetryAttempts) && MaximumEventAgeInSeconds >= 60 && MaximumEventAgeInSeconds <= 21_600, 'settings that AWS does not have');
}

function refused({ problem }: Refusal): void {
  insist(problem.length > 0 && problem.length <= 1001, () => `${String(problem.length)} issues`);
  wellFormed(problem as Issue[]);
}
