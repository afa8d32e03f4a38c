import { proxy, wrap } from 'comlink';
import type { Remote } from 'comlink';
import type { Form } from '../form/form.ts';
import type { AssumptionBand } from '../planner/assumptionBand.ts';
import type { Difference, Measure, Measures } from '../planner/measures.ts';
import type {
  BatchQuestions,
  EventPage,
  EventQuery,
  EventStory,
  Finding,
  SentText,
  SimulationAnswer,
  SimulationApi,
  SimulationListener,
  SimulationRequest,
  StudiedScenario,
  StudyListener,
  StudyPlan,
  TextPreview,
  TraceListener,
  TraceOverview,
} from './api.ts';
import { listenForHeartbeat } from './heartbeat.ts';
import { patienceMilliseconds, takesNote, whenThreadEnds } from './threadEnd.ts';

/** How a request ended, unless it was abandoned for another. */
export type KeptAnswer = Exclude<SimulationAnswer, { kind: 'abandoned' }>;

/** The simulation thread died or broke an invariant. Carries what it takes to run the same thing again elsewhere. */
export class SimulationFailed extends Error {
  override readonly name = 'SimulationFailed';
  readonly request: SimulationRequest;

  constructor(message: string, request: SimulationRequest) {
    super(message);
    this.request = request;
  }
}

/** The page's end of the simulation thread: starts it, watches that it lives, and replaces it when it does not. */
export interface SimulationClient {
  /**
   * Runs one scenario. Rejects with SimulationFailed when the thread dies; the next call starts a fresh thread.
   * A call while another runs abandons the other, whose promise resolves to null.
   */
  simulate(request: SimulationRequest, listener: SimulationListener): Promise<KeptAnswer | null>;
  /** Ends the running simulation early and keeps what it has. A thread that takes no note of it is ended, and what it was asked rejects. */
  stop(): void;
  watch(functionName: string | null): void;
  /** The assumption band of the run that just finished with `request`; rejects and is abandoned as `simulate`. */
  assumptionBand(request: SimulationRequest): Promise<AssumptionBand | null>;
  /** What is worth a look in the scenario that was simulated last; abandons nothing. */
  findings(request: SimulationRequest): Promise<Finding[] | null>;
  /** Repeats a scenario with other luck; rejects and is abandoned as `simulate`. */
  study(request: SimulationRequest, plan: StudyPlan, listener: StudyListener): Promise<StudiedScenario | null>;
  /** How one scenario differs from another; abandons nothing. */
  differences(request: SimulationRequest, one: Measures, other: Measures): Promise<Record<Measure, Difference | null> | null>;
  /**
   * The four questions about the events of the run that was simulated last; they abandon nothing, and a new simulation abandons them.
   * Null when the thread that could answer is gone; reject as `simulate`.
   */
  trace(request: SimulationRequest, untilSeconds: number, listener: TraceListener): Promise<TraceOverview | null>;
  events(request: SimulationRequest, query: EventQuery, first: number, count: number): Promise<EventPage | null>;
  event(request: SimulationRequest, id: number): Promise<EventStory | null>;
  sentText(request: SimulationRequest, event: number, place: number, view: TextPreview['view']): Promise<SentText | null>;
  /** A question about failed batches; as the four above. */
  batches<Question extends keyof BatchQuestions>(request: SimulationRequest, question: Question, ...given: Parameters<BatchQuestions[Question]>): Promise<ReturnType<BatchQuestions[Question]> | null>;
  /** Ends a trace early and keeps what it has; as `stop`. */
  stopTrace(): void;
  /** The request's text as a form; abandons nothing. Null when the text is not JSON or the thread is gone; rejects as `simulate`. */
  form(request: SimulationRequest, about: string | null): Promise<Form | null>;
  /** Fetches what is left of the thread's own code. */
  load(): Promise<void>;
  /** Ends the thread. */
  close(): void;
}

/** A client that starts threads with `startWorker` when it needs one. */
export function createSimulationClient(startWorker: () => Worker = startModuleWorker): SimulationClient {
  let thread: Thread | null = null;
  let call: Call | null = null;
  const asides = new Set<Aside>();
  let inThread: Promise<unknown> = Promise.resolve();
  let watched: string | null = null;

  function discardThread(reason?: string): void {
    thread?.end();
    thread = null;
    for (const aside of [...asides]) aside.settle(reason === undefined ? null : new SimulationFailed(reason, aside.request));
  }

  function died(reason: string): void {
    discardThread(reason);
    call?.settle(new SimulationFailed(reason, call.request));
  }

  /** Has a thread end its work; one that is stuck is ended itself. */
  async function end(tell: (api: Remote<SimulationApi>) => unknown): Promise<void> {
    const told = thread;
    if (told === null || (await takesNote(() => tell(told.api))) || thread !== told || !isWaiting()) return;
    died('The simulation thread was stuck: told to stop, it did not, and was ended.');
  }

  const isWaiting = (): boolean => call !== null || asides.size > 0;

  /** Asks the thread for a sign of life; one that rests although its answer has not come has lost it. */
  async function ping(api: Remote<SimulationApi>): Promise<void> {
    const asked = call?.isAsked === true ? call : null;
    if (!(await api.ping()) && asked !== null && call === asked) died(noAnswer);
  }

  /** Lets go of what runs; the thread notices within a slice, or is replaced. */
  async function abandon(): Promise<void> {
    call?.settle(null);
    if (thread === null) return;
    void thread.api.stop(false);
    if ((await Promise.race([inThread.then(() => 'free' as const), after(patienceMilliseconds)])) !== 'free') discardThread();
  }

  async function perform<Answer>(request: SimulationRequest, ask: (api: Remote<SimulationApi>) => Promise<Answer>): Promise<Answer | null> {
    const superseded = call !== null;
    return new Promise<Answer | null>((resolve, reject) => {
      const mine: Call = {
        request,
        isAsked: false,
        isToStop: false,
        settle(failure) {
          if (call === mine) call = null;
          if (failure === null) resolve(null);
          else reject(failure);
        },
      };
      const freed = superseded ? abandon() : Promise.resolve();
      call = mine;
      void freed.then(() => {
        if (call !== mine) return;
        try {
          thread ??= new Thread(startWorker(), died);
        } catch (error) {
          died(`The simulation thread could not be started: ${messageOf(error)}`);
          return;
        }
        const mineIn = thread;
        mineIn.watchOver(ping, isWaiting);
        void mineIn.api.watch(watched);
        const answer = ask(mineIn.api);
        mine.isAsked = true;
        if (mine.isToStop) void end((api) => api.stop(true));
        inThread = answer.catch(() => undefined);
        answer.then(
          (value) => {
            if (call !== mine) return;
            call = null;
            resolve(value);
          },
          (error: unknown) => {
            if (call === mine) died(`The simulation failed: ${messageOf(error)}`);
          },
        );
      });
    });
  }

  /** Asks the thread of the last simulation something beside whatever it does. */
  async function askBeside<Answer>(request: SimulationRequest, ask: (api: Remote<SimulationApi>) => Promise<Answer>): Promise<Answer | null> {
    const asked = thread;
    if (asked === null) return null;
    return new Promise<Answer | null>((resolve, reject) => {
      const mine: Aside = {
        request,
        settle(failure) {
          asides.delete(mine);
          if (failure === null) resolve(null);
          else reject(failure);
        },
      };
      asides.add(mine);
      asked.watchOver(ping, isWaiting);
      ask(asked.api).then(
        (value) => {
          asides.delete(mine);
          resolve(value);
        },
        (error: unknown) => {
          if (asides.has(mine)) died(`The simulation failed: ${messageOf(error)}`);
        },
      );
    });
  }

  return {
    simulate: async (request, listener) => {
      const answer = await perform<SimulationAnswer>(request, async (api) => api.simulate(request, proxy(listener)));
      if (answer === null || answer.kind === 'abandoned') return null;
      if (answer.kind === 'issues' || (answer as Partial<typeof answer>).snapshot !== undefined) return answer;
      discardThread(noAnswer);
      throw new SimulationFailed(noAnswer, request);
    },
    study: (request, plan, listener) => perform(request, (api) => api.study(request, plan, proxy(listener))),
    findings: (request) => askBeside(request, (api) => api.findings(request)),
    differences: (request, one, other) => askBeside(request, (api) => api.differences(one, other)),
    assumptionBand: (request) => perform(request, (api) => api.assumptionBand()),
    stop() {
      if (call === null) return;
      // The thread may still be busy with what was abandoned for this: then the wish waits for the request it is about.
      call.isToStop = true;
      if (call.isAsked) void end((api) => api.stop(true));
    },
    watch(functionName) {
      watched = functionName;
      if (call !== null) void thread?.api.watch(functionName);
    },
    trace: (request, untilSeconds, listener) => askBeside(request, (api) => api.trace(request, untilSeconds, proxy(listener))),
    events: (request, query, first, count) => askBeside(request, (api) => api.events(query, first, count)),
    event: (request, id) => askBeside(request, (api) => api.event(id)),
    sentText: (request, event, place, view) => askBeside(request, (api) => api.sentText(event, place, view)),
    batches: <Question extends keyof BatchQuestions>(request: SimulationRequest, question: Question, ...given: Parameters<BatchQuestions[Question]>) =>
      askBeside(request, async (api) => (await api.batches(question, given)) as ReturnType<BatchQuestions[Question]> | null),
    form: (request, about) => askBeside(request, (api) => api.form(request.text, about)),
    stopTrace() {
      void end((api) => api.stopTrace());
    },
    async load() {
      await thread?.api.load();
    },
    close() {
      call?.settle(null);
      discardThread();
    },
  };
}

const noAnswer = 'The simulation thread has finished, and gave no answer.';

interface Aside {
  request: SimulationRequest;
  /** Ends the call without an answer: abandoned (null), or because the thread died. */
  settle(failure: SimulationFailed | null): void;
}

interface Call extends Aside {
  /** Whether the thread has been asked, and whether somebody wanted it stopped meanwhile. */
  isAsked: boolean;
  isToStop: boolean;
}

function after(milliseconds: number): Promise<'late'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('late'), milliseconds);
  });
}

/** Starts a simulation thread. */
export function startModuleWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

/** One worker with the four ways in which its death shows: an error, an unreadable message, a lock that it gives back, silence. */
class Thread {
  readonly api: Remote<SimulationApi>;
  private readonly worker: Worker;
  private readonly died: (reason: string) => void;
  private stopListening = (): void => undefined;
  private isEnded = false;

  constructor(worker: Worker, died: (reason: string) => void) {
    this.worker = worker;
    this.died = died;
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      died(`The simulation thread stopped with an error: ${event.message || 'it gave no reason'}`);
    });
    worker.addEventListener('messageerror', () => {
      died('The simulation thread sent a message that could not be read.');
    });
    this.api = wrap<SimulationApi>(worker);
    whenThreadEnds(
      (lock) => this.api.hold(lock),
      () => {
        if (!this.isEnded) died('The simulation thread was ended by the browser, which gave no reason.');
      },
    );
  }

  /** Listens for signs of life while they are `needed`. */
  watchOver(ping: (api: Remote<SimulationApi>) => Promise<void>, needed: () => boolean): void {
    this.stopListening();
    this.stopListening = listenForHeartbeat(() => ping(this.api), needed, (seconds) => this.died(`The simulation thread has not answered for ${String(seconds)} seconds.`));
  }

  end(): void {
    this.isEnded = true;
    this.stopListening();
    this.worker.terminate();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
