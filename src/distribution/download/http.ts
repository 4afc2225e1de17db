import {
  get as getHttp,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from 'node:http';
import { get as getHttps } from 'node:https';
import { proxyFor, proxyHeaders, tunnel } from './web-proxy.ts';
import type { Environment } from '../../std/environment.ts';

const MAX_REDIRECTS = 5;

export interface HttpOptions {
  readonly headers?: OutgoingHttpHeaders;
  readonly signal?: AbortSignal | undefined;
  /** which may name a proxy */
  readonly env: Environment;
  /** milliseconds until the server must have answered */
  readonly answerTimeout: number;
  /** milliseconds that the body may pause */
  readonly idleTimeout: number;
}

/**
 * GETs a URL, following redirects, through the proxy that the environment names. The body comes as sent: it is not decompressed, so that digests and ranges hold.
 * @throws Error saying what went wrong in a few words: no such host, refused, no answer in time
 */
export async function openUrl(url: string, options: HttpOptions): Promise<IncomingMessage> {
  let at = new URL(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await request(at, options);
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return response;
    response.destroy();
    at = new URL(headers.location, at);
  }
  throw new Error(`${url} redirects more than ${MAX_REDIRECTS} times`);
}

async function request(url: URL, options: HttpOptions): Promise<IncomingMessage> {
  options.signal?.throwIfAborted();
  const sent = await send(url, options);
  return await new Promise((resolve, reject) => {
    const noAnswer = new Error(`${url.host} did not answer within ${options.answerTimeout / 1000} s`);
    const timer = setTimeout(() => sent.destroy(noAnswer), options.answerTimeout);
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(inWords(url, error));
    });
    sent.on('response', (response) => {
      clearTimeout(timer);
      const pause = new Error(`${url.host} sent nothing for ${options.idleTimeout / 1000} s`);
      sent.setTimeout(options.idleTimeout, () => response.destroy(pause));
      resolve(response);
    });
  });
}

/** Asks the server, or the proxy for it: by an absolute URL, or for https by a connection that goes through it. */
async function send(
  url: URL,
  { env, headers: given, signal, answerTimeout }: HttpOptions,
): Promise<ClientRequest> {
  const headers = { 'accept-encoding': 'identity', ...given };
  const options: RequestOptions = { headers, ...(signal === undefined ? {} : { signal }) };
  const proxy = proxyFor(url, env);
  if (proxy === undefined) return url.protocol === 'http:' ? getHttp(url, options) : getHttps(url, options);
  if (url.protocol === 'http:') {
    const { hostname: host, port } = proxy;
    const all = { ...headers, host: url.host, ...proxyHeaders(proxy) };
    return getHttp({ ...options, host, port: port || 80, path: url.href, headers: all });
  }
  const socket = await tunnel(url, proxy, { answerTimeout, signal });
  return getHttps(url, { ...options, createConnection: () => socket });
}

function inWords(url: URL, error: NodeJS.ErrnoException): Error {
  const cause = { cause: error };
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new Error(`the name ${url.hostname} does not resolve`, cause);
  if (error.code === 'ECONNREFUSED') return new Error(`${url.host} refuses the connection`, cause);
  return error;
}
