import { isRecord, listAt, recordAt } from '../scenario/rule.ts';
import { latest } from '../scenario/versions.ts';
import type { Path } from './form.ts';

/** A scenario as it was written, which need not be a valid one. */
export type Written = Record<string, unknown>;

/** The names that a reference of some place may have; null where the words are not those of a reference. */
export function namesFor(words: string, path: Path, scenario: Written): readonly string[] | null {
  const functions = recordAt(scenario, 'functions');
  const destinations = recordAt(scenario, 'destinations');
  switch (words) {
    case 'the name of a function':
      return Object.keys(functions);
    case 'the name of a destination':
      return namesOfType(destinations, path.at(-1) === 'TargetArn' ? (type) => type === 'SQS' || type === 'SNS' : () => true);
    case 'the name of a destination or a function': {
      const sinks = namesOfType(destinations, path.includes('OnSuccess') ? (type) => type !== 'S3' : () => true);
      return [...sinks, ...Object.keys(functions).filter((name) => name !== path[1] && !Object.hasOwn(destinations, name))];
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

/** The function that an entry of traffic or a destination invokes. */
function invokedAt(path: Path, scenario: Written): string {
  const [part, name] = path;
  if (part === 'destinations') return String(recordAt(recordAt(scenario, 'destinations'), String(name))['function'] ?? name);
  const entry = listAt(scenario, 'traffic')[Number(name)];
  return isRecord(entry) ? String(entry['to']) : '';
}

/** The destinations that a function, its versions and aliases send to. */
export function destinationsUsedBy(settings: Written): Set<string> {
  const used = new Set<string>();
  const own = [settings, ...['versions', 'aliases'].flatMap((part) => Object.values(recordAt(settings, part)).filter(isRecord))];
  for (const one of own) {
    const config = recordAt(recordAt(one, 'EventInvokeConfig'), 'DestinationConfig');
    const found = [recordAt(config, 'OnSuccess')['Destination'], recordAt(config, 'OnFailure')['Destination'], recordAt(one, 'DeadLetterConfig')['TargetArn']];
    for (const name of found) if (typeof name === 'string' && name !== '') used.add(name);
  }
  return used;
}
