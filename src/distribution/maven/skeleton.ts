import { readFile } from 'node:fs/promises';
import { SERVERS } from '../../rocketmq/servers.ts';
import { logbackFiles } from './logback.ts';
import type { ReleaseFacts } from '../release.ts';

/** Beside src/ and beside dist/ alike. */
const TEMPLATES = new URL('../../../templates/release/', import.meta.url);

interface Launcher {
  readonly name: string;
  /** the script that starts the JVM; runbroker.sh and runserver.sh are rendered for each host, not part of a release */
  readonly run: 'runbroker.sh' | 'runserver.sh' | 'tools.sh';
  /** main class below the project's package; it begins with its module, and versions without that do not have the launcher */
  readonly main: string;
  /** whose logback file it reads */
  readonly logs: string;
}

const LAUNCHERS: readonly Launcher[] = [
  { name: 'mqnamesrv', run: 'runserver.sh', main: SERVERS.namesrv.main, logs: 'namesrv' },
  { name: 'mqbroker', run: 'runbroker.sh', main: SERVERS.broker.main, logs: 'broker' },
  { name: 'mqadmin', run: 'tools.sh', main: 'tools.command.MQAdminStartup', logs: 'tools' },
  { name: 'mqcontroller', run: 'runserver.sh', main: 'controller.ControllerStartup', logs: 'controller' },
  { name: 'mqproxy', run: 'runserver.sh', main: SERVERS.proxy.main, logs: 'proxy' },
  {
    name: 'mqbrokercontainer',
    run: 'runbroker.sh',
    main: 'container.BrokerContainerStartup',
    logs: 'broker',
  },
];

/**
 * The files of a release that are not jars, in the project's layout: bin/mq*, bin/tools.sh and the logback files.
 * @returns pairs of path in the release and content, sorted by path
 */
export async function skeleton(release: ReleaseFacts): Promise<readonly (readonly [string, string])[]> {
  const template = await readFile(new URL('bin/launcher.sh', TEMPLATES), 'utf8');
  const tools = await readFile(new URL('bin/tools.sh', TEMPLATES), 'utf8');
  const launchers = LAUNCHERS.filter(({ main }) => release.modules.includes(main.split('.')[0]!));
  const files = [
    ['bin/tools.sh', tools] as const,
    ...launchers.map((each) => [`bin/${each.name}`, launcher(template, each, release)] as const),
    ...logbackFiles(release),
  ];
  return files.sort(([a], [b]) => (a < b ? -1 : 1));
}

function launcher(template: string, { run, main, logs }: Launcher, release: ReleaseFacts): string {
  const logback = `-Drmq.logback.configurationFile="$ROCKETMQ_HOME/conf/rmq.${logs}.logback.xml" `;
  return template
    .replaceAll('@RUN@', run)
    .replaceAll('@LOGBACK@', release.shadedLogback ? logback : '')
    .replaceAll('@MAIN@', `${release.javaPackage}.${main}`);
}
