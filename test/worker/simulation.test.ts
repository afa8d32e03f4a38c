import { describe, expect, it } from 'vitest';
import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { everyEvent, type Progress, type SimulationListener, type Snapshot } from '../../sim/worker/api.ts';
import { fingerprint } from '../../sim/worker/fingerprint.ts';
import { createSimulationApi } from '../../sim/worker/simulation.ts';

const scenario = {
  version: 1,
  duration: '1h',
  functions: { one: { ReservedConcurrentExecutions: 5, behaviour: { duration: { exponential: { mean: '500ms' } }, errorRate: 0.05 } }, other: {} },
  traffic: [
    { to: 'one', arrivals: { poisson: { rate: '15/s' } } },
    { to: 'other', arrivals: { poisson: { rate: '20/s' } } },
  ],
};
const text = JSON.stringify(scenario);

/** A listener that has no trace files and wants to hear nothing but progress. */
function listening(onProgress: (progress: Progress) => void = () => undefined): SimulationListener {
  return { traceFile: () => Promise.resolve(null), started: () => undefined, progress: onProgress, snapshot: () => undefined };
}

describe('the simulation behind the worker', () => {
  it('gives what the engine gives, slices and snapshots or not', async () => {
    const answer = await createSimulationApi().simulate({ name: 'a', text, seed: 'x' }, listening());
    if (answer.kind !== 'finished') throw new Error(`it ended as ${answer.kind}`);
    const parsed = parseScenario(text).scenario;
    if (parsed === null) throw new Error('the scenario is valid');
    const run = startRun(compileModel(parsed), { seed: 'x' });
    while (run.advance(1e6)) continue;
    expect(answer.fingerprint).toBe(await fingerprint(run.result(), run.series()));
    expect(answer.snapshot.result).toEqual(run.result());
    expect(answer.snapshot.series.functions).toEqual(run.series().functions);
    expect(answer.seed).toBe('x');
  });

  it('adds its functions up: counts by addition, ages as the worst, concurrency as a bound', async () => {
    const answer = await createSimulationApi().simulate({ name: 'a', text, seed: null }, listening());
    if (answer.kind !== 'finished') throw new Error(`it ended as ${answer.kind}`);
    const { total, result, series } = answer.snapshot;
    const [one, other] = [series.functions['one'], series.functions['other']];
    if (one === undefined || other === undefined) throw new Error('both functions have a series');
    expect(total.result.received).toBe((result.functions['one']?.received ?? 0) + (result.functions['other']?.received ?? 0));
    const { result: sum } = total;
    expect(sum.delivered.total + sum.discarded.total + sum.lost + sum.waiting.total + sum.running).toBe(sum.received);
    for (const row of [0, 30, 59]) {
      expect(total.series.Throttles[row]).toBe((one.Throttles[row] ?? 0) + (other.Throttles[row] ?? 0));
      expect(total.series.AsyncEventAgeP99[row]).toBe(Math.max(one.AsyncEventAgeP99[row] ?? 0, other.AsyncEventAgeP99[row] ?? 0));
    }
  });

  it('is stopped between two slices, keeps whole minutes, and says how far it came', async () => {
    const api = createSimulationApi();
    const seen: Progress[] = [];
    const long = text.replace('"1h"', '"300h"');
    const answer = await api.simulate({ name: 'a', text: long, seed: null }, listening((progress) => {
      seen.push(progress);
      if (seen.length === 4) api.stop(true);
    }));
    if (answer.kind !== 'stopped') throw new Error(`it ended as ${answer.kind}`);
    const { simulatedSeconds } = answer.snapshot.result;
    expect(simulatedSeconds).toBeGreaterThan(0);
    expect(simulatedSeconds).toBeLessThan(300 * 3600);
    expect(simulatedSeconds % 60).toBe(0);
    expect(answer.snapshot.series.minutes).toHaveLength(simulatedSeconds / 60);
    const fractions = seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((one, other) => one - other));
  });

  it('sends only the watched function and the sum while it runs', async () => {
    const api = createSimulationApi();
    api.watch('other');
    const snapshots: Snapshot[] = [];
    const listener: SimulationListener = {
      ...listening(),
      snapshot(snapshot) {
        snapshots.push(snapshot);
        api.stop(true);
      },
    };
    await api.simulate({ name: 'a', text: text.replace('"1h"', '"300h"'), seed: null }, listener);
    expect(Object.keys(snapshots[0]?.series.functions ?? {})).toEqual(['other']);
    expect(snapshots[0]?.total.result.received).toBeGreaterThan(snapshots[0]?.result.functions['other']?.received ?? Infinity);
  });

  it('answers a bad text with its problems, and a trace that nobody has with one', async () => {
    const bad = await createSimulationApi().simulate({ name: 'a', text: '{ "version": 1 }', seed: null }, listening());
    expect(bad.kind === 'issues' && bad.issues.map(({ path }) => path)).toEqual(expect.arrayContaining(['duration', 'functions']));
    const missing = JSON.stringify({ ...scenario, traffic: [{ to: 'one', arrivals: { trace: { file: 'nowhere.csv', format: 'generic' } } }] });
    const traceless = await createSimulationApi().simulate({ name: 'a', text: missing, seed: null }, listening());
    expect(traceless.kind === 'issues' && traceless.issues).toHaveLength(1);
  });

  it('goes on with a run while a band or a study is asked for that belongs to the run before', async () => {
    const api = createSimulationApi();
    const short = text.replace('"1h"', '"5m"');
    await api.simulate({ name: 'a', text: short, seed: null }, listening());
    const second = api.simulate({ name: 'a', text: text.replace('"1h"', '"20m"'), seed: null }, listening());
    const band = api.assumptionBand();
    const study = api.study({ name: 'a', text: short, seed: null }, { replications: 2, budgetSeconds: 10 }, { traceFile: () => Promise.resolve(null), progress: () => undefined, study: () => undefined });
    expect((await second).kind).toBe('finished');
    await Promise.all([band, study]);
  });

  it('gives an abandoned run up without a result', async () => {
    const api = createSimulationApi();
    const answer = await api.simulate({ name: 'a', text: text.replace('"1h"', '"300h"'), seed: null }, listening(() => api.stop(false)));
    expect(answer).toEqual({ kind: 'abandoned' });
  });

  it('has an assumption band after a run that was throttled, and none after one that was not', async () => {
    const api = createSimulationApi();
    await api.simulate({ name: 'a', text, seed: null }, listening());
    const band = await api.assumptionBand();
    expect(band?.covered).toEqual(['adaptive', 'backoff', 'fifo']);
    const free = JSON.stringify({ version: 1, duration: '10m', functions: { one: {} }, traffic: [{ to: 'one', arrivals: { poisson: { rate: '1/s' } } }] });
    await api.simulate({ name: 'a', text: free, seed: null }, listening());
    expect(await api.assumptionBand()).toBeNull();
  });

  it('says what is worth a look in the scenario that was simulated last, and nothing of another', async () => {
    const api = createSimulationApi();
    const request = { name: 'a', text: text.replace('"1h"', '"10m"'), seed: null };
    await api.simulate(request, listening());
    const found = await api.findings(request);
    expect(found?.map(({ path, clause }) => `${clause} ${path}`)).toContain('RTY-09 functions.one.EventInvokeConfig.DestinationConfig.OnFailure.Destination');
    const silent = { ...request, text: JSON.stringify({ ...scenario, functions: { one: {} }, traffic: [], destinations: {} }) };
    expect(await api.findings(silent)).toBeNull();
    await api.simulate(silent, listening());
    expect(await api.findings(silent)).toEqual([]);
  });

  it('keeps payloads and responses to itself: the page has no use for megabytes', async () => {
    const large = JSON.stringify({ ...scenario, duration: '1m', functions: { one: { behaviour: { response: ['returned'] }, versions: { '1': { behaviour: { responseText: 'returned' } } } } }, traffic: [{ to: 'one', arrivals: { at: ['1s'] }, payload: { sent: true } }] });
    const api = createSimulationApi();
    const request = { name: 'a', text: large, seed: null };
    const answer = await api.simulate(request, listening());
    if (answer.kind !== 'finished') throw new Error(`it ended as ${answer.kind}`);
    expect(JSON.stringify(answer.scenario)).not.toMatch(/"sent"|returned/);
    expect(answer.scenario.functions['one']?.behaviour.errorRate).toBe(0);
    expect(answer.scenario.traffic[0]?.arrivals).toEqual({ at: ['1s'] });
  });

  it('answers questions about single events of the last run, and of no other', async () => {
    const api = createSimulationApi();
    const request = { name: 'a', text: text.replace('"1h"', '"10m"'), seed: 'x' };
    const silent = { progress: () => undefined };
    expect(await api.trace(request, 600, silent)).toBeNull();
    expect(api.events(everyEvent, 0, 10)).toBeNull();

    const answer = await api.simulate(request, listening());
    if (answer.kind !== 'finished') throw new Error(`it ended as ${answer.kind}`);
    expect(await api.trace({ ...request, seed: 'y' }, 600, silent)).toBeNull();
    expect(await api.trace({ ...request, text }, 600, silent)).toBeNull();
    const overview = await api.trace(request, 600, silent);
    expect(overview?.events).toBe(answer.snapshot.total.result.received);
    expect(api.events(everyEvent, 0, 10)?.rows).toHaveLength(10);
    expect(api.event(3)?.event.id).toBe(3);

    // A text with problems leaves the numbers on the page, and so its events; another simulation replaces both.
    await api.simulate({ name: 'bad', text: '{', seed: null }, listening());
    expect(api.event(3)?.event.id).toBe(3);
    await api.simulate({ ...request, seed: 'z' }, listening());
    expect(api.event(3)).toBeNull();
  });

  it('abandons a trace when another simulation begins', async () => {
    const api = createSimulationApi();
    const request = { name: 'a', text: text.replace('"1h"', '"20m"'), seed: null };
    await api.simulate(request, listening());
    let simulated: Promise<unknown> | null = null;
    const trace = api.trace(request, 1200, { progress: () => void (simulated ??= api.simulate({ ...request, seed: 'other' }, listening())) });
    expect(await trace).toBeNull();
    await simulated;
    expect(api.event(0)).toBeNull();
  });
});
