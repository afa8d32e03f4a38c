/**
 * Lanes: whatever does one request after the other, and how requests get there. Each kind of place has its own way: messages to a process
 * or a thread, lines to a shell, answers to what a page asks for.
 */
import { fork, spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { text as bodyOf } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';

/**
 * @typedef {import('../../test/determinism/place.ts').Request} Request
 * @typedef {import('../../test/determinism/lane.ts').Reply} Reply
 * @typedef {{ ask: (request: Request) => Promise<string[]> }} Lane
 * @typedef {{ lanes: Map<string, Lane>, end: () => void }} Opened
 */

const nodePlace = new URL('./nodePlace.mjs', import.meta.url);
/** What takes longer than this for one request, in milliseconds, hangs. */
const patience = 900_000;

/** @returns {Opened} A process of Node, whose lane is `main`, and so many threads of this one: `worker 0` and so on. */
export function openNode(/** @type {number} */ threads) {
  const child = fork(nodePlace, { serialization: 'advanced' });
  const workers = Array.from({ length: threads }, () => new Worker(nodePlace));
  const main = replies((request) => void child.send(request));
  child.on('message', main.take);
  child.on('exit', (code) => main.fail(`it ended with ${code}`));
  const lanes = new Map([['main', main.lane]]);
  for (const [place, worker] of workers.entries()) {
    const { take, fail, lane } = replies((request) => worker.postMessage(request));
    worker.on('message', take);
    worker.on('error', (problem) => fail(String(problem)));
    lanes.set(`worker ${place}`, lane);
  }
  return {
    lanes,
    end() {
      child.kill();
      for (const worker of workers) void worker.terminate();
    },
  };
}

/** @returns {Opened} A shell of JavaScriptCore that runs the built `shell.js`. */
export function openShell(/** @type {string} */ program, /** @type {string} */ folder) {
  const shell = spawn(program, ['-m', join(folder, 'shell.js')], { stdio: ['pipe', 'pipe', 'inherit'] });
  // The shell takes its input to be Latin-1.
  const { take, fail, lane } = replies((request) => void shell.stdin.write(`${inAscii(JSON.stringify(request))}\n`));
  createInterface({ input: shell.stdout }).on('line', (line) => take(JSON.parse(line)));
  shell.on('error', (problem) => fail(problem.message));
  shell.on('exit', (code) => fail(`it ended with ${code}`));
  return { lanes: new Map([['main', lane]]), end: () => void shell.kill() };
}

/**
 * A browser that opens the built page; its lanes are `main`, the page's own thread, and so many Web Workers.
 * @returns {Promise<Opened>}
 */
export async function openBrowser(/** @type {{ key: string, program: string }} */ { key, program }, /** @type {string} */ folder, /** @type {number} */ threads) {
  const names = ['main', ...Array.from({ length: threads }, (_, place) => `worker ${place}`)];
  const asking = new Map(names.map((name) => [name, fetched()]));
  const server = createServer((request, response) => void serve(request, response, folder, asking));
  server.requestTimeout = 0;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const profile = mkdtempSync(join(tmpdir(), 'headroom-profile-'));
  const query = names.slice(1).map((name) => `worker=${encodeURIComponent(name)}`);
  // A group of its own, because a browser is many processes.
  const browser = spawn(program, [...browserWords(key, profile), `http://127.0.0.1:${port}/?${query.join('&')}`], { stdio: 'ignore', detached: true });
  const failAll = (/** @type {string} */ reason) => asking.forEach(({ fail }) => fail(reason));
  browser.on('error', (problem) => failAll(problem.message));
  browser.on('exit', (code) => failAll(`it ended with ${code}`));
  const end = () => {
    server.close();
    server.closeAllConnections();
    try {
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  // A browser does not notice that nobody needs it any more.
  process.once('exit', end);
  return { lanes: new Map([...asking].map(([name, { lane }]) => [name, lane])), end };
}

function browserWords(/** @type {string} */ key, /** @type {string} */ profile) {
  if (key === 'chromium') {
    return ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  }
  const preferences = { 'dom.max_script_run_time': 0, 'browser.shell.checkDefaultBrowser': false, 'datareporting.policy.dataSubmissionEnabled': false, 'app.update.auto': false, 'browser.aboutwelcome.enabled': false, 'dom.ipc.processHangMonitor': false };
  writeFileSync(join(profile, 'user.js'), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  return ['--headless', '--no-remote', '--profile', profile];
}

/** Serves the page; a place posts its last reply to its lane, and is answered with the next request as soon as there is one. */
async function serve(/** @type {import('node:http').IncomingMessage} */ request, /** @type {import('node:http').ServerResponse} */ response, /** @type {string} */ folder, /** @type {Map<string, ReturnType<typeof fetched>>} */ asking) {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (path === '/') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><meta charset="utf-8"><title>Determinism</title><script type="module" src="./page.js"></script>');
  if (path === '/trouble') {
    const trouble = await bodyOf(request);
    for (const { fail } of asking.values()) fail(trouble);
    return void response.end();
  }
  const lane = asking.get(path.replace('/lane/', ''));
  if (lane !== undefined) return lane.arrives(JSON.parse(await bodyOf(request)), response);
  const file = join(folder, normalize(path));
  if (!file.startsWith(folder) || !existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': extname(file) === '.js' ? 'text/javascript' : 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

/** The lane of somebody who fetches requests instead of being sent them. */
function fetched() {
  /** @type {import('node:http').ServerResponse | null} */
  let waiting = null;
  /** @type {Request | null} */
  let next = null;
  const hand = () => {
    if (waiting === null || next === null) return;
    waiting.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(next));
    [waiting, next] = [null, null];
  };
  const { take, fail, lane } = replies((request) => {
    next = request;
    hand();
  });
  return {
    lane,
    fail,
    arrives(/** @type {Reply | null} */ reply, /** @type {import('node:http').ServerResponse} */ response) {
      waiting = response;
      if (reply !== null) take(reply);
      hand();
    },
  };
}

/** A lane made of a way to send requests and of replies that come by themselves: one request at a time. */
function replies(/** @type {(request: Request) => void} */ send) {
  /** @type {{ resolve: (answer: string[]) => void, reject: (problem: Error) => void } | null} */
  let asker = null;
  /** @type {string | null} */
  let broken = null;
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  const ask = (/** @type {Request} */ request) => {
    const answer = /** @type {Promise<string[]>} */ (
      new Promise((resolve, reject) => {
        if (broken !== null) return reject(new Error(broken));
        asker = { resolve, reject };
        send(request);
      })
    );
    const clock = setTimeout(() => asker?.reject(new Error(`it has not answered for ${patience / 1000} s`)), patience);
    return answer.finally(() => clearTimeout(clock));
  };
  return {
    take(/** @type {any} */ reply) {
      if ('answer' in reply) asker?.resolve(reply.answer);
      else asker?.reject(new Error(reply.problem));
    },
    fail(/** @type {string} */ reason) {
      broken = reason;
      asker?.reject(new Error(reason));
    },
    lane: {
      ask(/** @type {Request} */ request) {
        const mine = before.then(() => ask(request));
        before = mine.catch(() => undefined);
        return mine;
      },
    },
  };
}

const inAscii = (/** @type {string} */ text) => text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
