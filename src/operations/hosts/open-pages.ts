import { ExitCode, messageOf, RmqctlError, worstExit } from '../../errors.ts';
import type { Instance } from '../../model/instance.ts';
import { dialFrom } from '../../probes/dial-from.ts';
import { launch, NO_SUCH_PROGRAM } from '../../shell/local-process.ts';
import type { CommandContext } from '../context.ts';
import type { Session } from '../session.ts';
import { forward, type Forward } from './forward.ts';
import { openHost, selectedInstances, tellLost } from './reach.ts';

export const LAST_PORT = 65_535;

interface PagesOptions {
  readonly limit: readonly string[];
  /** of this machine, for the first page; default: a free one */
  readonly port: number | undefined;
  /** open the pages in the browser */
  readonly open: boolean;
}

/**
 * Makes the pages of dashboard and console reachable at ports of this machine, until interrupted. One page that is down does not
 * affect the others.
 * @throws RmqctlError NO_PAGE; usage errors, such as a port that is taken
 */
export async function openPages(session: Session, options: PagesOptions): Promise<ExitCode> {
  const { context } = session;
  const pages = selectedInstances(session.topology, options.limit).filter(({ page }) => page !== undefined);
  if (pages.length === 0) throw noPage();
  const forwards: Forward[] = [];
  const exits: ExitCode[] = [];
  try {
    for (const [index, instance] of pages.entries()) {
      const opened = await openPage(session, instance, portOf(options.port, index)).catch(
        (error: unknown) => {
          if (!(error instanceof RmqctlError) || error.exit === ExitCode.usage) throw error;
          tellLost(session, instance.host, error);
          exits.push(error.exit);
        },
      );
      if (opened === undefined) continue;
      forwards.push(opened);
      const url = `http://127.0.0.1:${opened.port}${instance.page ?? '/'}`;
      tell(context, instance, url);
      if (options.open) browse(context, url);
    }
    if (forwards.length > 0) await interrupted(context.signal);
    return worstExit(exits);
  } finally {
    for (const each of forwards) each.close();
  }
}

/** The port of the nth page, from 0: the one asked for and those behind it; a free one (0) if none is left. */
function portOf(asked: number | undefined, index: number): number {
  const port = asked === undefined ? 0 : asked + index;
  return port > LAST_PORT ? 0 : port;
}

function noPage(): RmqctlError {
  const message =
    'nothing that is selected has a page: the inventory names no dashboard and no console there';
  return new RmqctlError('NO_PAGE', message, {
    hint: 'add `dashboard:` or `console:` to the inventory and deploy it, or leave --limit out',
    exit: ExitCode.usage,
  });
}

/** A port of this machine that leads to the instance's page, through the connection to its host. */
async function openPage(session: Session, instance: Instance, port: number): Promise<Forward> {
  const { topology, context } = session;
  const host = topology.hosts.find(({ name }) => name === instance.host);
  if (host === undefined) throw new Error(`there is no host ${instance.host}`);
  // asked for each time: a connection that broke since then is made anew
  const dial = async () => dialFrom(await openHost(session, host), instance.address, instance.port);
  // a page that is not there is reported now, not by a browser
  const first = await dial().catch((error: unknown) => {
    throw isShut(error) ? notRunning(instance, error) : error;
  });
  first.destroy();
  return forward(port, dial, ({ code, message, hint }) =>
    context.emit({ event: 'diagnostic', severity: 'warning', code, message, hint, host: instance.host }),
  );
}

/** The host could be reached, the page could not. */
function isShut(error: unknown): error is RmqctlError {
  return error instanceof RmqctlError && error.code === 'DIAL_FAILED';
}

function notRunning({ name, host }: Instance, cause: RmqctlError): RmqctlError {
  return new RmqctlError(cause.code, cause.message, {
    host,
    hint: `does the ${name} run? \`rmqctl status\` tells, \`rmqctl start\` starts it`,
    exit: cause.exit,
    cause,
  });
}

function tell({ emit }: CommandContext, { name, host }: Instance, url: string): void {
  const message = `${url} is the ${name} on ${host}`;
  const hint = 'Ctrl-C closes it';
  emit({ event: 'diagnostic', severity: 'note', code: 'PAGE_OPEN', message, hint, host });
}

function browse({ emit, env }: CommandContext, url: string): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const missing = (message: string): void => {
    const hint = 'open the address yourself';
    emit({ event: 'diagnostic', severity: 'warning', code: 'BROWSER_MISSING', message, hint });
  };
  launch([program, url], { env }).then(
    ({ code }) => code === NO_SUCH_PROGRAM && missing(`there is no ${program} on the PATH of this machine`),
    (error: unknown) => missing(messageOf(error)),
  );
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
