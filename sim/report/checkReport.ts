import { rangeOver, type DisciplineBand } from '../planner/banded.ts';
import type { CheckAnswer, Checked, Expected } from '../planner/check.ts';
import type { Judgement } from '../planner/target.ts';
import { bandJson, eachOf, isWide, mapped, remarkLines } from './bandWords.ts';
import { formatCount, is, listed } from './count.ts';
import { bandText, estimateText, unitOf } from './metricWords.ts';
import type { Paint } from './paint.ts';
import { withoutSteering } from './steering.ts';
import { type Cell, textTable, wrapped } from './textTable.ts';

/** A file that was checked: what its targets came to. */
export interface CheckedFile extends CheckAnswer {
  file: string;
  seed: string;
  expected: readonly Expected[];
  band: DisciplineBand<CheckAnswer>;
}

/** The report of a check for a terminal: whether all is well, then every target of every file. */
export function checkLines(files: readonly CheckedFile[], { paint, width }: { paint: Paint; width: number }): string[] {
  const legend = files.find(({ band }) => band.kind === 'band');
  const lines = [
    ...wrapped(checkVerdict(files), width).map((line) => paint('strong', line)),
    ...files.flatMap((file) => ['', ...fileLines(file, paint)]),
    ...(legend === undefined ? [] : ['', ...remarkLines(legend.band, width)]),
  ];
  // Seeds and targets come from files of strangers.
  return withoutSteering(lines, paint);
}

/** Whether all is well, in a sentence, and in a second one if that depends on how Lambda dispatches what it refused. */
export function checkVerdict(files: readonly CheckedFile[]): string {
  const doubtful = files.reduce((sum, { targets, band }) => sum + targets.filter(({ judgement }, place) => judgement === 'met' && otherJudgements(judgement, band, place).some(({ checked }) => checked.judgement === 'missed')).length, 0);
  const own = ownVerdict(files);
  if (doubtful === 0) return own;
  const all = files.flatMap(({ targets }) => targets);
  const condition = 'under every way in which Lambda may dispatch what it refused.';
  if (all.length === 1) return `${own.slice(0, -1)}, but not ${condition}`;
  return `${own} ${formatCount(doubtful)} of ${all.every(({ judgement }) => judgement === 'met') ? 'them' : 'those met'} ${is(doubtful)} not met ${condition}`;
}

/** The disciplines under which a target is judged otherwise, each with its judgement. */
function otherJudgements(own: Judgement, band: DisciplineBand<CheckAnswer>, place: number): { dispatch: string; checked: Checked }[] {
  return eachOf(band).flatMap(([dispatch, { targets }]) => {
    const checked = targets[place];
    return checked === undefined || checked.judgement === own ? [] : [{ dispatch, checked }];
  });
}

function ownVerdict(files: readonly CheckedFile[]): string {
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

function fileLines({ file, seed, replications, targets, expected, stopped, band }: CheckedFile, paint: Paint): string[] {
  const facts = [`seed ${seed}`, `${formatCount(replications)} replications`, ...(stopped ? ['stopped'] : []), ...(band.kind === 'none' ? noBandWords[band.because] : band.notFinished.map((dispatch) => `${dispatch} not finished`))];
  const head = `${file}  ${paint('faint', facts.join(', '))}`;
  const rows = targets.map((checked, place): (Cell | string)[] => {
    const metric = expected[place]?.metric;
    return [{ text: words[checked.judgement], painted: paint(meanings[checked.judgement], words[checked.judgement]) }, checked.target, metric === undefined ? '' : estimateText(unitOf(metric, [checked.estimate]), checked.estimate)];
  });
  return [head, ...textTable(rows, ['left', 'left', 'left'], indent).flatMap((line, place) => [line, ...bandWords(targets[place], band, place, expected[place]).map((under) => indent.repeat(2) + paint('faint', under))])];
}

/** The band of a target's metric, and under which disciplines it is judged otherwise: `missed under fifo; over the dispatch disciplines 0–412`. */
function bandWords(checked: Checked | undefined, band: DisciplineBand<CheckAnswer>, place: number, expected: Expected | undefined): string[] {
  const range = band.kind === 'none' ? null : rangeOver(band, ({ targets }) => targets[place]?.estimate.value);
  const others = checked === undefined ? [] : otherJudgements(checked.judgement, band, place);
  if (expected === undefined || checked === undefined || (!isWide(range) && others.length === 0)) return [];
  const otherwise = judgements.flatMap((judgement) => {
    const under = others.filter((other) => other.checked.judgement === judgement).map(({ dispatch }) => dispatch);
    return under.length === 0 ? [] : [`${words[judgement]} under ${listed(under)}`];
  });
  return [[...otherwise, ...(isWide(range) ? [`over the dispatch disciplines ${bandText(unitOf(expected.metric, [checked.estimate]), range)}`] : [])].join('; ')];
}

const indent = '  ';

/** What a file's line says where there is no band. */
const noBandWords = { notAsked: [], nothingChanges: [], nothingThrottled: ['nothing throttled'], stopped: ['stopped before its assumption band'] } as const;

const judgements = ['met', 'missed', 'undecided'] as const satisfies readonly Judgement[];
const words: Record<Judgement, string> = { met: 'met', missed: 'missed', undecided: 'undecided' };
const meanings = { met: 'onTime', missed: 'gone', undecided: 'captured' } as const;

/** The same for a build server: a test suite a file, a test case a target; one that cannot be decided is skipped, with the reason. */
export function checkJunit(files: readonly CheckedFile[]): string {
  const all = files.flatMap(({ targets }) => targets);
  const suites = files.map(({ file, targets, expected, band }) => {
    const cases = targets.map((checked, place) => `    <testcase classname=${quoted(file)} name=${quoted(checked.target)}>${outcome(checked, expected[place])}${systemOut(checked, band, place, expected[place])}</testcase>`);
    return `  <testsuite name=${quoted(file)} ${counts(targets)}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="headroom check" ${counts(all)}>\n${suites.join('\n')}\n</testsuites>\n`;
}

function outcome({ judgement, estimate, path }: Checked, expected: Expected | undefined): string {
  const measured = expected === undefined ? '' : estimateText(unitOf(expected.metric, [estimate]), estimate);
  if (judgement === 'missed') return `<failure message=${quoted(`${path} is missed: ${measured}`)}/>`;
  return judgement === 'undecided' ? `<skipped message=${quoted(`${path} cannot be decided: ${measured}`)}/>` : '';
}

/** What build servers show beside a case: that it would come out otherwise under another discipline. */
function systemOut({ judgement, path }: Checked, band: DisciplineBand<CheckAnswer>, place: number, expected: Expected | undefined): string {
  const lines = otherJudgements(judgement, band, place).map(({ dispatch, checked }) => {
    const measured = expected === undefined ? '' : estimateText(unitOf(expected.metric, [checked.estimate]), checked.estimate);
    return `${path} is ${words[checked.judgement]} if Lambda dispatches what it refused as ${dispatch}: ${measured}`;
  });
  return lines.length === 0 ? '' : `<system-out>${escaped(lines.join('; '))}</system-out>`;
}

/** A checked file as plain data: each target with its band. */
export function checkJson({ file, seed, replications, stopped, targets, band }: CheckedFile): Record<string, unknown> {
  return {
    file,
    seed,
    replications,
    ...(stopped ? { stopped } : {}),
    targets: targets.map((checked, place) => ({
      ...checked,
      band: bandJson(band, (banded) => ({
        ...(rangeOver(banded, (one) => one.targets[place]?.estimate.value) ?? { low: null, high: null }),
        byDispatch: mapped(banded, (one) => ({ judgement: one.targets[place]?.judgement, estimate: one.targets[place]?.estimate })),
      })).band,
    })),
    noBand: band.kind === 'none' ? band.because : null,
  };
}

function counts(targets: readonly Checked[]): string {
  const number = (judgement: Judgement): number => targets.filter((one) => one.judgement === judgement).length;
  return `tests="${String(targets.length)}" failures="${String(number('missed'))}" skipped="${String(number('undecided'))}" errors="0"`;
}

/** An attribute's value. */
const quoted = (text: string): string => `"${escaped(text)}"`;

/** Text as XML has it: control characters, which there is no way to write, become spaces. */
function escaped(text: string): string {
  const writable = text.replace(/[\u0000-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ' ');
  return writable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
