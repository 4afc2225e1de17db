import { request, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { expectedError, RmqctlError } from '../../errors.ts';
import type { PageWait } from '../../roles/common/program-role.ts';
import type { Transport } from '../../transport/transport.ts';
import { dialFrom } from '../../probes/dial-from.ts';
import { poll, type Wait } from './wait.ts';

/** Milliseconds that one answer may take: a server that has just opened its port keeps a caller waiting. */
const ANSWER_MS = 5000;

/** Where a page is, for people. */
export function urlOf({ address, port, path }: Pick<PageWait, 'address' | 'port' | 'path'>): string {
  return `http://${address}:${port}${path}`;
}

/**
 * The status of the answer to GET, by one connection that is closed afterwards. The body is not read.
 * @param connection to the server; it is used up, whatever comes
 * @throws RmqctlError PAGE_SILENT when there is no HTTP answer, or none in time
 */
export function askPage(connection: Duplex, page: PageWait, signal?: AbortSignal): Promise<number> {
  const silent = (what: string): RmqctlError =>
    new RmqctlError('PAGE_SILENT', `${urlOf(page)} does not answer: ${what}`, {
      host: page.host,
      hint: 'its console.log says how far it has come',
    });
  return new Promise<number>((resolve, reject) => {
    const asked = request({
      method: 'GET',
      path: page.path,
      headers: { host: `${page.address}:${page.port}`, connection: 'close' },
      createConnection: () => connection,
      ...(signal === undefined ? {} : { signal }),
    });
    const timer = setTimeout(
      () => asked.destroy(new Error(`nothing within ${ANSWER_MS / 1000} s`)),
      ANSWER_MS,
    );
    const settled = (then: () => void): void => {
      clearTimeout(timer);
      connection.destroy();
      then();
    };
    asked.on('response', (response: IncomingMessage) => {
      response.resume();
      settled(() => resolve(response.statusCode ?? 0));
    });
    asked.on('error', (error) => settled(() => reject(silent(error.message))));
    asked.end();
  });
}

/** True if a status means that the page is there: it may send to a login, or ask for one. */
export function isThere(status: number): boolean {
  return (status >= 200 && status < 400) || status === 401;
}

/** The page of an instance, which must answer. A host that lets nobody dial through it is taken at its word. */
export const pageAnswers: Wait<PageWait> = {
  kind: 'page',
  stage: (instance) => `waiting for the page of ${instance}`,
  wait(asked, instance, context) {
    const transport = context.transports.get(asked.host);
    return poll(context, async () => {
      const missing = transport === undefined ? undefined : await missingOf(asked, transport, context.signal);
      if (missing === undefined) return {};
      const summary = `${instance} runs, but its page is missing: ${missing}`;
      return { failure: { summary, hint: 'look at its console.log on the host: rmqctl logs shows it' } };
    });
  },
};

async function missingOf(
  page: PageWait,
  transport: Transport,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const status = await askPage(await dialFrom(transport, page.address, page.port), page, signal);
    return isThere(status) ? undefined : `${urlOf(page)}, which answers ${status}`;
  } catch (error) {
    const { code, message } = expectedError(error);
    return code === 'FORWARDING_REFUSED' ? undefined : message;
  }
}
