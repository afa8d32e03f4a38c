import type { CheckAnswer, Checked, Expected } from '../planner/check.ts';
import type { Judgement } from '../planner/target.ts';
import { formatCount, listed } from './count.ts';
import { estimateText, unitOf } from './metricWords.ts';
import type { Paint } from './paint.ts';
import { type Cell, textTable, wrapped } from './textTable.ts';

/** A file that was checked: what its targets came to. */
export interface CheckedFile extends CheckAnswer {
  file: string;
  seed: string;
  expected: readonly Expected[];
}

/** The report of a check for a terminal: whether all is well, then every target of every file. */
export function checkLines(files: readonly CheckedFile[], { paint, width }: { paint: Paint; width: number }): string[] {
  return [...wrapped(checkVerdict(files), width).map((line) => paint('strong', line)), '', ...files.flatMap((file) => [...fileLines(file, paint), ''])].slice(0, -1);
}

/** Whether all is well, in a sentence. */
export function checkVerdict(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ targets }) => targets);
  const number = (judgement: Judgement): number => all.filter((one) => one.judgement === judgement).length;
  const [met, missed, undecided] = [number('met'), number('missed'), number('undecided')];
  if (met === all.length) return all.length === 1 ? 'The one target is met.' : `All ${formatCount(all.length)} targets are met.`;
  const words = [
    ...(missed > 0 ? [`${formatCount(missed)} ${missed === 1 ? 'is' : 'are'} missed`] : []),
    ...(undecided > 0 ? [`${formatCount(undecided)} cannot be decided with these replications`] : []),
    ...(met > 0 ? [`${formatCount(met)} ${met === 1 ? 'is' : 'are'} met`] : []),
  ];
  return `Of ${formatCount(all.length)} ${all.length === 1 ? 'target' : 'targets'}, ${listed(words)}.`;
}

function fileLines({ file, seed, replications, targets, expected, stopped }: CheckedFile, paint: Paint): string[] {
  const head = `${file}  ${paint('faint', `seed ${seed}, ${formatCount(replications)} replications${stopped ? ', stopped' : ''}`)}`;
  const rows = targets.map((checked, place): (Cell | string)[] => {
    const metric = expected[place]?.metric;
    return [{ text: words[checked.judgement], painted: paint(meanings[checked.judgement], words[checked.judgement]) }, checked.target, metric === undefined ? '' : estimateText(unitOf(metric, [checked.estimate]), checked.estimate)];
  });
  return [head, ...textTable(rows, ['left', 'left', 'left'], '  ')];
}

const words: Record<Judgement, string> = { met: 'met', missed: 'missed', undecided: 'undecided' };
const meanings = { met: 'onTime', missed: 'gone', undecided: 'captured' } as const;

/** The same for a build server: a test suite a file, a test case a target; one that cannot be decided is skipped, with the reason. */
export function checkJunit(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ targets }) => targets);
  const suites = files.map(({ file, targets, expected }) => {
    const cases = targets.map((checked, place) => `    <testcase classname=${quoted(file)} name=${quoted(checked.target)}>${outcome(checked, expected[place])}</testcase>`);
    return `  <testsuite name=${quoted(file)} ${counts(targets)}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="headroom check" ${counts(all)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function outcome({ judgement, estimate, path }: Checked, expected: Expected | undefined): string {
  const measured = expected === undefined ? '' : estimateText(unitOf(expected.metric, [estimate]), estimate);
  if (judgement === 'missed') return `<failure message=${quoted(`${path} is missed: ${measured}`)}/>`;
  return judgement === 'undecided' ? `<skipped message=${quoted(`${path} cannot be decided: ${measured}`)}/>` : '';
}

function counts(targets: readonly Checked[]): string {
  const number = (judgement: Judgement): number => targets.filter((one) => one.judgement === judgement).length;
  return `tests="${String(targets.length)}" failures="${String(number('missed'))}" skipped="${String(number('undecided'))}" errors="0"`;
}

/** An attribute's value: control characters, which XML has no way to write, become spaces. */
function quoted(text: string): string {
  const writable = text.replace(/[\u0000-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ' ');
  return `"${writable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}"`;
}
