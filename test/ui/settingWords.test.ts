import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { destinationWords, mainSettings } from '../../ui/views/settingWords.ts';

function scenarioWith(input: object) {
  const { scenario, issues } = parseScenario(JSON.stringify({ version: 1, duration: '1h', ...input }));
  if (scenario === null) throw new Error(JSON.stringify(issues));
  return scenario;
}

const scenario = scenarioWith({
  functions: {
    resize: {
      ReservedConcurrentExecutions: 50,
      DeadLetterConfig: { TargetArn: 'letters' },
      versions: { '3': { Timeout: 9, DeadLetterConfig: {} } },
      aliases: {
        live: { FunctionVersion: '3', EventInvokeConfig: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: 'orders.fifo' } } }, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 20, requestedAt: '5m' } },
      },
    },
    other: {},
  },
  destinations: {
    letters: { type: 'SQS', permission: false },
    'orders.fifo': { type: 'SNS', customerManagedKey: true, keyPermission: false },
    chain: { type: 'Lambda', function: 'resize', qualifier: 'live', failureRate: 0.1 },
    other: { type: 'Lambda' },
  },
  traffic: [
    { to: 'resize', arrivals: { poisson: { rate: '1/s' } } },
    { to: 'resize', qualifier: 'live', arrivals: { poisson: { rate: '2/s' } }, source: 'S3' },
  ],
  faults: [{ function: 'resize', from: '1m', until: '2m', deleted: true }],
});

/** All settings that are shown for a name, as `group.name: value`. */
function words(name: string | null): string[] {
  return mainSettings(scenario, name).flatMap(({ title, settings }) => settings.map((setting) => `${title}.${setting.name}: ${setting.value}`));
}

describe('a destination in a few words', () => {
  it.each([
    ['letters', 'SQS, no permission'],
    ['orders.fifo', 'SNS, FIFO, no permission for its key'],
    ['chain', 'Lambda, invokes resize:live, failureRate 0.1'],
    ['other', 'Lambda'],
    ['resize', 'Lambda'],
    ['constructor', 'Lambda'],
  ])('%s is %s', (name, expected) => {
    expect(destinationWords(scenario, name)).toBe(expected);
  });
});

describe('the settings at a glance', () => {
  it('of an alias are its own, its version’s, and its function’s reservation', () => {
    const shown = words('resize:live');
    for (const expected of [
      'resize:live.FunctionVersion: 3',
      'resize:live.ReservedConcurrentExecutions: 50',
      'resize:live.ProvisionedConcurrentExecutions: 20 from 5m',
      'resize:live.MaximumRetryAttempts: 0',
      'resize:live.Timeout: 9',
      'resize:live.OnFailure: orders.fifo',
      'resize:live.DeadLetterConfig: none',
      'Traffic.poisson: rate 2/s to live, from S3',
      'Destinations.orders.fifo: SNS, FIFO, no permission for its key',
      'Faults.1m – 2m: deleted',
    ]) expect(shown).toContain(expected);
    expect(shown.filter((one) => one.startsWith('Traffic.'))).toHaveLength(1);
    expect(shown.some((one) => one.includes('letters'))).toBe(false);
  });

  it('of a function name its versions and aliases, and where its dead letters go', () => {
    const shown = words('resize');
    expect(shown).toContain('resize.DeadLetterConfig: letters');
    expect(shown).toContain('Versions and aliases.3: version');
    expect(shown).toContain('Versions and aliases.live: alias of 3, 20 from 5m provisioned');
    expect(shown).toContain('Destinations.letters: SQS, no permission');
    expect(shown).toContain('Traffic.poisson: rate 1/s');
  });

  it('of several functions are what they share, with every destination', () => {
    const shown = words(null);
    expect(shown).toContain('Functions.functions: 2');
    expect(shown.filter((one) => one.startsWith('Destinations.'))).toHaveLength(4);
  });

  it('of a function without destinations name none', () => {
    expect(words('other').some((one) => one.startsWith('Destinations.'))).toBe(false);
  });
});
