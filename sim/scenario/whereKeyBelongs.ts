import type * as z from 'zod/mini';
import { bare, rowAt, shapeOf } from './lookup.ts';

/** Settings under the names that other tools give them. */
const otherNames: Readonly<Record<string, string>> = {
  memory: 'MemorySize',
  memorysize: 'MemorySize',
  reservedconcurrency: 'ReservedConcurrentExecutions',
  concurrency: 'ConcurrentExecutions',
  maximumretries: 'MaximumRetryAttempts',
  maxretries: 'MaximumRetryAttempts',
  retries: 'MaximumRetryAttempts',
  retryattempts: 'MaximumRetryAttempts',
  maximumeventage: 'MaximumEventAgeInSeconds',
  maxeventage: 'MaximumEventAgeInSeconds',
  onerror: 'DeadLetterConfig',
  deadletterqueue: 'DeadLetterConfig',
  dlq: 'DeadLetterConfig',
  payload: 'payloadBytes',
  payloadsize: 'payloadBytes',
  latency: 'duration',
  start: 'from',
  end: 'until',
  function: 'to',
  target: 'to',
  coldstart: 'initDuration',
  failurerate: 'errorRate',
};

/** A sentence that says where a key belongs which is not known in its place; null where nobody knows it. */
export function whereKeyBelongs(root: z.core.$ZodType, path: readonly PropertyKey[], key: string): string | null {
  const plain = key.toLowerCase().replace(/[\s_-]/g, '');
  const here = Object.keys(shapeOf(rowAt(root, path)?.schema ?? root) ?? {});
  const meant = Object.hasOwn(otherNames, plain) ? otherNames[plain] : undefined;
  if (meant !== undefined && here.includes(meant)) return `Did you mean "${meant}"?`;
  // Inside the object first: a setting written one or more levels too high is the commonest mistake.
  const inside = find(rowAt(root, path)?.schema ?? root, meant?.toLowerCase() ?? plain, []);
  if (inside !== null) return `Did you mean "${inside[inside.length - 1]}" inside "${inside.slice(0, -1).join('.')}"?`;
  const anywhere = find(root, meant?.toLowerCase() ?? plain, []);
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
