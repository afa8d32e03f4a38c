import type { Scenario } from '../../../sim/scenario/schema.ts';

/** The ages at which the records that a mapping reads are given up, the sooner one first: its own limit, if it has one, and the stream's. [DDB-07] [DDB-32] */
export function recordLimits(scenario: Scenario, mapping: string): { name: string; seconds: number }[] {
  const settings = scenario.eventSourceMappings[mapping];
  const stream = settings === undefined ? undefined : scenario.streams[settings.EventSourceArn];
  if (settings === undefined || stream === undefined) return [];
  const maximum = settings.MaximumRecordAgeInSeconds;
  return [
    ...(maximum < 0 ? [] : [{ name: 'MaximumRecordAgeInSeconds', seconds: maximum }]),
    { name: 'retention of the stream', seconds: stream.RetentionPeriodHours * 3600 },
  ].sort((one, other) => one.seconds - other.seconds);
}
