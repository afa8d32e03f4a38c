import type * as z from 'zod/mini';
import { bare, rowAt, shapeOf } from './lookup.ts';
import { latest } from './versions.ts';

/** Settings under the names that other tools give them; where a name may mean several, the likeliest first. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  memory: ['MemorySize'],
  memorysize: ['MemorySize'],
  reservedconcurrency: ['ReservedConcurrentExecutions'],
  provisionedconcurrency: ['ProvisionedConcurrencyConfig'],
  concurrency: ['ConcurrentExecutions'],
  maximumretries: ['MaximumRetryAttempts'],
  maxretries: ['MaximumRetryAttempts'],
  retries: ['MaximumRetryAttempts'],
  retryattempts: ['MaximumRetryAttempts'],
  maximumeventage: ['MaximumEventAgeInSeconds'],
  maxeventage: ['MaximumEventAgeInSeconds'],
  onerror: ['DeadLetterConfig'],
  deadletterqueue: ['DeadLetterConfig'],
  dlq: ['DeadLetterConfig'],
  recursiveloopdetection: ['RecursiveLoop'],
  version: ['qualifier', 'FunctionVersion'],
  alias: ['qualifier'],
  body: ['payload'],
  payloadsize: ['payloadBytes'],
  responsesize: ['responseBytes'],
  responsepayload: ['response'],
  latency: ['duration'],
  start: ['from', 'startsAt'],
  startdate: ['startsAt'],
  starttime: ['startsAt'],
  end: ['until'],
  function: ['to'],
  target: ['to', 'function'],
  coldstart: ['initDuration'],
  failurerate: ['errorRate'],
  fifoqueue: ['fifo'],
  fifotopic: ['fifo'],
  kmskey: ['customerManagedKey'],
  maximummessagesize: ['maximumBytes'],
  accountnumber: ['AccountId'],
};

/** A sentence that says where a key belongs which is not known in its place, perhaps with a clause; null where nobody knows it. */
export function whereKeyBelongs(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
  key: string,
): { sentence: string; clause?: string } | null {
  const plain = key.toLowerCase().replace(/[\s_-]/g, '');
  if (path.length === 2 && path[0] === 'functions' && plain.startsWith('provisionedconcurren'))
    return {
      sentence: `Concurrency is provisioned for a version or an alias, never for ${latest}: write it inside "versions.<number>" or "aliases.<name>".`,
      clause: 'CON-05',
    };
  const sentence = sentenceFor(root, path, plain);
  return sentence === null ? null : { sentence };
}

function sentenceFor(root: z.core.$ZodType, path: readonly PropertyKey[], plain: string): string | null {
  const here = Object.keys(shapeOf(rowAt(root, path)?.schema ?? root) ?? {});
  const others = (Object.hasOwn(otherNames, plain) ? otherNames[plain] : undefined) ?? [];
  const meant = others.find((other) => here.includes(other));
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  const wanted = others[0]?.toLowerCase() ?? plain;
  // Inside the object first: a setting written one or more levels too high is the commonest mistake.
  const inside = find(rowAt(root, path)?.schema ?? root, wanted, []);
  if (inside !== null) return `Did you mean "${inside[inside.length - 1]}" inside "${inside.slice(0, -1).join('.')}"?`;
  const anywhere = find(root, wanted, []);
  return anywhere === null
    ? null
    : `"${anywhere[anywhere.length - 1]}" belongs ${anywhere.length === 1 ? 'at the top level' : `inside "${anywhere.slice(0, -1).join('.')}"`}.`;
}

/** The shortest way to a key, breadth first. */
function find(root: z.core.$ZodType, key: string, start: readonly string[]): readonly string[] | null {
  const queue: { schema: z.core.$ZodType; path: readonly string[] }[] = [{ schema: root, path: start }];
  for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
    const { def } = bare(place.schema)._zod as z.core.$ZodTypes['_zod'];
    if (def.type === 'object') {
      for (const [name, inner] of Object.entries(def.shape)) {
        if (name.toLowerCase() === key && place.path.length > 0) return [...place.path, name];
        queue.push({ schema: inner, path: [...place.path, name] });
      }
    } else if (def.type === 'record') queue.push({ schema: def.valueType, path: [...place.path, '<name>'] });
    else if (def.type === 'array')
      queue.push({ schema: def.element, path: [...place.path.slice(0, -1), `${place.path[place.path.length - 1] ?? ''}[]`] });
    else if (def.type === 'union') for (const option of def.options) queue.push({ schema: option, path: place.path });
  }
  return null;
}
