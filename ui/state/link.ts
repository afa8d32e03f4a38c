import { restored, saved } from './savedWorkspace.ts';
import type { Unreadable } from './savedWorkspace.ts';
import type { Workspace } from './workspace.ts';

/**
 * A workspace as the fragment of an address, which no server ever sees: `#h1=` and then the saved workspace as JSON,
 * compressed with DEFLATE, as base64url. Links of every earlier version open for ever (test/ui/link.test.ts).
 */
const prefix = '#h1=';

/** Longer links are cut or refused by programs that people send them with. */
export const longestLink = 8_000;

/** What a link may unpack to, in bytes: a link comes from anybody, and a small one can hold a thousand times its size. */
export const mostUnpacked = 256 * 1024;

/** Whether the fragment of an address is meant to be a workspace. */
export function isLink(fragment: string): boolean {
  return /^#h\d+=/.test(fragment);
}

/** The fragment for a workspace, with its `#`, which may be longer than what can be sent around; null for one that is more than a link may unpack to. */
export async function linkOf(workspace: Workspace): Promise<string | null> {
  const bytes = new TextEncoder().encode(JSON.stringify(saved(workspace)));
  if (bytes.length > mostUnpacked) return null;
  return prefix + base64url(await through(bytes, new CompressionStream('deflate-raw'), Infinity));
}

/** The workspace in a fragment. It may come from anybody. */
export async function workspaceIn(fragment: string): Promise<Workspace | Unreadable> {
  if (!fragment.startsWith(prefix)) return { problem: isLink(fragment) ? 'it was made by a newer version of Headroom' : 'it holds no scenarios of Headroom' };
  try {
    const bytes = await through(fromBase64url(fragment.slice(prefix.length)), new DecompressionStream('deflate-raw'), mostUnpacked);
    return restored(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    return { problem: error === tooLarge ? 'it unpacks to more than 256 KiB, which no link does that Headroom makes' : 'it is damaged, and may have been cut off' };
  }
}

const tooLarge = new RangeError('too large');

async function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough<Uint8Array>(transform).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw tooLarge;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function base64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new RangeError('no base64url');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
