import { oneOf, shown, visible, type Issue } from '../scenario/issue.ts';
import { closest } from '../scenario/suggest.ts';
import type { EventInvokeConfigRequest } from './eventInvokeConfig.ts';
import { settingIssues } from './eventInvokeSettings.ts';
import { deadLetterIssues, type DeadLetterConfig } from './functionConfiguration.ts';
import type { Refusal } from './refusal.ts';
import { nameIssues, qualifierIssues } from './requestTarget.ts';
import { shellWords } from './shellWords.ts';
import { readStructure } from './shorthand.ts';

/** What a command asks of Lambda, in the words of the API. */
export type CliOperation =
  | { operation: 'PutFunctionEventInvokeConfig' | 'UpdateFunctionEventInvokeConfig'; request: NamesFunction & EventInvokeConfigRequest }
  | { operation: 'UpdateFunctionConfiguration'; request: NamesFunction & { DeadLetterConfig: DeadLetterConfig } }
  | { operation: 'Invoke'; request: NamesFunction & { Qualifier?: string; InvocationType: 'Event'; Payload?: string } };

interface NamesFunction {
  FunctionName: string;
}

/**
 * Reads one `aws lambda …` command as documents print it: over several lines, in any quotes, with the dashes of a website.
 * Understood are put- and update-function-event-invoke-config, update-function-configuration with --dead-letter-config, and
 * invoke with --invocation-type Event, whose payload is the text as printed. [ASY-01, CFG-04, DLQ-15]
 */
export function readCliCommand(text: string): CliOperation | Refusal {
  const split = shellWords(text);
  if ('problem' in split) return refusal(shown(text), 'one aws lambda command', split.problem);
  const [program, service, verb = '', ...words] = split.words;
  const command = commands[verb];
  if (program !== 'aws' || service !== 'lambda' || command === undefined || !Object.hasOwn(commands, verb)) return unknownCommand(split.words);
  const { request, problem, files } = readOptions(words, command);
  if (files.length !== command.files) problem.push(filesIssue(verb, files, command));
  for (const option of command.required) {
    if (Object.hasOwn(request, commandOptions[option]!.key) || problem.some(({ path }) => path === option)) continue;
    problem.push({ path: option, found: 'nothing', allowed: `${option} and a value`, message: `${verb} needs ${option}.` });
  }
  problem.push(...valueIssues(request));
  // A request without problems is of the shape that its operation says, which no type can follow through a table.
  return problem.length > 0 ? { problem } : ({ operation: command.operation, request } as unknown as CliOperation);
}

interface Command {
  operation: CliOperation['operation'];
  options: readonly string[];
  required: readonly string[];
  /** Words that belong to no option: where the answer is written to. */
  files: 0 | 1;
}

const settings: Pick<Command, 'options' | 'required' | 'files'> = {
  options: ['--function-name', '--qualifier', '--maximum-retry-attempts', '--maximum-event-age-in-seconds', '--destination-config'],
  required: ['--function-name'],
  files: 0,
};

const commands: Readonly<Record<string, Command>> = {
  'put-function-event-invoke-config': { operation: 'PutFunctionEventInvokeConfig', ...settings },
  'update-function-event-invoke-config': { operation: 'UpdateFunctionEventInvokeConfig', ...settings },
  'update-function-configuration': {
    operation: 'UpdateFunctionConfiguration',
    options: ['--function-name', '--dead-letter-config'],
    required: ['--function-name', '--dead-letter-config'],
    files: 0,
  },
  invoke: {
    operation: 'Invoke',
    options: ['--function-name', '--qualifier', '--invocation-type', '--payload'],
    required: ['--function-name', '--invocation-type'],
    files: 1,
  },
};

const commandOptions: Readonly<Record<string, { key: string; kind: 'text' | 'wholeNumber' | 'structure' }>> = {
  '--function-name': { key: 'FunctionName', kind: 'text' },
  '--qualifier': { key: 'Qualifier', kind: 'text' },
  '--maximum-retry-attempts': { key: 'MaximumRetryAttempts', kind: 'wholeNumber' },
  '--maximum-event-age-in-seconds': { key: 'MaximumEventAgeInSeconds', kind: 'wholeNumber' },
  '--destination-config': { key: 'DestinationConfig', kind: 'structure' },
  '--dead-letter-config': { key: 'DeadLetterConfig', kind: 'structure' },
  '--invocation-type': { key: 'InvocationType', kind: 'text' },
  '--payload': { key: 'Payload', kind: 'text' },
};

/** Options of every AWS command that change nothing of what is asked. */
const passedOver: readonly string[] = ['--region', '--profile', '--output', '--cli-binary-format', '--no-cli-pager'];

function readOptions(words: readonly string[], { options }: Command): { request: Record<string, unknown>; problem: Issue[]; files: string[] } {
  const request: Record<string, unknown> = {};
  const problem: Issue[] = [];
  const files: string[] = [];
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (!word.startsWith('--')) {
      files.push(word);
      continue;
    }
    const [, option = word, inline] = /^(--[\w-]+)=([\s\S]*)$/.exec(word) ?? [];
    const known = options.includes(option);
    if (!known && !passedOver.includes(option)) {
      problem.push(unknownOption(option, options));
      // Its value would be taken for a file.
      if (inline === undefined && waiting[0]?.startsWith('--') === false) waiting.shift();
      continue;
    }
    if (option === '--no-cli-pager') continue;
    const value = inline ?? (waiting[0]?.startsWith('--') === true ? undefined : waiting.shift());
    if (value === undefined) problem.push({ path: option, found: 'nothing', allowed: 'a value', message: `${option} needs a value after it.` });
    else if (known) problem.push(...take(request, option, value));
  }
  return { request, problem, files };
}

function take(request: Record<string, unknown>, option: string, text: string): Issue[] {
  const { key, kind } = commandOptions[option]!;
  if (Object.hasOwn(request, key)) return [{ path: option, found: shown(text), allowed: 'each option once', message: `${option} is given twice.` }];
  if (/^fileb?:\/\//.test(text))
    return [{ path: option, found: shown(text), allowed: 'the value itself', message: `${option} names a file; write what is in it.` }];
  if (kind === 'structure') {
    const read = readStructure(text);
    if ('issues' in read) return read.issues.map((issue) => ({ ...issue, path: issue.path === '' ? option : `${option} ${issue.path}` }));
    request[key] = read.value;
  } else if (kind === 'wholeNumber' && /^-?\d{1,15}$/.test(text)) request[key] = Number(text);
  else if (kind === 'wholeNumber')
    return [{ path: option, found: shown(text), allowed: 'a whole number', message: `${option} must be a whole number, but is ${shown(text)}.` }];
  else request[key] = text;
  return [];
}

/** What is wrong with the values, whatever the command. */
function valueIssues({ FunctionName, Qualifier, InvocationType, DeadLetterConfig, ...others }: Record<string, unknown>): Issue[] {
  const { reference, issues } = nameIssues(FunctionName, '--function-name');
  issues.push(...qualifierIssues(Qualifier, reference?.qualifier, '--qualifier'));
  issues.push(...settingIssues(others, reference), ...deadLetterIssues(DeadLetterConfig, reference));
  if (InvocationType !== undefined && InvocationType !== 'Event')
    issues.push({
      path: '--invocation-type',
      found: shown(InvocationType),
      allowed: 'Event',
      clause: 'ASY-01',
      message: 'Only asynchronous invocations, of type Event, are simulated.',
    });
  return issues;
}

function unknownCommand(words: readonly string[]): Refusal {
  const guess = closest(words[2] ?? '', Object.keys(commands));
  const hint = guess === null || Object.hasOwn(commands, words[2] ?? '') ? '' : ` Did you mean "aws lambda ${guess}"?`;
  const allowed = oneOf(Object.keys(commands).map((name) => `aws lambda ${name}`));
  return refusal(shown(words.slice(0, 3).join(' ')), allowed, `Understood are ${allowed.replace(' or ', ' and ')}.${hint}`);
}

function unknownOption(option: string, options: readonly string[]): Issue {
  const guess = closest(option, options);
  const path = visible(option);
  const message = `The option ${path} is not understood.${guess === null ? '' : ` Did you mean ${guess}?`}`;
  return { path, found: shown(option), allowed: oneOf(options), message };
}

function filesIssue(verb: string, files: readonly string[], command: Command): Issue {
  const found = files.length === 0 ? 'nothing' : shown(files.join(' '));
  if (command.files === 0) return { path: '', found, allowed: 'options only', message: `${verb} takes options only, but was given ${found} as well.` };
  const allowed = 'one file for the answer, such as response.json';
  return { path: '', found, allowed, message: `${verb} needs ${allowed}, but was given ${found}.` };
}

function refusal(found: string, allowed: string, message: string): Refusal {
  return { problem: [{ path: '', found, allowed, message }] };
}
