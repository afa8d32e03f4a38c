import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** The page as `vite build` left it: built anew from the sources under test before the browser tests begin. */
export const builtPage = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** A file as it was answered. */
export interface Served {
  /** Its path inside the served folder. */
  file: string;
  /** The length of what was sent, in bytes. */
  bytes: number;
  /** When it was asked for, as `Date.now` tells. */
  at: number;
}

export interface StaticServer {
  /** Where the folder is, with a slash at its end. */
  url: string;
  /** Every file that was sent, in order; what the browser still had is not sent. */
  served: Served[];
  /** What was asked for and is not there. */
  missing: string[];
  close(): Promise<void>;
}

/**
 * Serves a folder on loopback as a plain file host does: compressed, files named after their content for ever, all others
 * checked for changes each time. `under` is the address of the folder, such as `/some/folder/`; `sendsOn`: whoever asks for the
 * folder is sent on to its index.html.
 */
export async function serveFolder(folder: string, under = '/', { sendsOn = false } = {}): Promise<StaticServer> {
  const served: Served[] = [];
  const missing: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (sendsOn && pathname === under) {
      response.writeHead(302, { Location: `${under}index.html` }).end();
      return;
    }
    const file = pathname.startsWith(under) ? normalize(pathname.slice(under.length).replace(/^$|\/$/, '$&index.html')) : '..';
    const path = join(folder, file);
    if (file.startsWith('..') || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
      missing.push(pathname);
      response.writeHead(404).end();
      return;
    }
    const bytes = answer(request, response, file, readFileSync(path));
    if (bytes > 0) served.push({ file, bytes, at: Date.now() });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}${under}`,
    served,
    missing,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

const compresses = /\.(html|js|css|txt|svg|webmanifest)$/;

/** Answers with a file and gives the bytes of it that were sent. */
function answer(request: IncomingMessage, response: ServerResponse, file: string, content: Buffer): number {
  const tag = `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', file.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return 0;
  }
  response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
  const body = compresses.test(file) ? gzipSync(content, { level: 9 }) : content;
  if (body !== content) response.setHeader('Content-Encoding', 'gzip');
  response.writeHead(200).end(body);
  return body.length;
}
