/** The sections of the form, in the order in which a planner thinks. */
export const sectionTitles = ['Traffic', 'Streams and queues', 'Function', 'Retries and age', 'Concurrency', 'Failure path', 'Faults', 'Targets', 'Account', 'Scenario', 'Assumptions'] as const;

export type SectionTitle = (typeof sectionTitles)[number];

/** Which section a key of the scenario is in; any other is in `Scenario`. Functions are taken apart by the next table. */
export const sectionOfKey: Readonly<Record<string, SectionTitle>> = {
  traffic: 'Traffic',
  trafficScale: 'Traffic',
  streams: 'Streams and queues',
  queues: 'Streams and queues',
  eventSourceMappings: 'Streams and queues',
  functions: 'Function',
  destinations: 'Failure path',
  faults: 'Faults',
  expect: 'Targets',
  account: 'Account',
  assumptions: 'Assumptions',
};

/** Which section a key of a function, a version or an alias is in; any other is in `Function`. */
export const sectionOfFunctionKey: Readonly<Record<string, SectionTitle>> = {
  MaximumRetryAttempts: 'Retries and age',
  MaximumEventAgeInSeconds: 'Retries and age',
  ReservedConcurrentExecutions: 'Concurrency',
  ProvisionedConcurrencyConfig: 'Concurrency',
  DestinationConfig: 'Failure path',
  DeadLetterConfig: 'Failure path',
  RecursiveLoop: 'Failure path',
};

/** Groups of a function whose settings are listed without a heading of their own. */
export const dissolvedKeys: ReadonlySet<string> = new Set(['EventInvokeConfig', 'behaviour']);

/** Titles and links of the file: they change no number, and so have no default to go back to. */
export const titleKeys: ReadonlySet<string> = new Set(['$schema', 'name', 'description']);

/** The order of the scenario's own settings, where it is not that of the format: what decides the numbers comes first. */
export const scenarioKeys: readonly string[] = ['duration', 'delayTarget', 'seed', 'profile', 'startsAt', 'name', 'description', 'version', '$schema'];
