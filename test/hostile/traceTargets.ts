import { startRun } from '../../sim/engines/exact.ts';
import { compileModel } from '../../sim/model/compile.ts';
import { checkScenario } from '../../sim/scenario/parse.ts';
import { resolveTraces } from '../../sim/scenario/traces.ts';
import { minimal, readScenarioFile } from '../scenario/samples.ts';
import { fuzzTarget, insist, literal } from './fuzzTarget.ts';
import { hostileNumbers, hostileText } from './hostileWords.ts';
import { wellFormed } from './lawsOfReading.ts';
import { mangled, withTokensChanged } from './mutatedText.ts';
import type { Random } from './random.ts';

const lines = (text: string, from: number, to: number, columns = 12): string =>
  text.split(/\r?\n/).slice(from, to).map((line) => line.split(',').slice(0, columns).join(',')).join('\n');

/** Traces that are right, small enough for many of them. */
const traces: readonly string[] = [
  lines(readScenarioFile('data/azure2019_invitro100_invocations.csv'), 0, 6),
  lines(readScenarioFile('data/azure2021_invitro199.csv'), 0, 9),
  'timestamp,function,count\n0,shop-front,3\n60,shop-front,0\n0,shop-back,7\n120,shop-back,1\n',
  'time\n2026-01-05T10:02:00Z\n2026-01-05T10:02:01.5Z\n2026-01-05T10:03:00+01:00\n',
  'ts;rate\n1767607320000;0.5\n1767607380000;12\n',
  '"timestamp","name"\r\n"1767607320","a ""quoted"" name"\r\n"1767607321","two\r\nlines"\r\n',
];
const cells = traces.map((text) => text.match(/[^,;\t\r\n"]+|[,;\t"]|\r\n|[\r\n]/g) ?? []);

const foreign = (random: Random): string =>
  random.chance(0.4) ? random.pick(hostileNumbers) : random.chance(0.5) ? hostileText(random) : random.pick([',', ';', '\t', '"', '""', '\n', '\r', '\r\n', '\n\n\n', 'timestamp', 'count', 'rate', 'function', 'HashFunction', 'HashApp', 'end_timestamp', 'duration', '1', '2', '1440', '2026-01-05', '2026-02-30T25:61:61Z', '1767607320000000', '1767607320000000000', ' ', '-5', '-0.0', '3.0', '__proto__', 'constructor']);

interface Trace {
  text: string;
  format: string;
  function?: string;
  file: string;
}

/** Recordings of arrivals, in every format, read in any. */
export const traceFiles = fuzzTarget<Trace>({
  name: 'traces',
  about: 'trace files: generic, Azure 2019 and Azure 2021',
  weight: 130,
  input(random) {
    const choice = random.below(traces.length);
    const changed = random.chance(0.9) ? withTokensChanged(random, cells[choice] ?? [], foreign) : (traces[choice] ?? '');
    return {
      text: random.chance(0.2) ? mangled(random, changed, random.pick(traces)) : changed,
      format: random.chance(0.7) ? (['azure2019', 'azure2021', 'generic'][choice] ?? 'generic') : random.pick(['azure2019', 'azure2021', 'generic']),
      file: random.pick(['t.csv', 't.csv', '__proto__', 'constructor', '../t.csv', '=1+1']),
      ...(random.chance(0.4) ? { function: random.chance(0.5) ? random.pick(['shop-front', 'shop-f', 'shop-', 'a "quoted" name', 'constructor', '__proto__']) : hostileText(random).slice(0, 100) } : {}),
    };
  },
  check({ text, file, ...trace }) {
    const { scenario, issues: refused } = checkScenario({ ...minimal, traffic: [{ to: 'f', arrivals: { trace: { file, ...trace } } }] });
    wellFormed(refused);
    if (scenario === null) return;
    const files = Object.defineProperty({}, file, { value: text, enumerable: true });
    const { traces: read, issues } = resolveTraces(scenario, files);
    insist(read.has(0) === (issues.length === 0), 'arrivals beside issues, or neither');
    insist(issues.length <= 21, () => `${String(issues.length)} issues of one file`);
    wellFormed(issues);
    for (const { message } of issues) insist(message.includes(file), 'an issue does not name its file');
    const arrivals = read.get(0);
    if (arrivals === undefined) return;
    if (arrivals.kind === 'counts') insist(arrivals.interval > 0 && Number.isSafeInteger(arrivals.interval) && arrivals.counts.every((count) => Number.isFinite(count) && count >= 0), () => `counts that are none: ${literal(arrivals).slice(0, 500)}`);
    else insist(arrivals.instants.every((instant, index) => Number.isSafeInteger(instant) && instant >= (index === 0 ? 0 : (arrivals.instants[index - 1] ?? 0))), () => `instants that are none: ${literal(arrivals).slice(0, 500)}`);
    // Whatever was recorded can be replayed; that takes longer than to read it, and not all are tried.
    if (text.length % 8 === 0) startRun(compileModel(scenario, read)).advance(100);
  },
  show: literal,
});
