import type { ConfigFile } from '../../rocketmq/configuration/config-file.ts';
import { required } from '../../rocketmq/configuration/required-properties.ts';
import { renderTemplate } from '../../render/templates.ts';
import { UNKNOWN_PROGRAM } from '../../model/program.ts';
import { programJava, programJvm } from '../common/program-java.ts';
import { pageWait, addressesOfNameServers } from '../common/program-role.ts';
import type { Blueprint, Role, Subject } from '../role.ts';
import { tomcatRelease, UNKNOWN_TOMCAT } from './tomcat-releases.ts';
import { consoleExpansion, CONFIG, APPLICATION, NOTES, NAME_SERVERS } from './expand.ts';

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
