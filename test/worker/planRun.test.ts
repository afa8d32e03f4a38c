import { expose, type Endpoint } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
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
const request = (question: Partial<QuestionOf<'find'>> = {}, whole = text): PlanningRequest => ({ text: whole, seed: null, question: { kind: 'find', find, suchThat: ['delaySeconds.p99 < 5s'], ...question } });

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
    const answer = await startPlanning({ text, seed: null, question }, { ...listener, cells: ({ cells, wanted }) => seen.push(cells.length / wanted) }, 2, startThread).answer;
    if (answer.kind !== 'sweep') throw new Error(JSON.stringify(answer));
    expect(answer.answer.cells.map(({ values }) => values)).toEqual([[3], [5], [7], [9]]);
    expect(seen[0]).toBe(0.25);
  });

  it('sweeps over two different settings, and over no more values than a page has room for', async () => {
    const over = 'functions.one.ReservedConcurrentExecutions=3..90:30';
    const answer = await startPlanning({ text, seed: null, question: { kind: 'sweep', over: [over, over], metrics: ['nothing'], suchThat: [] } }, listener, 1, startThread).answer;
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

  it('takes all processors but two, one at least and six at most', () => {
    expect([1, 2, 3, 4, 8, 64].map(planningThreads)).toEqual([1, 1, 1, 2, 6, 6]);
  });
});
