import { isRecord } from '../scenario/rule.ts';

const longest = 80;

/** What an entry of a list or a map is, in a line: `import, poisson rate 10/s`. */
export function entryTitle(holder: string, index: number, entry: unknown): string {
  const words = holder === 'script' && isRecord(entry) ? `event ${inWords(entry['event'])}` : inWords(entry);
  const title = words === '' ? String(index + 1) : words;
  return title.length <= longest ? title : `${title.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Keys whose value speaks for itself. */
const silent: ReadonlySet<string> = new Set(['to', 'arrivals', 'function', 'destination', 'type', 'result', 'duration', 'ProvisionedConcurrencyConfig', 'DeadLetterConfig', 'EventSourceArn', 'FunctionName']);

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'one entry' : `${value.length} entries`;
  if (!isRecord(value)) return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return Object.entries(value)
    .filter(([key]) => !unsaid.has(key))
    .slice(0, 4)
    .map(([key, inner]) => (key === 'file' ? inWords(inner).replace(/^.*\//, '') : inner === true ? key : silent.has(key) ? inWords(inner) : `${key} ${inWords(inner)}`.trim()))
    .filter((words) => words !== '')
    .join(', ');
}

/** What is too long for a line. */
const unsaid: ReadonlySet<string> = new Set(['format', 'within', 'payload', 'payloadText', 'response', 'error', 'source', 'EventInvokeConfig', 'DestinationConfig', 'behaviour', 'attempts']);
