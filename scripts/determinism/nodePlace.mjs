/** A process or a thread of Node as a place (test/determinism/place.ts): a request in each message, a reply to it in another. */
import { register } from 'node:module';
import { parentPort } from 'node:worker_threads';

register('../../test/nodeLoadsTypeScript.mjs', import.meta.url);
const { replyTo } = await import('../../test/determinism/lane.ts');
const { answerTo } = await import('../../test/determinism/place.ts');

const receive = async (/** @type {any} */ request) => {
  const reply = await replyTo(request, answerTo);
  if (parentPort === null) process.send?.(reply);
  else parentPort.postMessage(reply);
};
(parentPort ?? process).on('message', receive);
