import { expose, wrap } from 'comlink';
import { bestScenario, type BestQuestion } from '../planner/bestScenario.ts';
import { readCompareQuestion } from '../planner/compareScenarios.ts';
import { bandWork, watchesWithBand } from '../planner/disciplineBand.ts';
import { blankResult, createLaboratory, prepareSubject, type Laboratory, type Subject } from '../planner/laboratory.ts';
import { metricProblem, readMetric, type Metric } from '../planner/metric.ts';
import { readSpan, settingOf, type Span } from '../planner/parameter.ts';
import { metricsOf, plan, planBand } from '../planner/plan.ts';
import { readPlanQuestion } from '../planner/planQuestion.ts';
import { poolOf } from '../planner/pooledLaboratory.ts';
import { readSensitivityQuestion, sensitivity, sensitivityMetrics } from '../planner/sensitivity.ts';
import { spacingOf, sweep, sweepMetrics, sweepValues, type SweepAnswer, type SweepCell, type SweepQuestion } from '../planner/sweep.ts';
import { readTarget, type Target } from '../planner/target.ts';
import { TrialFailed, Trials, type Watch } from '../planner/trials.ts';
import { readTuneQuestion, tune, tuneBand, tuneMetrics } from '../planner/tune.ts';
import { bestCsv, bestJson } from '../report/bestReport.ts';
import { planCsv, planJson } from '../report/planReport.ts';
import type { Provenance } from '../report/provenance.ts';
import { sensitivityCsv, sensitivityJson } from '../report/sensitivityReport.ts';
import { sweepCsv, sweepJson } from '../report/sweepReport.ts';
import { tuneCsv, tuneJson } from '../report/tuneReport.ts';
import { parseScenario } from '../scenario/parse.ts';
import type { Scenario } from '../scenario/schema.ts';
import { traceFiles } from '../scenario/traces.ts';
import type { AnswerFiles, PlanBand, PlannerService, PlanningAnswer, PlanningListener, PlanningRequest, QuestionOf, QuestionProblem, TuneBand } from './planningApi.ts';
import { messagePause } from './slices.ts';

const progressMilliseconds = 250;

/** Before this part is done there is no honest estimate of the time left. */
const leastShare = 0.05;

/** Serves a planner on a port, until the thread ends. */
export function servePlanner(port: MessagePort): void {
  expose(createPlannerService(), port);
}

/** The planner of a thread: it asks on its own behalf, or does experiments for another's. */
export function createPlannerService(): PlannerService {
  const pause = messagePause();
  let working: Laboratory | null = null;
  let isStopped = false;
  const own = (subjects: readonly Subject[]): Laboratory => createLaboratory(subjects, () => pause.next());

  return {
    async ask(request, ports, listener) {
      const subjects = await Promise.all(request.scenarios.map(({ text }) => subjectOf(text, listener)));
      const others = await Promise.all(ports.map((port) => laboratoryAt(port, subjects)));
      const laboratory = poolOf([own(subjects), ...others]);
      working = laboratory;
      // Somebody may have thought better of it while the others made ready.
      if (isStopped) laboratory.stop();
      return answer(request, subjects, laboratory, listener);
    },
    stop() {
      isStopped = true;
      working?.stop();
    },
    open(subjects) {
      working = own(subjects);
    },
    measure(experiment) {
      if (working === null) throw new Error('the laboratory was not opened');
      return working.measure(experiment);
    },
  };
}

/** Another thread's laboratory. */
async function laboratoryAt(port: MessagePort, subjects: readonly Subject[]): Promise<Laboratory> {
  const service = wrap<PlannerService>(port);
  await service.open(subjects);
  return { width: 1, measure: (experiment) => service.measure(experiment), stop: () => void service.stop() };
}

/** A scenario with its trace files. */
async function subjectOf(text: string, listener: PlanningListener): Promise<Subject> {
  const { scenario } = parseScenario(text);
  const files: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name of scenario === null ? [] : traceFiles(scenario)) {
    const file = await listener.traceFile(name);
    if (file !== null) files[name] = file;
  }
  return { text, files };
}

async function answer({ scenarios, seed, question, command }: PlanningRequest, subjects: readonly Subject[], laboratory: Laboratory, listener: PlanningListener): Promise<PlanningAnswer> {
  const [subject = { text: '', files: {} }] = subjects;
  const settings = seed === null ? [] : [`seed=${JSON.stringify(seed)}`];
  const names = scenarios.map(({ name }) => name);
  const prepared = prepareSubject(subject, settings);
  if ('issues' in prepared) return question.kind === 'best' ? answerBest(question, subjects, names, settings, null) : { kind: 'issues', issues: prepared.issues };
  const { scenario, traces } = prepared;
  const work: Work = { subject, settings, scenario, command, blank: blankResult(scenario, traces), listener, ...tellProgress(laboratory, listener) };
  try {
    switch (question.kind) {
      case 'find':
        return await answerFind(question, work);
      case 'sweep':
        return await answerSweep(question, work);
      case 'tune':
        return await answerTune(question, work);
      case 'sensitivity':
        return await answerSensitivity(question, work);
      case 'best':
        return await answerBest(question, subjects, names, settings, work);
    }
  } catch (problem) {
    if (problem instanceof TrialFailed) return { kind: 'failed', message: failureOf(problem, settings, names) };
    throw problem;
  }
}

/** What it takes to answer a question. */
interface Work {
  subject: Subject;
  settings: string[];
  /** The subject, read. */
  scenario: Scenario;
  /** The command that asks the same. */
  command: string;
  /** A result without numbers: what a metric can name. */
  blank: ReturnType<typeof blankResult>;
  listener: PlanningListener;
  measured: Laboratory;
  watch: Watch;
}

async function answerFind({ find, suchThat }: QuestionOf<'find'>, work: Work): Promise<PlanningAnswer> {
  const problems: QuestionProblem[] = [];
  readSpans([find], work, problems);
  readTargets(suchThat, work, problems);
  const asked = readPlanQuestion(work.subject, { find, suchThat, settings: work.settings });
  // Beside their fields, where they are about fields.
  if ('problems' in asked) return { kind: 'problems', problems: problems.length > 0 ? problems : ofQuestion(asked.problems) };
  const trials = new Trials(work.measured, metricsOf(asked.question.targets));
  const watches = watchesWithBand(work.watch, trials, bandWork.plan);
  const found = await plan(trials, asked.question, watches.answer);
  const band: PlanBand = found.stopped ? stoppedBefore : await planBand(trials, asked.question, found, watches.band);
  const planned = { ...asked, answer: found, band, provenance: provenanceOf(work, asked.replications) };
  return { kind: 'find', answer: found, asked, band, files: filesOf(work, planJson(planned), planCsv(planned)) };
}

async function answerSweep(question: QuestionOf<'sweep'>, work: Work): Promise<PlanningAnswer> {
  const problems: QuestionProblem[] = [];
  const spans = readSpans(question.over, work, problems);
  const [one, other] = spans;
  if (one !== undefined && one.parameter.path === other?.parameter.path) problems.push({ part: 'range 1', message: 'The second setting has to be another one than the first.' });
  const cells = spans.reduce((product, { steps }) => product * (steps ?? 1), 1);
  if (spans.length > 1 && cells > mostCells) problems.push({ part: 'range 1', message: `${String(cells)} combinations are too many to be drawn here: at most ${String(mostCells)}.` });
  const metrics = readMetrics(question.metrics, work, problems);
  const targets = readTargets(question.suchThat, work, problems);
  if (problems.length > 0) return { kind: 'problems', problems };
  const asked: SweepQuestion = { spans, metrics, targets, replications: sweepReplications, settings: work.settings };
  const soFar: SweepAnswer = { spans, values: sweepValues(asked), spacing: spans.map(spacingOf), cells: [], leftOut: [], wanted: 0, replications: sweepReplications, stopped: false };
  soFar.wanted = soFar.values.reduce((cells, values) => cells * values.length, 1);
  let due = 0;
  const onCell = (cell: SweepCell): void => {
    soFar.cells.push(cell);
    if (performance.now() < due) return;
    due = performance.now() + progressMilliseconds;
    work.listener.cells(soFar);
  };
  const swept = await sweep(new Trials(work.measured, sweepMetrics(asked)), asked, { ...work.watch, onCell });
  const told = { question: asked, answer: swept, band: notAsked, provenance: provenanceOf(work, sweepReplications) };
  return { kind: 'sweep', answer: swept, files: filesOf(work, sweepJson(told), sweepCsv(told)) };
}

async function answerTune(question: QuestionOf<'tune'>, work: Work): Promise<PlanningAnswer> {
  const { subject, settings, measured, watch } = work;
  const asked = readTuneQuestion(subject, { settings, ...(question.function === null ? {} : { function: question.function }) });
  if ('problems' in asked) return { kind: 'problems', problems: ofQuestion(asked.problems) };
  const trials = new Trials(measured, tuneMetrics(asked));
  const watches = watchesWithBand(watch, trials, bandWork.tune);
  const answer = await tune(trials, asked, watches.answer);
  const band: TuneBand = answer.stopped ? stoppedBefore : await tuneBand(trials, asked, answer, watches.band);
  const tuned = { answer, band, provenance: provenanceOf(work, asked.replications) };
  return { kind: 'tune', answer, band, files: filesOf(work, tuneJson(tuned), tuneCsv(tuned)) };
}

async function answerSensitivity({ metric }: QuestionOf<'sensitivity'>, work: Work): Promise<PlanningAnswer> {
  const { subject, settings, measured, watch } = work;
  const asked = readSensitivityQuestion(subject, { metric, settings });
  if ('problems' in asked) return { kind: 'problems', problems: asked.problems.map((message) => ({ part: 'metric 0', message })) };
  const sensed = { answer: await sensitivity(new Trials(measured, sensitivityMetrics(asked)), asked, watch), provenance: provenanceOf(work, asked.replications) };
  return { kind: 'sensitivity', answer: sensed.answer, files: filesOf(work, sensitivityJson(sensed), sensitivityCsv(sensed)) };
}

/** `work` is null where the first of the scenarios has problems, which are then told with those of the others. */
async function answerBest({ metric: text, better }: QuestionOf<'best'>, subjects: readonly Subject[], names: readonly string[], settings: readonly string[], work: Work | null): Promise<PlanningAnswer> {
  const asked = readCompareQuestion(subjects, { names, metrics: [text], settings });
  if ('problems' in asked) return { kind: 'problems', problems: ofQuestion(asked.problems) };
  const [metric] = asked.metrics;
  if (work === null || metric === undefined) throw new Error('a comparison was read that cannot be');
  const question: BestQuestion = { ...asked, metric, better };
  const found = { answer: await bestScenario(new Trials(work.measured, asked.metrics), question, work.watch), provenance: provenanceOf(work, asked.replications) };
  return { kind: 'best', answer: found.answer, files: filesOf(work, bestJson(found), bestCsv(found)) };
}

const stoppedBefore = { kind: 'none', because: 'stopped' } as const;
const notAsked = { kind: 'none', because: 'notAsked' } as const;

const provenanceOf = ({ command, scenario }: Work, replications: number): Provenance => ({ command, scenario, replications });

const filesOf = ({ scenario }: Work, json: Record<string, unknown>, csv: Iterable<string>): AnswerFiles => ({ json: `${JSON.stringify(json, null, 2)}\n`, csv: [...csv].join(''), seed: String(scenario.seed) });

/** More than these have no room on a page. */
const mostCells = 400;

/** Enough for an interval; more cells tell more than narrower ones. */
const sweepReplications = 8;

const ofQuestion = (messages: readonly string[]): QuestionProblem[] => messages.map((message) => ({ part: 'question', message }));

function readSpans(texts: readonly string[], { subject, settings }: Work, problems: QuestionProblem[]): Span[] {
  return texts.flatMap((text, place) => {
    const span = readSpan(text);
    const messages = 'problem' in span ? [span.problem] : [span.low, span.high].flatMap((value) => issuesWith(subject, [...settings, settingOf(span.parameter, value)]));
    // Both ends of a range may be wrong in the same way.
    for (const message of new Set(messages)) problems.push({ part: `range ${place}`, message });
    return 'problem' in span ? [] : [span];
  });
}

function issuesWith(subject: Subject, settings: readonly string[]): string[] {
  const changed = prepareSubject(subject, settings);
  return 'issues' in changed ? changed.issues.map(({ message }) => message) : [];
}

function readTargets(texts: readonly string[], { blank }: Work, problems: QuestionProblem[]): Target[] {
  return texts.flatMap((text, place) => {
    const target = readTarget(text);
    const message = target === null ? targetProblem(text) : metricProblem(target.metric, blank);
    if (message !== null) problems.push({ part: `target ${place}`, message });
    return target === null ? [] : [target];
  });
}

function readMetrics(texts: readonly string[], { blank }: Work, problems: QuestionProblem[]): Metric[] {
  return texts.flatMap((text, place) => {
    const metric = readMetric(text);
    const message = metric === null ? `${JSON.stringify(text)} is no number of the results: expected a path, or two with a slash between them, such as discarded.gone / received.` : metricProblem(metric, blank);
    if (message !== null) problems.push({ part: `metric ${place}`, message });
    return metric === null ? [] : [metric];
  });
}

function targetProblem(text: string): string {
  return `${JSON.stringify(text)} is no target: expected a number of the results, a relation, and a number, a percentage or a duration, such as delaySeconds.p99 < 5m.`;
}

/** A laboratory that counts its experiments, and a watch; both tell the listener how far the answer is. */
function tellProgress(laboratory: Laboratory, listener: PlanningListener): { measured: Laboratory; watch: Watch } {
  const startedAt = performance.now();
  let [share, replications, due] = [0, 0, 0];
  function tell(): void {
    const now = performance.now();
    if (now < due) return;
    due = now + progressMilliseconds;
    const seconds = (now - startedAt) / 1000;
    listener.progress({ share, replications, width: laboratory.width, secondsLeft: share < leastShare ? null : seconds / share - seconds });
  }
  return {
    measured: {
      ...laboratory,
      async measure(experiment) {
        const measured = await laboratory.measure(experiment);
        if (measured.kind === 'measured') replications += 1;
        tell();
        return measured;
      },
    },
    watch: {
      onProgress(done) {
        share = Math.max(share, done);
        tell();
      },
    },
  };
}

function failureOf({ reason, alternative, issues }: TrialFailed, settings: readonly string[], names: readonly string[]): string {
  const changed = alternative.settings.filter((setting) => !settings.includes(setting)).join(', ');
  const tried = names.length > 1 ? (names[alternative.scenario] ?? '') : changed === '' ? 'today’s settings' : changed;
  if (reason === 'tooLong') return `With ${tried} a single run takes more than 500 million steps, which is more than the page waits for. Ask about a narrower range, or about a shorter scenario.`;
  return `With ${tried} the scenario is not valid: ${issues.map(({ message }) => message).join(' ')}`;
}

