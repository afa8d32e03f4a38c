import type { Request } from './place.ts';

/** What a place says of a request: what it came to, or why it did not. */
export type Reply = { answer: string[] } | { problem: string };

/** Does a request and says how it went; never rejects. */
export async function replyTo(request: Request, work: (request: Request) => Promise<string[]>): Promise<Reply> {
  try {
    return { answer: await work(request) };
  } catch (problem) {
    return { problem: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem) };
  }
}

/** Asks the server that the page came from for one request after the other, each time with the reply to the one before. */
export async function followLane(lane: string, work: (request: Request) => Promise<string[]>): Promise<void> {
  let reply: Reply | null = null;
  for (;;) {
    const response = await fetch(new URL(`/lane/${encodeURIComponent(lane)}`, location.href), { method: 'POST', body: JSON.stringify(reply) });
    if (response.status !== 200) return;
    reply = await replyTo((await response.json()) as Request, work);
  }
}
