import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../errors.ts';
import { openUrl } from './http.ts';
import type { ReleaseHooks } from '../release.ts';
import type { Environment } from '../../std/environment.ts';

const TIMEOUTS = { answerTimeout: 5000, idleTimeout: 30_000 };
const ATTEMPTS = 3;

/** What a download is told with, and the environment, which may name a proxy. */
export type DownloadHooks = ReleaseHooks & { readonly env: Environment };

/** The server answered, but not with the file. */
export class HttpStatusError extends Error {
  readonly status: number;

  constructor(url: string, status: number) {
    super(`${url} answers ${status}`);
    this.name = 'HttpStatusError';
    this.status = status;
  }
}

/** A small text file. */
export async function downloadText(url: string, hooks: DownloadHooks): Promise<string> {
  const response = await openUrl(url, { ...TIMEOUTS, env: hooks.env, signal: hooks.signal });
  if (response.statusCode !== 200) throw refusal(url, response);
  return await text(response);
}

/**
 * Downloads a URL to a file, going on where the file ends (HTTP Range) when the connection breaks, up to three times.
 * A file that is there already is taken as the beginning: give one only where a digest is checked afterwards.
 * @throws HttpStatusError; Error saying what went wrong
 */
export async function downloadFile(url: string, path: string, hooks: DownloadHooks): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await sizeOf(path);
    try {
      await downloadRest(url, path, hooks);
      return;
    } catch (error) {
      hooks.signal?.throwIfAborted();
      const progressed = (await sizeOf(path)) > before;
      if (error instanceof HttpStatusError || !progressed || attempt === ATTEMPTS) throw error;
      hooks.notice(`${url}: ${messageOf(error)}; going on from byte ${await sizeOf(path)}`);
    }
  }
}

async function downloadRest(url: string, path: string, hooks: DownloadHooks): Promise<void> {
  const have = await sizeOf(path);
  const headers = have === 0 ? {} : { range: `bytes=${have}-` };
  const response = await openUrl(url, { ...TIMEOUTS, env: hooks.env, headers, signal: hooks.signal });
  const { statusCode } = response;
  if (statusCode === 416) return endsHere(url, response, have); // nothing after what we have
  const resumed = statusCode === 206 && rangeStart(response) === have;
  if (statusCode !== 200 && !resumed) throw refusal(url, response);
  const start = resumed ? have : 0;
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  const total = Number.isNaN(length) ? {} : { totalBytes: start + length };
  let bytes = start;
  response.on('data', (chunk: Buffer) => {
    hooks.progress({ stage: `downloading ${url}`, bytes: (bytes += chunk.length), ...total });
  });
  await pipeline(response, createWriteStream(path, { flags: resumed ? 'a' : 'w' }));
}

/** Thrown away where the server's file has another length than ours: then ours is the beginning of something else. */
function endsHere(url: string, response: IncomingMessage, have: number): void {
  response.destroy();
  const total = /\/(\d+)$/.exec(response.headers['content-range'] ?? '')?.[1];
  if (total !== undefined && Number(total) !== have) throw new HttpStatusError(url, 416);
}

function rangeStart(response: IncomingMessage): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

function refusal(url: string, response: IncomingMessage): HttpStatusError {
  response.destroy();
  return new HttpStatusError(url, response.statusCode ?? 0);
}

async function sizeOf(path: string): Promise<number> {
  return await stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
