import { expose, type Endpoint } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLaboratory } from '../../sim/planner/laboratory.ts';
import { metricsOf, plan, planBand } from '../../sim/planner/plan.ts';
import { readPlanQuestion } from '../../sim/planner/planQuestion.ts';
import { Trials } from '../../sim/planner/trials.ts';
import { planVerdict } from '../../sim/report/planReport.ts';
import type { PlanningAnswer, PlanningListener, PlanningProgress, PlanningRequest, QuestionOf } from '../../sim/worker/planningApi.ts';
import { planningThreads, startPlanning } from '../../sim/worker/planningClient.ts';
import { createPlannerService } from '../../sim/worker/planRun.ts';
import { createSimulationApi } from '../../sim/worker/simulation.ts';

/** Threads without threads: each is the simulation at the other end of a channel. */
const started: { end: () => void; isEnded: boolean; fail: (message: string) => void }[] = [];

function startThread(): Worker {
  const { port1, port2 } = new MessageChannel();
  expose(createSimulationApi(), port2 as unknown as Endpoint);
  port1.start();
  const errors = new EventTarget();
  const thread = {
    isEnded: false,
    end: () => {
      thread.isEnded = true;
      port1.close();
      port2.close();
    },
    fail: (message: string) => void errors.dispatchEvent(Object.assign(new Event('error'), { message })),
  };
  started.push(thread);
  const worker = {
    postMessage: port1.postMessage.bind(port1),
    addEventListener: (type: string, listener: EventListener) => (type === 'message' ? port1 : errors).addEventListener(type, listener),
    removeEventListener: (type: string, listener: EventListener) => (type === 'message' ? port1 : errors).removeEventListener(type, listener),
    terminate: () => thread.end(),
  };
  return worker as unknown as Worker;
}

afterEach(() => {
  for (const { end } of started.splice(0)) end();
});

const scenario = {
  version: 1,
  duration: '10m',
  functions: { one: { Timeout: 60, ReservedConcurrentExecutions: 2, behaviour: { duration: { exponential: { mean: '1s' } } } } },
  traffic: [{ to: 'one', arrivals: { poisson: { rate: '3/s' } } }],
};
const text = JSON.stringify(scenario);
const find = 'functions.one.ReservedConcurrentExecutions=1..12';
const listener: PlanningListener = { traceFile: () => Promise.resolve(null), progress: () => undefined, cells: () => undefined };
const about = (...texts: readonly string[]) => ({ scenarios: texts.map((one, place) => ({ name: 'ABC'[place] ?? '', text: one })), seed: null, command: 'headroom' });
const request = (question: Partial<QuestionOf<'find'>> = {}, whole = text): PlanningRequest => ({ ...about(whole), question: { kind: 'find', find, suchThat: ['delaySeconds.p99 < 5s'], ...question } });

function found(answer: PlanningAnswer) {
  if (answer.kind !== 'find') throw new Error(JSON.stringify(answer));
  return answer.answer;
}

describe('planning in threads', () => {
  it('finds the same with one thread as with three, tells how far it is, and ends the threads', async () => {
    const alone = found(await startPlanning(request(), listener, 1, startThread).answer);
    const seen: PlanningProgress[] = [];
    const together = found(await startPlanning(request(), { ...listener, progress: (now) => seen.push(now) }, 3, startThread).answer);
    expect(together).toEqual(alone);
    expect(alone.found).toBeGreaterThan(2);
    expect(started).toHaveLength(4);
    expect(started.every(({ isEnded }) => isEnded)).toBe(true);
    expect(seen[0]?.width).toBe(3);
  });

  it('uses the seed of the page instead of the text’s', async () => {
    const plain = found(await startPlanning(request(), listener, 1, startThread).answer);
    const other = found(await startPlanning({ ...request(), seed: 'another' }, listener, 1, startThread).answer);
    const written = found(await startPlanning(request({}, JSON.stringify({ ...scenario, seed: 'another' })), listener, 1, startThread).answer);
    expect(other).toEqual(written);
    expect(other.evidence).not.toEqual(plain.evidence);
  });

  it('says everything that is wrong with a question at once, and beside which part', async () => {
    const answer = await startPlanning(request({ find: 'functions.one.ReservedConcurrentExecutions=-5..12', suchThat: ['delaySeconds.p98.7 < 5s', 'lost is little', 'lost <= 0'] }), listener, 1, startThread).answer;
    if (answer.kind !== 'problems') throw new Error(answer.kind);
    expect(answer.problems.map(({ part }) => part)).toEqual(['range 0', 'target 0', 'target 1']);
    expect(answer.problems[0]?.message).toContain('ReservedConcurrentExecutions');
    expect(answer.problems[1]?.message).toContain('p98');
    expect(answer.problems[2]?.message).toContain('lost is little');
  });

  it('tells the cells of a sweep as they end, and those that there are in the end', async () => {
    const seen: number[] = [];
    const question = { kind: 'sweep', over: ['functions.one.ReservedConcurrentExecutions=3..9:4'], metrics: ['delaySeconds.p99'], suchThat: ['lost <= 0'] } as const;
    const answer = await startPlanning({ ...about(text), question }, { ...listener, cells: ({ cells, wanted }) => seen.push(cells.length / wanted) }, 2, startThread).answer;
    if (answer.kind !== 'sweep') throw new Error(JSON.stringify(answer));
    expect(answer.answer.cells.map(({ values }) => values)).toEqual([[3], [5], [7], [9]]);
    expect(seen[0]).toBe(0.25);
  });

  it('sweeps over two different settings, and over no more values than a page has room for', async () => {
    const over = 'functions.one.ReservedConcurrentExecutions=3..90:30';
    const answer = await startPlanning({ ...about(text), question: { kind: 'sweep', over: [over, over], metrics: ['nothing'], suchThat: [] } }, listener, 1, startThread).answer;
    if (answer.kind !== 'problems') throw new Error(answer.kind);
    expect(answer.problems.map(({ part }) => part)).toEqual(['range 1', 'range 1', 'metric 0']);
    expect(answer.problems[1]?.message).toContain('900 combinations');
  });

  it('says what is wrong with the scenario itself', async () => {
    const answer = await startPlanning(request({}, '{}'), listener, 1, startThread).answer;
    expect(answer.kind).toBe('issues');
  });

  it('is stopped and keeps what it has found out', async () => {
    const long = JSON.stringify({ ...scenario, duration: '3h' });
    // Without threads: between two ports of one thread Node would deliver the wish to stop after a thousand slices.
    const service = createPlannerService();
    const answer = found(await service.ask(request({ find: find.replace('=1..12', '=4..400') }, long), [], { ...listener, progress: ({ replications }) => replications >= 9 && service.stop() }));
    expect(answer.stopped).toBe(true);
    expect(answer.evidence.length).toBeGreaterThan(0);
  });

  it('says that a thread has died', async () => {
    const planning = startPlanning(request(), listener, 2, startThread);
    started[1]?.fail('out of memory');
    await expect(planning.answer).rejects.toThrow('A planning thread stopped with an error: out of memory');
    expect(started.every(({ isEnded }) => isEnded)).toBe(true);
  });

  it('notices a thread that falls silent, says what to do, and ends them all', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const planning = startPlanning(request(), listener, 2, () => {
        const thread = startThread();
        // The second one hears nothing from the first on.
        return started.length < 2 ? thread : ({ ...thread, postMessage: () => undefined } as unknown as Worker);
      });
      const outcome = planning.answer.catch((error: unknown) => String(error));
      for (let second = 0; second < 10; second++) {
        vi.advanceTimersByTime(1_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(await outcome).toMatch(/^Error: A planning thread has not answered for 8 seconds\. The question is still there: ask again/);
      expect(started.every(({ isEnded }) => isEnded)).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes nobody who answers for dead, however long it takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let isOver = false;
      const planning = startPlanning(request(), listener, 2, startThread);
      const outcome = planning.answer.finally(() => (isOver = true));
      while (!isOver) {
        vi.advanceTimersByTime(1_000);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      expect((await outcome).kind).toBe('find');
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes all processors but two, one at least and six at most', () => {
    expect([1, 2, 3, 4, 8, 64].map(planningThreads)).toEqual([1, 1, 1, 2, 6, 6]);
  });
});

describe('an answer', () => {
  it('of a search is the library’s, begun where a formula says, and its file is what the command line prints', async () => {
    const answer = await startPlanning(request(), listener, 1, startThread).answer;
    if (answer.kind !== 'find') throw new Error(JSON.stringify(answer));
    const subject = { text, files: {} };
    const asked = readPlanQuestion(subject, { find, suchThat: ['delaySeconds.p99 < 5s'] });
    if ('problems' in asked) throw new Error(asked.problems.join());
    expect(answer.asked).toEqual(asked);
    expect(answer.asked.closedForms[0]).toMatchObject({ name: 'Little’s law', value: 3 });
    expect(answer.asked.question.guess).toBe(3);
    const trials = new Trials(createLaboratory([subject]), metricsOf(asked.question.targets));
    expect(answer.answer).toEqual(await plan(trials, asked.question));
    expect(answer.band).toEqual(await planBand(trials, asked.question, answer.answer));
    const json = JSON.parse(answer.files.json) as Record<string, unknown>;
    expect(json).toMatchObject({ command: 'headroom', seed: answer.files.seed, found: answer.answer.found, verdict: planVerdict(asked.question, answer.answer, answer.band), closedForms: asked.closedForms });
    expect(answer.files.csv).toMatch(/^value,target,metric,low,high,basis,replications,satisfied,decided,dispatch,seed,/);
    expect(answer.files.csv.trimEnd().split('\r\n').length).toBeGreaterThan(1 + answer.answer.evidence.length);
  });

  const withReserved = (reserved: number): string => JSON.stringify({ ...scenario, functions: { one: { ...scenario.functions.one, ReservedConcurrentExecutions: reserved } } });

  it('to which scenario is best compares all of them with the luck of the first', async () => {
    const question = { kind: 'best', metric: 'delaySeconds.p99', better: 'less' } as const;
    const texts = [withReserved(2), withReserved(12), JSON.stringify({ ...(JSON.parse(withReserved(12)) as object), seed: 'another' })];
    const ask = async (better: 'less' | 'more', threads: number) => {
      const answer = await startPlanning({ ...about(...texts), question: { ...question, better } }, listener, threads, startThread).answer;
      if (answer.kind !== 'best') throw new Error(JSON.stringify(answer));
      return answer;
    };
    const [least, most] = [await ask('less', 2), await ask('more', 1)];
    expect([least.answer.leader, least.answer.scenarios.map(({ best }) => best)]).toEqual([1, [false, true, true]]);
    expect(least.answer.scenarios[2]?.difference).toEqual({ value: 0, low: 0, high: 0 });
    expect(least.answer.scenarios[0]?.difference?.low).toBeGreaterThan(0);
    expect([most.answer.leader, most.answer.scenarios.map(({ best }) => best)]).toEqual([0, [true, false, false]]);
    expect(least.files.csv.trimEnd().split('\r\n').map((row) => row.split(',')[0])).toEqual(['scenario', 'A', 'B', 'C']);
  });

  it('to which scenario is best names every scenario that cannot be compared', async () => {
    const question = { kind: 'best', metric: 'functions.one.received', better: 'more' } as const;
    const other = JSON.stringify({ ...scenario, functions: { two: {} }, traffic: [] });
    const answer = await startPlanning({ ...about('{}', text, other), question }, listener, 1, startThread).answer;
    if (answer.kind !== 'problems') throw new Error(answer.kind);
    expect([...new Set(answer.problems.map(({ message }) => message.slice(0, 2)))]).toEqual(['A:', 'C:']);
    expect(answer.problems.every(({ part }) => part === 'question')).toBe(true);
    expect(await startPlanning({ ...about(), question }, listener, 1, startThread).answer).toEqual({ kind: 'problems', problems: [{ part: 'question', message: 'A comparison is of 2 to 10 scenarios, not 0.' }] });
  });
});
