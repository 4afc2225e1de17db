import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Site {
  readonly url: string;
  /** "GET /path" with the range asked for, in order */
  readonly asked: string[];
}

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** Sends a file as a web server does, with Range. */
export const send: Handler = (request, response, body) => {
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  if (start === undefined) response.writeHead(200, { 'content-length': body.length }).end(body);
  else if (Number(start) >= body.length)
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
  else {
    const rest = body.subarray(Number(start));
    const range = `bytes ${start}-${body.length - 1}/${body.length}`;
    response.writeHead(206, { 'content-length': rest.length, 'content-range': range }).end(rest);
  }
};

/** Promises all of the file, sends a part of what is asked for, and breaks the connection. */
export const sendPart =
  (bytes: number): Handler =>
  (request, response, body) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = body.subarray(start);
    const range = { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` };
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length, ...(start > 0 ? range : {}) });
    response.write(rest.subarray(0, bytes), () => setTimeout(() => response.destroy(), 50));
  };

/**
 * A download site on loopback.
 * @param files by path below the site's root
 * @param handlers how the n-th request of a path is answered; the last one goes on; by default `send`
 */
export async function siteWith(
  files: Readonly<Record<string, Buffer | string>>,
  handlers: Readonly<Record<string, Handler[]>> = {},
): Promise<Site> {
  const asked: string[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push([request.method, path, request.headers.range].filter(Boolean).join(' '));
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    const file = files[path];
    const list = handlers[path] ?? [send];
    if (file === undefined) response.writeHead(404).end();
    else (list[count] ?? list.at(-1) ?? send)(request, response, Buffer.from(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, asked };
}

/** The port of a server that listens on TCP. */
export function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens on no port');
  return address.port;
}
