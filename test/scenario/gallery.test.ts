import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../sim/scenario/parse.ts';
import { resolveTraces, traceFiles } from '../../sim/scenario/traces.ts';
import { gallery, readScenarioFile } from './samples.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything the traffic entries of a gallery file replay from traces, added up. */
function replayed(name: string): { total: number; byFunction: Map<string, number> } {
  const { scenario } = parseScenario(readScenarioFile(name));
  const files = Object.fromEntries(traceFiles(scenario!).map((file) => [file, readScenarioFile(file)]));
  const { traces, issues } = resolveTraces(scenario!, files);
  expect(issues).toEqual([]);
  const byFunction = new Map<string, number>();
  for (const [index, arrivals] of traces)
    byFunction.set(
      scenario!.traffic[index]!.to,
      arrivals.kind === 'counts' ? arrivals.counts.reduce((sum, count) => sum + count, 0) : arrivals.instants.length,
    );
  return { total: [...byFunction.values()].reduce((sum, count) => sum + count, 0), byFunction };
}

describe('the gallery', () => {
  it('has the stories that the documentation refers to', () => {
    expect(gallery).toEqual([
      'azure-2019-hundred.json',
      'azure-2019-queue.json',
      'azure-2021.json',
      'burst-on-small-reserved-concurrency.json',
      'cold-start-storm.json',
      'destinations-template.json',
      'destinations-tester.json',
      'drain-the-dead-letter-queue.json',
      'large-dead-letters.json',
      'nightly-import.json',
      'order-pipeline.json',
      'outage-of-an-hour.json',
      'overload-ages-out.json',
      'partial-batch-responses.json',
      'poison-events.json',
      'poison-record-isolated.json',
      'poison-record.json',
      'provisioned-concurrency.json',
      'queue-on-reserved-concurrency-one.json',
      'recursive-loop.json',
      'reserved-concurrency-zero.json',
      'small-age-limits.json',
      'steady-state.json',
      'throttled-stream.json',
      'traffic-triples.json',
    ]);
  });

  it.each(gallery)('%s is valid, has a name, and says what to look at', (name) => {
    const { scenario, issues } = parseScenario(readScenarioFile(name));
    expect(issues).toEqual([]);
    expect(scenario!.name).not.toBe('');
    expect(scenario!.description).toMatch(/Look at |Which events|How long/);
    expect(scenario!.$schema).toBe('./scenario.schema.json');
  });

  it('has different names', () => {
    const names = gallery.map((name) => parseScenario(readScenarioFile(name)).scenario!.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('real traffic', () => {
  it('is what scripts/azureScenarios.mjs makes of the data', () => {
    expect(() => execFileSync(process.execPath, ['scripts/azureScenarios.mjs', '--check'], { cwd: root, stdio: 'pipe' })).not.toThrow();
  });

  it('a hundred functions receive exactly 339,657 events within eight hours', () => {
    const { total, byFunction } = replayed('azure-2019-hundred.json');
    expect(total).toBe(339_657);
    expect(byFunction.size).toBe(100);
    expect(byFunction.get('queue-1fa06535')).toBe(273_379);
    expect(parseScenario(readScenarioFile('azure-2019-hundred.json')).scenario!.duration).toBe('8h');
  });

  it('the busiest queue function receives exactly 273,379', () => {
    expect(replayed('azure-2019-queue.json').total).toBe(273_379);
  });

  it('the slice of 2021 has 199 single invocations of 31 functions, each with the time it took', () => {
    const { total, byFunction } = replayed('azure-2021.json');
    expect(total).toBe(199);
    expect(byFunction.size).toBe(31);
    const { scenario } = parseScenario(readScenarioFile('azure-2021.json'));
    const times = Object.values(scenario!.functions).flatMap(({ behaviour }) =>
      behaviour.script.flatMap(({ attempts }) => attempts.map(({ duration }) => Number(duration))),
    );
    expect(times).toHaveLength(199);
    expect(times.reduce((sum, time) => sum + time, 0) / 199).toBeCloseTo(53.26, 2);
    for (const [name, count] of byFunction) expect(scenario!.functions[name]!.behaviour.script).toHaveLength(count);
  });

  it('execution times have the mean of the trace wherever a tail can give it', () => {
    const averages = new Map(
      readScenarioFile('data/azure2019_invitro100_durations.csv')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => [line.split(',')[2]!.slice(0, 8), Number(line.split(',')[3])]),
    );
    const { scenario } = parseScenario(readScenarioFile('azure-2019-hundred.json'));
    let exact = 0;
    for (const [name, { behaviour }] of Object.entries(scenario!.functions)) {
      const points = Object.entries((behaviour.duration as { percentiles: Record<string, string> }).percentiles).map(
        ([percentage, time]) => [Number(percentage) / 100, Number(time.replace('ms', ''))] as const,
      );
      const mean = points
        .slice(1)
        .reduce((sum, [share, time], index) => sum + ((share - points[index]![0]) * (time + points[index]![1])) / 2, 0);
      if (Math.abs(mean - averages.get(name.split('-').pop()!)!) < 0.01) exact++;
    }
    expect(exact).toBe(94);
  });
});
