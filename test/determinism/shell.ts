/** The shell of an engine: a request on each line of its input, a reply on each line of its output. */
import './shellGlobals.ts';
import { replyTo } from './lane.ts';
import { answerTo, type Request } from './place.ts';

declare function readline(): string | null;
declare function print(text: string): void;
/** Does everything that was promised; a shell that waits for its next line never comes to it by itself. */
declare function drainMicrotasks(): void;

for (let line = readline(); line !== null && line !== ''; line = readline()) {
  void replyTo(JSON.parse(line) as Request, answerTo).then((reply) => print(JSON.stringify(reply)));
  drainMicrotasks();
}
