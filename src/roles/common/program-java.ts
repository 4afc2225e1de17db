import { RmqctlError } from '../../errors.ts';
import type { Java } from '../../hosts/facts.ts';
import { installJava } from '../../hosts/java-package.ts';
import { heapOf, heapOptions } from '../../rocketmq/heap.ts';
import { givenOptions } from '../../rocketmq/jvm.ts';
import type { Subject } from '../role.ts';

/** The Java that a program needs. */
interface JavaNeed {
  /** for people: "rocketmq-dashboard 2.1.0" */
  readonly program: string;
  /** lowest major version */
  readonly min: number;
  /** the newest that its project was made for: a newer one is taken only where there is no other */
  readonly madeFor: number;
}

/**
 * The Java of the host that a program is started with; it need not be the one that RocketMQ runs on.
 * @throws RmqctlError JAVA_UNFIT
 */
export function programJava({ site }: Subject, { program, min, madeFor }: JavaNeed): Java {
  const fit = site.facts.javas.filter(({ major }) => major >= min);
  const java = fit.find(({ major }) => major <= madeFor) ?? fit[0];
  if (java !== undefined) return java;
  const { name } = site.host;
  const found = site.facts.javas.map(({ version, home }) => `${version} in ${home}`).join(', ');
  const elsewhere =
    site.host.javaHome === undefined ? '' : ', or leave `java.home` out: then every Java is seen';
  throw new RmqctlError('JAVA_UNFIT', `${program} needs Java ${min} or newer; ${name} has ${found}`, {
    host: name,
    hint: `install one (${installJava(site.facts, min)})${elsewhere}`,
  });
}

/** The packages that frameworks of before Java 9 reach into, and that Java 17 has closed (JEP 403). */
const OPENED = ['java.lang', 'java.lang.reflect', 'java.io', 'java.util', 'java.util.concurrent', 'java.net'];

/**
 * The options of a program's JVM: its heap, what it needs of newer Javas, the directory that takes the place of a home
 * directory, and what the inventory says, last.
 */
export function programJvm({ instance, topology, site, places }: Subject, { major }: Java): string[] {
  return [
    ...heapOptions(heapOf(topology, instance, site.memory)),
    ...(major < 9 ? [] : OPENED.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`)),
    `-Duser.home=${places.logs}`,
    ...givenOptions(topology, instance),
  ];
}
