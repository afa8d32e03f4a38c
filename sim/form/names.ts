import { isRecord, listAt, recordAt } from '../scenario/rule.ts';
import { latest } from '../scenario/versions.ts';
import type { Path } from './form.ts';

/** A scenario as it was written, which need not be a valid one. */
export type Written = Record<string, unknown>;

/** The names that a reference of some place may have; null where the words are not those of a reference. */
export function namesFor(words: string, path: Path, scenario: Written): readonly string[] | null {
  const functions = recordAt(scenario, 'functions');
  const destinations = recordAt(scenario, 'destinations');
  const streams = recordAt(scenario, 'streams');
  const queues = Object.keys(recordAt(scenario, 'queues')).filter((name) => !Object.hasOwn(destinations, name));
  switch (words) {
    case 'the name of a function':
      return Object.keys(functions);
    case 'the name of a destination':
      return path.at(-1) === 'TargetArn' ? [...namesOfType(destinations, (type) => type === 'SQS' || type === 'SNS'), ...queues] : Object.keys(destinations);
    case 'the name of a destination or a queue':
      return [...namesOfType(destinations, (type) => type === 'SQS' || type === 'SNS' || type === 'S3'), ...queues];
    case 'the name of a queue':
      return Object.keys(recordAt(scenario, 'queues')).filter((name) => name !== path[1]);
    case 'the name of a stream or a queue':
      return [...Object.keys(streams), ...Object.keys(recordAt(scenario, 'queues'))];
    case 'the name of a destination or a function': {
      const sinks = namesOfType(destinations, path.includes('OnSuccess') ? (type) => type !== 'S3' : () => true);
      return [...sinks, ...queues, ...Object.keys(functions).filter((name) => name !== path[1] && !Object.hasOwn(destinations, name))];
    }
    case 'the name of a version or an alias': {
      const settings = recordAt(functions, invokedAt(path, scenario));
      return [latest, ...Object.keys(recordAt(settings, 'versions')), ...Object.keys(recordAt(settings, 'aliases'))];
    }
    case 'the name of a version':
      return [latest, ...Object.keys(recordAt(recordAt(functions, String(path[1])), 'versions'))];
    default:
      return null;
  }
}

function namesOfType(destinations: Written, accepts: (type: unknown) => boolean): string[] {
  return Object.entries(destinations).flatMap(([name, own]) => (accepts(isRecord(own) ? own['type'] : undefined) ? [name] : []));
}

/** The function that an entry of traffic, a destination or a mapping invokes. */
function invokedAt(path: Path, scenario: Written): string {
  const [part, name] = path;
  if (part === 'destinations') return String(recordAt(recordAt(scenario, 'destinations'), String(name))['function'] ?? name);
  if (part === 'eventSourceMappings') return String(recordAt(recordAt(scenario, 'eventSourceMappings'), String(name))['FunctionName']);
  const entry = listAt(scenario, 'traffic')[Number(name)];
  return isRecord(entry) ? String(entry['to']) : '';
}

/** The destinations that a function, its versions and aliases send to, and the mappings that invoke it. */
export function destinationsUsedBy(name: string, scenario: Written): Set<string> {
  const used = new Set<string>();
  const settings = recordAt(recordAt(scenario, 'functions'), name);
  const own = [settings, ...['versions', 'aliases'].flatMap((part) => Object.values(recordAt(settings, part)).filter(isRecord))];
  for (const mapping of mappingsOf(scenario)) {
    const found = recordAt(recordAt(mapping, 'DestinationConfig'), 'OnFailure')['Destination'];
    if (mapping['FunctionName'] === name && typeof found === 'string' && found !== '') used.add(found);
  }
  for (const one of own) {
    const config = recordAt(recordAt(one, 'EventInvokeConfig'), 'DestinationConfig');
    const found = [recordAt(config, 'OnSuccess')['Destination'], recordAt(config, 'OnFailure')['Destination'], recordAt(one, 'DeadLetterConfig')['TargetArn']];
    for (const name of found) if (typeof name === 'string' && name !== '') used.add(name);
  }
  return used;
}

/** The event source mappings, as far as they are any. */
export function mappingsOf(scenario: Written): Written[] {
  return Object.values(recordAt(scenario, 'eventSourceMappings')).filter(isRecord);
}
