import { describe, expect, it } from 'vitest';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { minimal, withValue } from './samples.ts';

const issuesOf = (functions: Record<string, unknown>, rest: object = {}) => checkScenario({ ...minimal, functions, ...rest }).issues;
const issueOf = (settings: object, rest: object = {}) => {
  const issues = issuesOf({ f: settings }, rest);
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toHaveLength(1);
  return issues[0]!;
};
const provisioned = (ProvisionedConcurrentExecutions: number) => ({ ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions } });

describe('versions and aliases', () => {
  it('have the defaults of asynchronous invocation, and nothing else filled in', () => {
    const { scenario } = checkScenario({
      ...minimal,
      functions: {
        f: {
          EventInvokeConfig: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
          versions: { 1: {} },
          aliases: { live: { FunctionVersion: '1' } },
        },
      },
    });
    const EventInvokeConfig = {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
    };
    expect(scenario!.functions['f']!.versions).toEqual({ 1: { EventInvokeConfig } });
    expect(scenario!.functions['f']!.aliases).toEqual({ live: { FunctionVersion: '1', EventInvokeConfig } });
  });

  it('of a version, what is given is a whole: code and dead-letter queue have their own defaults', () => {
    const { scenario } = checkScenario(
      withValue(minimal, ['functions', 'f', 'versions'], { 7: { behaviour: { errorRate: 1 }, DeadLetterConfig: {} } }),
    );
    const version = scenario!.functions['f']!.versions['7']!;
    expect(version.behaviour).toMatchObject({ errorRate: 1, duration: { constant: '100ms' }, script: [] });
    expect(version.DeadLetterConfig).toEqual({});
    expect(version).not.toHaveProperty('Timeout');
  });

  it.each(['1', '42', '9999999999'])('a version may have the number %s', (number) => {
    expect(issuesOf({ f: { versions: { [number]: {} } } })).toEqual([]);
  });

  it.each([
    ['v1', 'Did you mean "1"?'],
    ['version-12', 'Did you mean "12"?'],
    ['0', 'the number of a version'],
    ['01', 'the number of a version'],
    ['live', 'names are for "aliases"'],
    ['$LATEST', 'the number of a version'],
  ])('the version %j is refused', (number, message) => {
    const issue = issueOf({ versions: { [number]: {} } });
    expect(issue.path).toContain('functions.f.versions');
    expect(issue.message).toContain(message);
  });

  it.each(['live', 'BLUE_2', '1-a', 'x'.repeat(128)])('an alias may be named %s', (name) => {
    expect(issuesOf({ f: { aliases: { [name]: { FunctionVersion: '$LATEST' } } } })).toEqual([]);
  });

  it.each(['12', 'a b', 'prod.1', '$LATEST', 'x'.repeat(129), ''])('the alias %j is refused', (name) => {
    expect(issueOf({ aliases: { [name]: { FunctionVersion: '$LATEST' } } }).allowed).toContain('the name of an alias');
  });

  it('an alias stands for a version that is declared, or for $LATEST', () => {
    const alias = (FunctionVersion?: unknown) => ({ versions: { 1: {}, 12: {} }, aliases: { live: { FunctionVersion } } });
    expect(issuesOf({ f: alias('12') })).toEqual([]);
    expect(issuesOf({ f: alias('$LATEST') })).toEqual([]);
    expect(issueOf(alias('2'))).toMatchObject({
      path: 'functions.f.aliases.live.FunctionVersion',
      message: 'There is no version of "f" named "2".',
      allowed: 'a declared version of "f": "1", "12", "$LATEST"',
    });
    expect(issueOf(alias('latest')).message).toContain('Did you mean "$LATEST"?');
    expect(issueOf(alias(12)).message).toContain('the name of a version');
    expect(issueOf(alias()).message).toContain('is missing');
  });

  it.each([
    ['versions.1', { versions: { 1: { Timeout: 901 } } }, 'Timeout', 'ENV-07'],
    ['versions.1', { versions: { 1: { EventInvokeConfig: { MaximumRetryAttempts: 3 } } } }, 'EventInvokeConfig.MaximumRetryAttempts', 'RTY-02'],
    ['versions.1', { versions: { 1: { behaviour: { errorRate: 2 } } } }, 'behaviour.errorRate', 'ERR-01'],
  ])('ranges hold in %s as in a function', (_, settings, key, clause) => {
    expect(issueOf(settings)).toMatchObject({ path: `functions.f.versions["1"].${key}`, clause });
  });

  it.each([
    [{ aliases: { live: { FunctionVersion: '$LATEST', Timeout: 3 } } }, '"Timeout" belongs inside "functions.<name>".'],
    [{ aliases: { live: { FunctionVersion: '$LATEST', version: '1' } } }, 'Did you mean "FunctionVersion"?'],
    [{ versions: { 1: { ReservedConcurrentExecutions: 1 } } }, '"ReservedConcurrentExecutions" belongs inside "functions.<name>".'],
    [{ versions: { 1: { timeout: 1 } } }, 'Did you mean "Timeout"?'],
  ])('%j: says where the key belongs', (settings, hint) => {
    expect(issueOf(settings).message).toContain(hint);
  });

  it('traffic and Lambda destinations name what they invoke', () => {
    const f = { versions: { 1: {} }, aliases: { live: { FunctionVersion: '1' } } };
    const sent = (qualifier: unknown) => ({ traffic: [{ to: 'f', qualifier, arrivals: { burst: { count: 1 } } }] });
    const invoked = (qualifier: unknown) => ({ destinations: { d: { type: 'Lambda', function: 'f', qualifier } } });
    for (const known of ['1', 'live', '$LATEST']) {
      expect(issuesOf({ f }, sent(known))).toEqual([]);
      expect(issuesOf({ f }, invoked(known))).toEqual([]);
    }
    expect(issueOf(f, sent('lve'))).toMatchObject({
      path: 'traffic[0].qualifier',
      message: 'The function "f" has no version or alias named "lve". Did you mean "live"?',
      allowed: 'a declared version or alias of "f": "1", "live", "$LATEST"',
    });
    expect(issueOf(f, invoked('2')).path).toBe('destinations.d.qualifier');
    expect(issueOf({}, sent('1')).message).toBe('The function "f" has no version or alias named "1".');
    expect(issueOf(f, { traffic: [{ to: 'f', version: '1', arrivals: { burst: { count: 1 } } }] }).message).toContain('"qualifier"');
    // Of a function that is not there nobody knows the versions.
    expect(issueOf(f, { traffic: [{ to: 'zebra', qualifier: '1', arrivals: { burst: { count: 1 } } }] }).path).toBe('traffic[0].to');
  });
});

describe('provisioned concurrency [CON-05]', () => {
  const live = (FunctionVersion: string) => ({ live: { FunctionVersion, ...provisioned(5) } });

  it('is for versions and aliases of versions, never for $LATEST', () => {
    expect(issuesOf({ f: { versions: { 1: provisioned(5) } } })).toEqual([]);
    expect(issuesOf({ f: { versions: { 1: {} }, aliases: live('1') } })).toEqual([]);
    expect(issueOf({ aliases: live('$LATEST') })).toMatchObject({
      path: 'functions.f.aliases.live.ProvisionedConcurrencyConfig',
      clause: 'CON-05',
    });
    expect(issueOf(provisioned(5))).toMatchObject({ path: 'functions.f.ProvisionedConcurrencyConfig', clause: 'CON-05' });
  });

  it('is at least 1, and may be requested later', () => {
    const config = (value: unknown) => ({ versions: { 1: { ProvisionedConcurrencyConfig: value } } });
    expect(issuesOf({ f: config({ ProvisionedConcurrentExecutions: 1, requestedAt: '10m' }) })).toEqual([]);
    expect(issueOf(config({ ProvisionedConcurrentExecutions: 0 })).allowed).toBe('a whole number from 1 to 1000000');
    expect(issueOf(config({ requestedAt: '10m' })).message).toContain('is missing');
    expect(issueOf(config({ ProvisionedConcurrentExecutions: 1, requestedAt: 'soon' })).message).toContain('requestedAt must be a duration');
  });

  it('fits into the reservation of the function, versions and aliases together', () => {
    const f = (reserved: number) => ({
      ReservedConcurrentExecutions: reserved,
      versions: { 1: provisioned(30), 2: {} },
      aliases: { live: { FunctionVersion: '2', ...provisioned(70) } },
    });
    expect(issuesOf({ f: f(100) })).toEqual([]);
    expect(issueOf(f(99))).toMatchObject({
      path: 'functions.f.aliases.live.ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions',
      clause: 'CON-05',
      message: '"f" has 100 execution environments provisioned in all, but reserves only 99.',
    });
    expect(issueOf(f(0)).clause).toBe('CON-05');
  });

  it('of functions without a reservation, fits with all reservations into the account less 100', () => {
    const functions = (own: number) => ({
      reserved: { ReservedConcurrentExecutions: 500, versions: { 1: provisioned(400) } },
      f: { versions: { 1: provisioned(own) } },
    });
    expect(issuesOf(functions(400))).toEqual([]);
    const [issue, ...more] = issuesOf(functions(401));
    expect(more).toEqual([]);
    expect(issue).toMatchObject({
      path: 'functions.reserved.ReservedConcurrentExecutions',
      clause: 'CON-02',
      message: 'The functions reserve or provision 901 execution environments in all, but an account with 1000 can reserve at most 900.',
    });
    expect(issueOf({ versions: { 1: provisioned(400), 2: provisioned(501) } })).toMatchObject({
      path: 'functions.f.versions["2"].ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions',
      clause: 'CON-05',
    });
    // An account of 100 or less has nothing to give, and 0 is always allowed.
    const small = { account: { ConcurrentExecutions: 50 } };
    expect(issueOf({ versions: { 1: provisioned(1) } }, small).clause).toBe('CON-05');
    expect(issuesOf({ f: { ReservedConcurrentExecutions: 0, versions: { 1: {} } } }, small)).toEqual([]);
  });

  it('a fault reserves 0 or no less than what is provisioned', () => {
    const f = { versions: { 1: provisioned(50) } };
    const fault = (ReservedConcurrentExecutions: number) => ({ faults: [{ function: 'f', from: 0, until: 60, ReservedConcurrentExecutions }] });
    expect(issuesOf({ f }, fault(0))).toEqual([]);
    expect(issuesOf({ f }, fault(50))).toEqual([]);
    expect(issueOf(f, fault(49))).toMatchObject({ path: 'faults[0].ReservedConcurrentExecutions', clause: 'CON-05' });
    expect(issueOf(f, fault(1)).allowed).toBe('0, or at least 50, which "f" has provisioned');
  });

  it('a fault that reserves takes the place of what is provisioned in the sum of the account', () => {
    const functions = { f: { versions: { 1: provisioned(300) } }, g: { ReservedConcurrentExecutions: 500 } };
    const fault = (ReservedConcurrentExecutions: number) => ({ faults: [{ function: 'f', from: 0, until: 60, ReservedConcurrentExecutions }] });
    expect(issuesOf(functions, fault(400))).toEqual([]);
    expect(issuesOf(functions, fault(401)).map(({ path, clause }) => ({ path, clause }))).toEqual([
      { path: 'faults[0].ReservedConcurrentExecutions', clause: 'CON-02' },
    ]);
  });
});
