import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mvn } from './mvn.ts';
import type { ReleaseFacts, ReleaseHooks } from '../release.ts';
import { SERVERS } from '../../rocketmq/servers.ts';
import { logbackFiles } from './logback.ts';

/** Pinned, so that a version's lib/ does not depend on the Maven at hand. It needs Maven 3.2.5 and Java 8. */
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

/** Everything that determines a release assembled by Maven, as text: two that are equal give the same release. */
export async function recipeOf(release: ReleaseFacts): Promise<string> {
  const files = await skeleton(release);
  return JSON.stringify([COPY_DEPENDENCIES, dependenciesPom(release), ...files]);
}

/**
 * Assembles a release's tree in an empty directory: lib/ by Maven, bin/ and conf/ by rmqctl.
 * @throws RmqctlError MAVEN_MISSING, MAVEN_FAILED
 */
export async function assembleByMaven(
  release: ReleaseFacts,
  directory: string,
  context: { env: Readonly<Record<string, string | undefined>>; hooks: ReleaseHooks; scratch: string },
): Promise<void> {
  await mkdir(context.scratch, { recursive: true });
  await writeFile(join(context.scratch, 'pom.xml'), dependenciesPom(release));
  await mvn([COPY_DEPENDENCIES, '-DincludeScope=runtime', `-DoutputDirectory=${join(directory, 'lib')}`], {
    cwd: context.scratch,
    env: context.env,
    hooks: context.hooks,
    purpose: `RocketMQ ${release.version} by Maven`,
  });
  for (const [name, content] of await skeleton(release)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
}

/** A pom whose runtime dependencies are the jars of the version's lib/. */
export function dependenciesPom(release: ReleaseFacts): string {
  const exclusions = release.exclusions.map((each) => {
    const [group, artifact] = each.split(':');
    return `<exclusion><groupId>${group}</groupId><artifactId>${artifact}</artifactId></exclusion>`;
  });
  const dependencies = release.modules.map(
    (module) => `    <dependency>
      <groupId>${release.javaPackage}</groupId>
      <artifactId>rocketmq-${module}</artifactId>
      <version>${release.artifactVersion}</version>
      <exclusions>${exclusions.join('')}</exclusions>
    </dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>rmqctl</groupId>
  <artifactId>release</artifactId>
  <version>${release.artifactVersion}</version>
  <dependencies>
${dependencies.join('\n')}
  </dependencies>
</project>
`;
}

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
