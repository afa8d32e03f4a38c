import { recordAt } from '../scenario/rule.ts';
import type { Path } from './form.ts';
import type { Written } from './names.ts';

/** Whether a setting that is not written means anything beside what is. One that is written is always shown. */
export function isRelevant(path: Path, holder: Written, scenario: Written): boolean {
  const [key, , container] = [path.at(-1), path.at(-2), path.at(-3)];
  const [streams, queues] = [recordAt(scenario, 'streams'), recordAt(scenario, 'queues')];
  // A mapping needs something to read, a queue another one for what it gives up.
  if (path.length === 1 && key === 'eventSourceMappings') return Object.keys(streams).length + Object.keys(queues).length > 0;
  if (container === 'queues' && key === 'RedrivePolicy') return Object.keys(queues).length > 1;
  if (container === 'streams' && key === 'RetentionPeriodHours') return holder['type'] === 'Kinesis';
  if (container === 'eventSourceMappings') {
    const source = String(holder['EventSourceArn']);
    if (key === 'TumblingWindowInSeconds' || (ofStreams.has(String(key)) && Object.hasOwn(queues, source))) return false;
    if (key === 'ScalingConfig' && Object.hasOwn(streams, source)) return false;
  }
  if (key === 'spacing') return Object.hasOwn(holder, 'stages');
  if (container === 'destinations') {
    const { type } = holder;
    if (key === 'function' || key === 'qualifier') return type === 'Lambda';
    if (key === 'fifo') return type === 'SQS' || type === 'SNS';
    if (key === 'keyPermission') return holder['customerManagedKey'] === true;
  }
  if (container === 'attempts' && (key === 'response' || key === 'error')) return holder['result'] === (key === 'error' ? 'error' : 'success');
  return true;
}

/** Settings of a mapping that a queue does not have. [DDB-13] */
const ofStreams: ReadonlySet<string> = new Set(['ParallelizationFactor', 'StartingPosition', 'MaximumRecordAgeInSeconds', 'MaximumRetryAttempts', 'BisectBatchOnFunctionError', 'DestinationConfig']);

/** One of several ways to fill in an object, told by the keys that only it has. */
export interface Way {
  name: string;
  label: string;
  doc: string;
  signs: readonly string[];
  others: readonly string[];
}

/** The ways to fill in an object of which the format allows one; null where there is only one. */
export function waysOf(path: Path): readonly Way[] | null {
  if (path.at(-1) === 'lognormal') return lognormalWays;
  return path.length === 2 && path[0] === 'faults' ? faultWays : null;
}

const lognormalWays: readonly Way[] = [
  { name: 'percentiles', label: 'Median and 99th percentile', doc: 'Given by two percentiles.', signs: ['p50', 'p99'], others: [] },
  { name: 'moments', label: 'Mean and sigma', doc: 'Given by the mean and the standard deviation of the logarithm.', signs: ['mean', 'sigma'], others: [] },
];

const faultWays: readonly Way[] = [
  {
    name: 'function',
    label: 'Of a function',
    doc: 'Something goes wrong with a function for a while.',
    signs: ['function'],
    others: ['from', 'until', 'errorRate', 'systemErrorRate', 'durationFactor', 'ReservedConcurrentExecutions', 'enqueueFailureRate', 'deleted'],
  },
  { name: 'destination', label: 'Of a destination', doc: 'Deliveries to a destination fail for a while.', signs: ['destination'], others: ['from', 'until', 'failureRate'] },
];
