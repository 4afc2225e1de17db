import type { ConfigFile } from '../../rocketmq/configuration/config-file.ts';
import { required } from '../../rocketmq/configuration/required-properties.ts';
import { renderTemplate } from '../../render/templates.ts';
import { UNKNOWN_PROGRAM } from '../../model/program.ts';
import { programJava, programJvm } from '../common/program-java.ts';
import { addressesOfNameServers, pageWait } from '../common/program-role.ts';
import type { Blueprint, Role, Subject } from '../role.ts';
import { APPLICATION, CONFIG, consoleExpansion, NAME_SERVERS, NOTES } from './expand.ts';
import { ExitCode, RmqctlError } from '../../errors.ts';

interface TomcatRelease {
  /** "9.0.100" */
  readonly version: string;
  /** the lowest Java of its line, and the newest that the console was made for */
  readonly java: { readonly min: number; readonly madeFor: number };
}

/** The lowest Java of each line (tomcat.apache.org/whichversion); 10 and newer have jakarta.servlet, which no console knows. */
const MIN_JAVA: Readonly<Record<string, number>> = { '7.0': 6, '8.0': 7, '8.5': 7, '9.0': 8 };

/** The console's Spring is of the time of Java 7 and 8. */
const MADE_FOR = 8;

/** One that is not to be deployed, only looked at: any Java of its host will do. */
const UNKNOWN_TOMCAT: TomcatRelease = { version: 'unknown', java: { min: 0, madeFor: MADE_FOR } };

/**
 * The release of a Tomcat by the text of its RELEASE-NOTES.
 * @throws RmqctlError TOMCAT_UNFIT (exit 3) for one that no console runs in
 */
export function tomcatRelease(notes: string): TomcatRelease {
  const version = /Apache Tomcat Version (\d+\.\d+\.\d+)/.exec(notes)?.[1] ?? '';
  const min = MIN_JAVA[version.replace(/\.\d+$/, '')];
  if (min !== undefined) return { version, java: { min, madeFor: MADE_FOR } };
  const what = version === '' ? 'an unknown version, by its RELEASE-NOTES' : version;
  throw new RmqctlError('TOMCAT_UNFIT', `console.tomcat is Tomcat ${what}: the console does not run in it`, {
    hint: 'give a Tomcat 7.0 to 9.0; since 10 it has jakarta.servlet in place of javax.servlet',
    exit: ExitCode.inventory,
  });
}

/** The console of 3.x: its war in a Tomcat that runs nothing else. Both are the user's files. */
export const consoleRole: Role = { ...consoleExpansion, title: 'console', describe };

/**
 * Tomcat is started as its catalina.sh does, but by words and not by a shell that takes them apart once more.
 * CATALINA_BASE is CATALINA_HOME: nothing else uses this Tomcat.
 */
function describe(subject: Subject): Blueprint {
  const { instance, places, program } = subject;
  const { home } = places;
  const tomcat = program === UNKNOWN_PROGRAM ? UNKNOWN_TOMCAT : tomcatRelease(program?.texts[NOTES] ?? '');
  const java = programJava(subject, { program: `Tomcat ${tomcat.version}`, ...tomcat.java });
  const logging = `${home}/conf/logging.properties`;
  return {
    directories: [],
    files: [
      configOf(subject),
      {
        path: `${home}/conf/server.xml`,
        content: renderTemplate('console/server.xml', { port: `${instance.port}` }),
      },
      {
        path: logging,
        content: renderTemplate('console/logging.properties', { console: places.console }),
      },
    ],
    command: [
      `${java.home}/bin/java`,
      ...programJvm(subject, java),
      `-Djava.util.logging.config.file=${logging}`,
      '-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager',
      `-Dcatalina.home=${home}`,
      `-Dcatalina.base=${home}`,
      `-Djava.io.tmpdir=${home}/temp`,
      '-classpath',
      `${home}/bin/bootstrap.jar:${home}/bin/tomcat-juli.jar`,
      'org.apache.catalina.startup.Bootstrap',
      'start',
    ],
    env: { JAVA_HOME: java.home },
    ready: { ports: [instance.port], logged: [], waits: [pageWait(instance)], evidence: [] },
    restartsLast: true,
  };
}

/** The war's own settings with ours in them. */
function configOf({ instance, topology, places, program }: Subject): ConfigFile {
  return {
    path: `${places.home}/${APPLICATION}/${CONFIG}`,
    format: 'properties',
    heading: [],
    base: program?.texts[CONFIG] ?? '',
    entries: {
      ...required([[NAME_SERVERS, addressesOfNameServers(topology), 'the name servers of the cluster']]),
      ...instance.properties,
    },
  };
}
