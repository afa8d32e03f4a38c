import { declared, qualified, undeclared, type Declared } from './declared.ts';
import { shown } from './issue.ts';
import { isRecord, recordAt, type Broken } from './rule.ts';
import { isFifo } from './sinks.ts';

/** Whether each function, version and alias sends its records and dead letters where Lambda can send them. */
export function* routes(scenario: Record<string, unknown>): Iterable<Broken> {
  const functions = recordAt(scenario, 'functions');
  const destinations = recordAt(scenario, 'destinations');
  const queues = recordAt(scenario, 'queues');
  const hasQueues = Object.keys(queues).length > 0;
  const places: Places = {
    functions,
    destinations,
    anyDestination: hasQueues
      ? declared('destination or queue', '"destinations" or "queues"', destinations, queues)
      : declared('destination', '"destinations"', destinations),
    anySink: hasQueues
      ? declared('destination, queue or function', '"destinations", "queues" or "functions"', destinations, queues, functions)
      : declared('destination or function', '"destinations" or "functions"', destinations, functions),
  };
  for (const [name, settings] of Object.entries(functions)) {
    if (!isRecord(settings)) continue;
    for (const [path, own] of configured(name, settings)) {
      const config = recordAt(recordAt(own, 'EventInvokeConfig'), 'DestinationConfig');
      for (const kind of ['OnSuccess', 'OnFailure'] as const)
        yield* destination(
          [...path, 'EventInvokeConfig', 'DestinationConfig', kind, 'Destination'],
          recordAt(config, kind)['Destination'],
          { kind, of: name },
          places,
        );
      yield* deadLetterQueue([...path, 'DeadLetterConfig', 'TargetArn'], recordAt(own, 'DeadLetterConfig')['TargetArn'], places);
    }
  }
}

interface Places {
  functions: Record<string, unknown>;
  destinations: Record<string, unknown>;
  anyDestination: Declared;
  anySink: Declared;
}

/** A function and its versions and aliases: whatever may have an EventInvokeConfig. [CFG-04] */
function* configured(
  name: string,
  settings: Record<string, unknown>,
): Iterable<[path: readonly PropertyKey[], own: Record<string, unknown>]> {
  const path = ['functions', name];
  yield [path, settings];
  for (const part of ['versions', 'aliases'])
    for (const [key, own] of Object.entries(recordAt(settings, part))) if (isRecord(own)) yield [[...path, part, key], own];
}

function* destination(
  path: readonly PropertyKey[],
  reference: unknown,
  route: { kind: 'OnSuccess' | 'OnFailure'; of: string },
  { functions, destinations, anySink }: Places,
): Iterable<Broken> {
  if (typeof reference !== 'string' || reference === '') return;
  yield* undeclared(path, reference, anySink, {
    advice:
      qualified(reference, functions) === null
        ? null
        : 'To invoke a version or an alias, refer to a destination of type "Lambda" with "qualifier".',
  });
  const own = recordAt(destinations, reference);
  if (route.kind === 'OnSuccess' && own['type'] === 'S3')
    yield {
      path,
      allowed: 'a destination of type SQS, SNS, Lambda or EventBridge, or a function',
      clause: 'DST-01',
      message: `${shown(reference)} is an S3 bucket, which receives failed events only.`,
    };
  const isDeclared = Object.hasOwn(destinations, reference);
  const invoked = !isDeclared ? reference : own['type'] === 'Lambda' ? (own['function'] ?? reference) : null;
  if (invoked === route.of)
    yield {
      path,
      allowed: 'anything but the function itself',
      clause: 'DST-11',
      message: isDeclared
        ? `${shown(reference)} invokes ${shown(route.of)}, and a function cannot be its own destination.`
        : `${shown(route.of)} cannot be its own destination.`,
    };
}

function* deadLetterQueue(
  path: readonly PropertyKey[],
  reference: unknown,
  { functions, destinations, anyDestination }: Places,
): Iterable<Broken> {
  if (typeof reference !== 'string' || reference === '') return;
  const refuse = (why: string): Broken => ({
    path,
    allowed: 'a destination of type SQS or SNS that is not FIFO',
    clause: 'DLQ-01',
    message: `${shown(reference)} ${why}; a dead-letter queue is a standard SQS queue or SNS topic.`,
  });
  if (!Object.hasOwn(destinations, reference) && Object.hasOwn(functions, reference)) {
    yield refuse('is a function');
    return;
  }
  yield* undeclared(path, reference, anyDestination);
  const own = recordAt(destinations, reference);
  const { type } = own;
  if (type === 'Lambda' || type === 'EventBridge' || type === 'S3') yield refuse(`is of type ${type}`);
  if (isFifo(reference, own)) yield refuse('is FIFO');
}
