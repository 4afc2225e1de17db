import { get as getHttp, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { get as getHttps } from 'node:https';

const MAX_REDIRECTS = 5;

export interface HttpOptions {
  readonly headers?: OutgoingHttpHeaders;
  readonly signal?: AbortSignal | undefined;
  /** milliseconds until the server must have answered */
  readonly answerTimeout: number;
  /** milliseconds that the body may pause */
  readonly idleTimeout: number;
}

/**
 * GETs a URL, following redirects. The body comes as sent: it is not decompressed, so that digests and ranges hold.
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

function request(url: URL, options: HttpOptions): Promise<IncomingMessage> {
  const get = url.protocol === 'http:' ? getHttp : getHttps;
  return new Promise((resolve, reject) => {
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const sent = get(url, { headers: { 'accept-encoding': 'identity', ...options.headers }, ...signal });
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

function inWords(url: URL, error: NodeJS.ErrnoException): Error {
  const cause = { cause: error };
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return new Error(`the name ${url.hostname} does not resolve`, cause);
  if (error.code === 'ECONNREFUSED') return new Error(`${url.host} refuses the connection`, cause);
  return error;
}
