import type { Series } from '../../sim/engines/result.ts';
import type { Scenario } from '../../sim/scenario/schema.ts';
import { targetNamed, type Target } from '../../sim/scenario/sinks.ts';
import { latest } from '../../sim/scenario/versions.ts';

/** What a destination, or several of them together, received and did not receive so far: cumulative counts at each row's end. */
export interface DestinationLine {
  name: string;
  received: Float64Array;
  failed: Float64Array;
}

/**
 * One line for each destination that anything was sent to, the busiest first; more than `most` of them share the last line.
 * For a function, version or alias only the destinations that it refers to, with what others send them, too.
 */
export function destinationLines(scenario: Scenario, functionName: string | null, destinations: Series['destinations'], most: number): DestinationLine[] {
  const target = functionName === null ? null : targetNamed(scenario, functionName);
  const names = target === null ? Object.keys(destinations) : [...new Set([...destinationsOf(target), ...mappingDestinations(scenario, target)])];
  const lines = names
    .flatMap((name) => (destinations[name] === undefined ? [] : [{ name, ...destinations[name] }]))
    .filter((line) => total(line) > 0)
    .sort((one, other) => total(other) - total(one));
  if (lines.length <= most) return lines;
  const others = lines.slice(most - 1);
  return [...lines.slice(0, most - 1), { name: `${String(others.length)} others`, received: sum(others.map(({ received }) => received)), failed: sum(others.map(({ failed }) => failed)) }];
}

/** The names of the destinations that a function, version or alias refers to, each once. */
export function destinationsOf({ settings }: Target): string[] {
  const { OnSuccess, OnFailure } = settings.EventInvokeConfig.DestinationConfig;
  const names = [settings.DeadLetterConfig.TargetArn, OnFailure.Destination, OnSuccess.Destination];
  return [...new Set(names.flatMap((name) => (name === undefined || name === '' ? [] : [name])))];
}

/** Where the mappings that invoke it send what they discard. [DDB-08] */
function mappingDestinations({ eventSourceMappings }: Scenario, { function: name, qualifier }: Target): string[] {
  return Object.values(eventSourceMappings).flatMap((mapping) => {
    const { Destination } = mapping.DestinationConfig.OnFailure;
    return mapping.FunctionName === name && (mapping.qualifier ?? latest) === (qualifier ?? latest) && Destination !== undefined && Destination !== '' ? [Destination] : [];
  });
}

const total = ({ received, failed }: DestinationLine): number => (received.at(-1) ?? 0) + (failed.at(-1) ?? 0);

function sum(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns[0] ?? [], (_, row) => columns.reduce((all, column) => all + (column[row] ?? 0), 0));
}
