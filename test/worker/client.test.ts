import { expose } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { everyEvent, type SimulationListener } from '../../sim/worker/api.ts';
import { SimulationFailed, createSimulationClient } from '../../sim/worker/client.ts';
import { createSimulationApi } from '../../sim/worker/simulation.ts';

/** Threads as the client starts them, without threads: each is the simulation at the other end of a channel. */
const started: { end: () => void; fail: (message: string) => void }[] = [];

function startThread(): Worker {
  const { port1, port2 } = new MessageChannel();
  expose(createSimulationApi(), port2);
  port1.start();
  const errors = new EventTarget();
  const end = (): void => {
    port1.close();
    port2.close();
  };
  started.push({ end, fail: (message) => errors.dispatchEvent(Object.assign(new Event('error'), { message })) });
  const worker = {
    postMessage: port1.postMessage.bind(port1),
    addEventListener: (type: string, listener: EventListener) => (type === 'message' ? port1 : errors).addEventListener(type, listener),
    removeEventListener: (type: string, listener: EventListener) => (type === 'message' ? port1 : errors).removeEventListener(type, listener),
    terminate: end,
  };
  return worker as unknown as Worker;
}

afterEach(() => {
  for (const { end } of started.splice(0)) end();
});

const request = {
  name: 'a',
  text: JSON.stringify({ version: 1, duration: '30m', functions: { one: { ReservedConcurrentExecutions: 2, behaviour: { duration: { constant: '1s' }, errorRate: 0.2 } } }, traffic: [{ to: 'one', arrivals: { poisson: { rate: '3/s' } } }] }),
  seed: null,
};
const listener: SimulationListener = { traceFile: () => Promise.resolve(null), started: () => undefined, progress: () => undefined, snapshot: () => undefined };

describe('the page’s end of the simulation thread', () => {
  it('asks about single events beside the assumption band, and abandons neither', async () => {
    const client = createSimulationClient(startThread);
    await client.simulate(request, listener);
    const [band, overview] = await Promise.all([client.assumptionBand(request), client.trace(request, 1800, { progress: () => undefined })]);
    expect(band?.covered).toHaveLength(3);
    expect(overview?.events).toBeGreaterThan(5000);
    expect((await client.events(request, everyEvent, 0, 5))?.rows).toHaveLength(5);
    expect((await client.event(request, 2))?.event.id).toBe(2);
    client.close();
  });

  it('answers null where there is no thread to ask', async () => {
    const client = createSimulationClient(startThread);
    expect(await client.trace(request, 1800, { progress: () => undefined })).toBeNull();
    expect(await client.event(request, 0)).toBeNull();
  });

  it('rejects what was asked of a thread that dies, with what it takes to repeat it', async () => {
    const client = createSimulationClient(startThread);
    await client.simulate(request, listener);
    let alive = true;
    const trace = client.trace(request, 1800, {
      progress() {
        if (alive) started[0]?.fail('out of memory');
        alive = false;
      },
    });
    await expect(trace).rejects.toThrow(SimulationFailed);
    await expect(trace).rejects.toMatchObject({ request });
    expect(await client.event(request, 0)).toBeNull();
    const again = await client.simulate(request, listener);
    expect(again?.kind).toBe('finished');
    expect(started).toHaveLength(2);
    client.close();
  });

  it('ends a thread that takes no note of being told to stop, and the next run has a fresh one', async () => {
    let isStuck = false;
    // Of this thread only what was under way when it got stuck comes through.
    const client = createSimulationClient(() => stuckWhen(() => isStuck));
    await client.simulate(request, listener);
    isStuck = true;
    const run = client.simulate(request, listener);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const told = performance.now();
    client.stop();
    await expect(run).rejects.toThrow('The simulation thread was stuck: told to stop, it did not, and was ended.');
    expect(performance.now() - told).toBeLessThan(1_000);
    isStuck = false;
    expect((await client.simulate(request, listener))?.kind).toBe('finished');
    expect(started).toHaveLength(2);
    client.close();
  });

  it('gives up waiting for the answer of a thread that rests', async () => {
    let isLost = true;
    const client = createSimulationClient(() => {
      const thread = startThread();
      const ask = thread.postMessage.bind(thread);
      thread.postMessage = (message: { path?: string[] }, transfer?: unknown) => {
        if (!(isLost && message.path?.[0] === 'simulate')) ask(message, transfer as Transferable[]);
      };
      return thread;
    });
    await expect(client.simulate(request, listener)).rejects.toThrow('The simulation thread has finished, and gave no answer.');
    isLost = false;
    expect((await client.simulate(request, listener))?.kind).toBe('finished');
    client.close();
  });
});

/** A thread that hears nothing while it is stuck. */
function stuckWhen(isStuck: () => boolean): Worker {
  const thread = startThread();
  const ask = thread.postMessage.bind(thread);
  thread.postMessage = (message: unknown, transfer?: unknown) => {
    if (!isStuck()) ask(message, transfer as Transferable[]);
  };
  return thread;
}
