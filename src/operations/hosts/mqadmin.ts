import { ExitCode, RmqctlError, worstExit } from '../../errors.ts';
import { siteFor, type Site } from '../../hosts/site.ts';
import type { Host } from '../../model/host.ts';
import { isNameServer, nameServersIn } from '../../model/instance.ts';
import { hostFacts } from '../../probes/facts.ts';
import { ask } from '../../probes/probe.ts';
import { sh, type Script } from '../../shell/script.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Session } from '../session.ts';
import { openHost, selectedInstances, tellLost } from './reach.ts';
import { runRemoteCommand } from './remote-command.ts';

/** MQAdminStartup prints what a command threw, and ends with 0. */
const EXCEPTION = {
  pattern: /^(?:[\w$]+\.)+\w*(?:Exception|Error)\b/m,
  code: 'MQADMIN_EXCEPTION',
  message: 'mqadmin ended with 0 and printed an exception: it may not have done what it was asked',
} as const;

/**
 * Runs mqadmin of the deployed release on the host of the first name server that answers.
 * @param args of mqadmin
 * @throws RmqctlError NO_NAME_SERVER where --limit selects none
 */
export async function runMqadmin(
  session: Session,
  limit: readonly string[],
  args: readonly string[],
): Promise<ExitCode> {
  const { transport, host, exits } = await firstReachable(session, limit);
  if (transport === undefined || host === undefined) return worstExit(exits);
  const site = await siteOf(session, transport, host);
  const servers = nameServersIn(session.topology).map(({ address, port }) => `${address}:${port}`);
  const command = mqadmin(site, servers, args);
  return runRemoteCommand(session, { transport, command, place: {}, doubt: EXCEPTION });
}

/** The first host of a name server that answers. Reports those before it; that is no failure yet. */
async function firstReachable(
  session: Session,
  limit: readonly string[],
): Promise<{ transport?: Transport; host?: Host; exits: ExitCode[] }> {
  const exits: ExitCode[] = [];
  const servers = selectedInstances(session.topology, limit).filter(isNameServer);
  for (const { host: name } of servers) {
    const host = session.topology.hosts.find((candidate) => candidate.name === name);
    if (host === undefined) continue;
    try {
      return { transport: await openHost(session, host), host, exits };
    } catch (error) {
      if (!(error instanceof RmqctlError)) throw error;
      tellLost(session, name, error);
      exits.push(error.exit);
    }
  }
  if (exits.length > 0) return { exits };
  throw new RmqctlError(
    'NO_NAME_SERVER',
    '--limit selects no name server, and mqadmin runs on the host of one',
    {
      hint: 'leave --limit out, or name the host of a name server',
      exit: ExitCode.usage,
    },
  );
}

async function siteOf(
  { topology, release, context }: Session,
  transport: Transport,
  host: Host,
): Promise<Site> {
  const facts = hostFacts(host);
  const answers = await ask(transport, [facts], { signal: context.signal });
  return siteFor(topology, host, answers.of(facts), release);
}

/** Runs mqadmin of the deployed release, with the name servers unless the arguments have them or ask only for help. */
function mqadmin({ home, java }: Site, servers: readonly string[], args: readonly string[]): Script {
  const isGiven = args.some((word) => /^(-n|--namesrvAddr\b)/.test(word));
  const helping =
    args.length === 0 || args[0] === 'help' || args.some((word) => word === '-h' || word === '--help');
  const words = isGiven || helping ? args : [...args, '-n', servers.join(';')];
  return sh`
    [ -x ${`${home}/bin/mqadmin`} ] || { echo ${`${home}/bin/mqadmin is not there: was this cluster deployed?`} >&2; exit 127; }
    export JAVA_HOME=${java.home} ROCKETMQ_HOME=${home} NAMESRV_ADDR=${servers.join(';')}
    exec sh ${`${home}/bin/mqadmin`} ${words}`;
}
