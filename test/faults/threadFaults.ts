import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from './fault.ts';
import { scenarios } from './scenarios.ts';
import { happenedAt, plant, strike, strikeFromOutside, wasAsked, type Mishap } from './threads.ts';
import type { Visit } from './visit.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

/** Something that a thread does for the page, in which it can break. */
interface Place {
  /** Of the fault's name. */
  name: string;
  /** When it is, as the end of a phrase. */
  when: string;
  /** What the thread is asked for. */
  call: string;
  selected: keyof typeof scenarios;
  repeats?: true;
  /** Brings the page to where the thread is at it; absent: the fault is planted, and happens when `trigger` has it asked. */
  arrange?: (visit: Visit) => Promise<void>;
  planted?: 'asked' | 'answers';
  trigger?: (visit: Visit) => Promise<void>;
  where: string;
  /** How a person ends the work, where that can be. */
  stop?: (visit: Visit) => Promise<number>;
}

const problem = '.problem[role=alert]';

const runAgain = async ({ page }: Visit): Promise<void> => {
  await page.locator('main').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('r');
};

/** Opens the planner and asks what takes many runs. */
async function startPlanning(visit: Visit): Promise<void> {
  await visit.finished();
  await visit.page.getByRole('button', { name: 'Open the planner' }).click();
  await visit.page.getByRole('button', { name: 'Find the value' }).click();
  await visit.page.getByRole('progressbar', { name: 'Worked out so far' }).waitFor();
  await wasAsked(visit.page, 'planner');
  await visit.page.waitForTimeout(1_000);
}

/** Waits until the selected scenario is being repeated. */
export async function studying(visit: Visit): Promise<void> {
  await visit.finished();
  await visit.page.getByRole('progressbar', { name: 'Replications', exact: true }).waitFor();
  await visit.reads('.replications .run-state', /replication [2-9] of/);
}

const places: readonly Place[] = [
  { name: 'at-its-start', when: 'when it is asked for a run', call: 'simulate', selected: 'quick', arrange: (visit) => visit.finished(), planted: 'asked', trigger: runAgain, where: problem, stop: (visit) => visit.stop() },
  { name: 'in-mid-run', when: 'in the middle of a run', call: 'simulate', selected: 'long', arrange: (visit) => visit.running(), where: problem, stop: (visit) => visit.stop() },
  { name: 'with-its-result', when: 'as it sends the result of a run', call: 'simulate', selected: 'quick', arrange: (visit) => visit.finished(), planted: 'answers', trigger: runAgain, where: problem, stop: (visit) => visit.stop() },
  { name: 'in-a-study', when: 'while a run is being repeated with other luck', call: 'study', selected: 'heavy', repeats: true, arrange: studying, where: problem, stop: (visit) => visit.stop() },
  { name: 'in-the-planner', when: 'while the planner works', call: 'planner', selected: 'heavy', arrange: startPlanning, where: '.plan-answer', stop: (visit) => visit.stop() },
  {
    name: 'in-the-life-lines',
    when: 'while the events of a run are being traced',
    call: 'trace',
    selected: 'heavy',
    arrange: async (visit) => {
      await visit.finished();
      await visit.page.getByRole('button', { name: 'Show the events' }).click();
      await visit.page.getByRole('progressbar', { name: 'Repeating the run' }).waitFor();
    },
    where: '.records',
    stop: (visit) => visit.stop(() => visit.page.locator('.records-tracing').getByRole('button', { name: 'Stop and keep' }).click()),
  },
  {
    name: 'in-the-batches',
    when: 'when the panel of failed batches asks it for one',
    call: 'batches',
    selected: 'stream',
    arrange: async (visit) => {
      await visit.finished();
      await visit.page.getByRole('button', { name: 'Show the batches' }).click();
      await visit.page.locator('.events tbody .choose').first().waitFor();
    },
    planted: 'asked',
    trigger: (visit) => visit.page.locator('.events tbody .choose').first().click(),
    where: problem,
  },
];

async function inject(visit: Visit, { call, planted, trigger }: Place, mishap: Mishap): Promise<void> {
  if (planted === undefined) {
    await strike(visit.page, call, mishap);
    return;
  }
  await plant(visit.page, { mishap, when: planted, call });
  await trigger?.(visit);
}

const throws = places.map((place): Fault => ({
  ...place,
  name: `thread-throws-${place.name}`,
  what: `the thread throws an error ${place.when}`,
  says: place.planted === 'answers' ? /The simulation failed: / : /stopped with an error: .*injected fault/,
  isSoon: true,
  inject: (visit) => inject(visit, place, 'throws'),
  then: (visit) => copies(visit, place),
}));

const ends = places.map((place): Fault => ({
  ...place,
  name: `thread-is-killed-${place.name}`,
  what: `the thread is ended without a word ${place.when}`,
  says: /was ended by the browser, which gave no reason/,
  isSoon: true,
  inject: (visit) => (place.planted === undefined ? strikeFromOutside(visit.page, place.call, 'terminate') : inject(visit, place, 'ends')),
  then: (visit) => copies(visit, place),
}));

const hangs = places.map((place): Fault => ({
  ...place,
  name: `thread-hangs-${place.name}`,
  what: `the thread is caught in a loop ${place.when}${place.stop === undefined ? '' : ', and is told to stop'}`,
  says: place.stop === undefined ? /has not answered for 8 seconds/ : /was stuck: told to stop, it did not, and was ended/,
  inject: async (visit) => {
    await inject(visit, place, 'hangs');
    await happenedAt(visit.page);
    if (place.stop === undefined) return;
    // As a person, who waits a moment before losing patience.
    await visit.page.waitForTimeout(100);
    visit.holdStop(await place.stop(visit));
  },
  then: (visit) => copies(visit, place),
}));

const endsBetweenQuestions: Fault = {
  name: 'thread-is-killed-between-questions',
  what: 'the thread that knows the events of a run is ended while nobody asks it anything, and then it is asked',
  selected: 'quick',
  says: /The run behind these numbers is no longer there\. Run it again to see its events\./,
  where: '.records [role=alert]',
  arrange: async ({ page }) => {
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.locator('.events tbody .choose').first().waitFor();
  },
  inject: async ({ page }) => {
    await strikeFromOutside(page, 'trace', 'terminate');
    await page.locator('.events tbody .choose').first().click();
  },
  then: async ({ page }) => {
    await page.locator('.records').getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('button', { name: 'Show the events' }).click();
    await page.locator('.events tbody .choose').first().waitFor();
  },
};

const hangsUnattended: Fault = {
  name: 'thread-hangs-unattended',
  what: 'the thread is caught in a loop in the middle of a run, and nobody stops it',
  selected: 'long',
  says: /has not answered for 8 seconds/,
  arrange: (visit) => visit.running(),
  inject: (visit) => strike(visit.page, 'simulate', 'hangs'),
};

const stopsTwentyTimes: Fault = {
  name: 'thread-hangs-twenty-times',
  what: 'twenty threads, one after the other, are caught in a loop in the middle of a run, and each is told to stop',
  selected: 'long',
  says: /was stuck/,
  arrange: (visit) => visit.running(),
  inject: async (visit) => {
    const took: number[] = [];
    for (let time = 0; time < 20; time++) {
      if (time > 0) await runAgain(visit);
      await visit.running();
      await strike(visit.page, 'simulate', 'hangs');
      await happenedAt(visit.page);
      took.push(await visit.stop());
    }
    const largest = Math.max(...took);
    visit.note = `idle again after at most ${largest.toFixed(0)} ms, on average ${(took.reduce((sum, one) => sum + one, 0) / took.length).toFixed(0)} ms`;
    if (largest > 500) throw new Error(`it was idle again only after ${took.map((one) => one.toFixed(0)).join(', ')} ms`);
  },
};

const memory = ([['in-mid-run', 'no buffer', /Array buffer allocation failed|Invalid array buffer length/], ['in-mid-run', 'no list', /Invalid array length/], ['in-a-study', 'no buffer', /Array buffer allocation failed|Invalid array buffer length/], ['in-the-planner', 'no buffer', /Array buffer allocation failed|Invalid array buffer length/], ['in-the-life-lines', 'no list', /Invalid array length/]] as const).map(([name, mishap, says]): Fault => {
  const place = placeNamed(name);
  return {
    ...place,
    name: `no-memory-${mishap === 'no list' ? 'for-a-list' : 'for-a-buffer'}-${name}`,
    what: `memory runs out inside the engine ${place.when}`,
    says,
    isSoon: true,
    inject: (visit) => strike(visit.page, place.call, mishap, 'inside'),
    then: (visit) => copies(visit, place),
  };
});

const answers = ([['never-comes', 'swallows', /has finished, and gave no answer/], ['comes-twice', 'repeats', null], ['is-garbled', 'garbles', /has finished, and gave no answer/]] as const).map(([name, mishap, says]): Fault => ({
  name: `answer-${name}`,
  what: `the thread has finished a run, and its answer ${name.replaceAll('-', ' ')}`,
  selected: 'quick',
  says,
  where: problem,
  arrange: (visit) => visit.finished(),
  inject: async (visit) => {
    await inject(visit, placeNamed('with-its-result'), mishap);
    await happenedAt(visit.page);
  },
}));

const unreadable: Fault = {
  name: 'answer-is-unreadable',
  what: 'the thread sends a message that cannot be read, in the middle of a run',
  selected: 'long',
  says: /sent a message that could not be read/,
  where: problem,
  isSoon: true,
  arrange: (visit) => visit.running(),
  inject: (visit) => strikeFromOutside(visit.page, 'simulate', 'messageerror'),
};

const script = /\/assets\/worker-[^/]+\.js$/;
const broken = (
  [
    ['does-not-come', 'cannot be had, because there is no connection', 'abort'],
    ['is-not-found', 'is not found', { status: 404, body: 'Not found' }],
    ['is-no-script', 'is cut off', { contentType: 'text/javascript', body: 'const cut = {' }],
    ['has-another-type', 'comes as plain text', { contentType: 'text/plain', body: 'self.onmessage = null;' }],
  ] as const
).map(([name, phrase, answer]): Fault => ({
  name: `thread-script-${name}`,
  what: `the thread’s script ${phrase}`,
  selected: 'quick',
  says: /The simulation thread stopped with an error/,
  where: problem,
  errors: /Failed to load|MIME type|ERR_FAILED|404/,
  arrange: (visit) => visit.finished(),
  inject: async (visit) => {
    await visit.break(script, answer);
    await visit.page.reload();
  },
  then: async (visit) => {
    await visit.mend();
    await visit.page.getByRole('button', { name: 'Run again' }).click();
    await visit.shows(scenarios.quick, 'before the fault');
  },
}));

/** Threads that break, in every place and every way. */
export const threadFaults: readonly Fault[] = [...throws, ...ends, ...hangs, endsBetweenQuestions, hangsUnattended, stopsTwentyTimes, ...memory, ...answers, unreadable, ...broken];

function placeNamed(name: string): Place {
  const place = places.find((one) => one.name === name);
  if (place === undefined) throw new Error(`no place is called ${name}`);
  return place;
}

/** Holds what the message lets a person copy to be enough to repeat the failure: version, seed, scenario. */
async function copies({ page, context }: Visit, { where, selected }: Place): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator(where).getByRole('button', { name: 'Copy seed and scenario' }).click();
  await page.locator(where).getByRole('button', { name: 'Copied' }).waitFor();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as { headroom?: string; seed?: string; scenario?: string; scenarios?: { scenario: string }[] };
  const { headroom, seed, scenario = copied.scenarios?.[0]?.scenario } = copied;
  const wanted = { headroom: version, seed: 'before the fault', scenario: scenarios[selected] };
  if (!isDeepStrictEqual({ headroom, seed, scenario }, wanted)) throw new Error(`what is copied does not repeat it: ${JSON.stringify(copied).slice(0, 300)}`);
}
