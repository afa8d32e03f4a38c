import * as z from 'zod/mini';
import { behaviour } from './behaviour.ts';
import { deadLetterConfig } from './deadLetterConfig.ts';
import { eventInvokeConfig } from './eventInvokeConfig.ts';
import { field } from './field.ts';
import { rule, type Broken } from './rule.ts';
import { duration, integer, known, reference } from './values.ts';

/** What names the function itself where a version or an alias is asked for. [CFG-04] */
export const latest = '$LATEST';

/** The published versions of a function, by number. What one leaves out is as $LATEST has it, except EventInvokeConfig. [CFG-03, DLQ-07] */
export function versions() {
  return z.record(versionNumber(), version());
}

/** Names for versions, each with an EventInvokeConfig of its own. [CFG-03, CFG-04] */
export function aliases() {
  return z.record(aliasName(), alias());
}

function version() {
  return z.strictObject({
    Timeout: z.exactOptional(
      field(
        {
          label: 'Timeout',
          doc: 'The longest an attempt of this version may run.',
          unit: 'seconds',
          aws: 'Timeout',
          clauses: ['ENV-07'],
          grade: 'documented',
          defaultNote: asLatest,
        },
        integer(1, 900),
      ),
    ),

    MemorySize: z.exactOptional(
      field(
        {
          label: 'Memory',
          doc: 'Memory of an execution environment of this version.',
          unit: 'MB',
          aws: 'MemorySize',
          clauses: ['ENV-09'],
          grade: 'documented',
          defaultNote: asLatest,
        },
        integer(128, 10_240),
      ),
    ),

    DeadLetterConfig: z.exactOptional(
      field(
        {
          label: 'Dead-letter queue',
          doc: 'The dead-letter queue that was published with the version; `{}` is none.',
          aws: 'DeadLetterConfig',
          clauses: ['DLQ-07'],
          grade: 'measured',
          defaultNote: asLatest,
        },
        deadLetterConfig(),
      ),
    ),

    behaviour: z.exactOptional(
      field(
        {
          label: 'Behaviour',
          doc: 'What the code of this version does. Given, it replaces the function’s as a whole.',
          defaultNote: asLatest,
        },
        behaviour(),
      ),
    ),

    EventInvokeConfig: ownEventInvokeConfig('version'),

    ProvisionedConcurrencyConfig: provisionedConcurrency(),
  });
}

function alias() {
  return z
    .strictObject({
      FunctionVersion: field(
        {
          label: 'Version',
          doc: `The version that the alias stands for, or \`"${latest}"\`.`,
          aws: 'FunctionVersion',
          clauses: ['CFG-04'],
        },
        reference('a version'),
      ),

      EventInvokeConfig: ownEventInvokeConfig('alias'),

      ProvisionedConcurrencyConfig: provisionedConcurrency(),
    })
    .check(rule(nothingProvisionedForLatest));
}

const asLatest = `as \`${latest}\` has it`;

function ownEventInvokeConfig(noun: 'version' | 'alias') {
  return z.prefault(
    field(
      {
        label: 'Asynchronous invocation',
        doc: `Retries, age limit and destinations of events that are sent to this ${noun}. Nothing is inherited: what is left out is 2, 21600 and no destination.`,
        aws: 'EventInvokeConfig',
        clauses: ['CFG-03', 'CFG-04'],
        grade: 'measured',
      },
      eventInvokeConfig(),
    ),
    {},
  );
}

function provisionedConcurrency() {
  return z.exactOptional(
    field(
      {
        label: 'Provisioned concurrency',
        doc: 'Execution environments that are kept initialised for what is sent here.',
        aws: 'ProvisionedConcurrencyConfig',
        clauses: ['CON-05', 'CON-06', 'CON-08'],
        grade: 'documented',
        defaultNote: 'none',
      },
      z.strictObject({
        ProvisionedConcurrentExecutions: field(
          {
            label: 'Provisioned concurrency',
            doc: 'How many. Those of all versions and aliases together fit into the function’s reservation, or into what the account has unreserved less 100.',
            unit: 'environments',
            aws: 'ProvisionedConcurrentExecutions',
            clauses: ['CON-05'],
            grade: 'documented',
          },
          integer(1, 1_000_000),
        ),
        requestedAt: z.exactOptional(
          field(
            {
              label: 'Requested at',
              doc: 'When they are asked for; allocating them takes minutes. Left out, they are there when the scenario begins.',
              unit: 'duration',
              clauses: ['CON-08'],
              grade: 'documented',
              defaultNote: 'before the scenario begins',
            },
            duration(),
          ),
        ),
      }),
    ),
  );
}

function* nothingProvisionedForLatest(value: Record<string, unknown>): Iterable<Broken> {
  if (value['FunctionVersion'] !== latest || !Object.hasOwn(value, 'ProvisionedConcurrencyConfig')) return;
  yield {
    path: ['ProvisionedConcurrencyConfig'],
    allowed: 'an alias of a version',
    clause: 'CON-05',
    message: `Concurrency cannot be provisioned for ${latest}, and this alias stands for it; publish a version under "versions".`,
  };
}

function versionNumber() {
  const pattern = '^[1-9]\\d{0,9}$';
  return known(
    {
      kind: 'text',
      words: 'the number of a version, such as "1"; names are for "aliases"',
      suggest: (found) => /^(?:v|version)[ _-]?([1-9]\d{0,9})$/i.exec(found)?.[1] ?? null,
      jsonSchema: { type: 'string', pattern },
    },
    z.string().check(z.regex(new RegExp(pattern))),
  );
}

function aliasName() {
  const pattern = '^(?!\\d+$)[A-Za-z0-9_-]{1,128}$';
  return known(
    {
      kind: 'text',
      words: 'the name of an alias: 1 to 128 letters, digits, hyphens and underscores, not only digits',
      suggest: () => null,
      jsonSchema: { type: 'string', pattern },
    },
    z.string().check(z.regex(new RegExp(pattern))),
  );
}
