import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../bed/run.ts';

/** The files that a user brings for `console:` and `dashboard:`, made for tests: small, and real of their kind. */

const SOURCES = fileURLToPath(new URL('programs', import.meta.url));
const TOMCAT = '9.0.100';

const CONFIG = ['# settings of the console', 'rocketmq.namesrv.addr=127.0.0.1:9876', 'throwDone=true', ''];

/** Why they cannot be made here; undefined where they can. */
export async function whyNoPrograms(): Promise<string | undefined> {
  for (const program of ['mvn', 'javac', 'jar']) {
    const { code } = await run(['sh', '-c', `command -v ${program}`], { timeout: 20_000 });
    if (code !== 0) return `skipped: a console and a dashboard need ${program}`;
  }
  return undefined;
}

/** Tomcat as its project publishes it, by its coordinates. @returns the archive's path */
export async function getTomcat(directory: string): Promise<string> {
  const archive = join(directory, `apache-tomcat-${TOMCAT}.tar.gz`);
  const artifact = `org.apache.tomcat:tomcat:${TOMCAT}:tar.gz`;
  await must([
    'mvn',
    '-q',
    '-B',
    'dependency:copy',
    `-Dartifact=${artifact}`,
    `-DoutputDirectory=${directory}`,
  ]);
  await rename(join(directory, `tomcat-${TOMCAT}.tar.gz`), archive);
  return archive;
}

/** A war with config.properties as rocketmq-console has it (with CRLF), whose page shows what it reads there. */
export async function buildWar(directory: string): Promise<string> {
  const war = join(directory, 'rocketmq-console.war');
  const classes = join(directory, 'war/WEB-INF/classes');
  await mkdir(classes, { recursive: true });
  await writeFile(join(classes, 'config.properties'), CONFIG.join('\r\n'));
  await must(['jar', 'cf', war, '-C', join(SOURCES, 'war'), '.', '-C', join(directory, 'war'), '.']);
  return war;
}

/** A jar that obeys the options of rocketmq-dashboard and shows them. @param version for its manifest */
export async function buildDashboard(directory: string, version: string): Promise<string> {
  const jar = join(directory, `dashboard-${version}.jar`);
  const classes = join(directory, `classes-${version}`);
  const manifest = join(directory, `${version}.mf`);
  await mkdir(classes);
  await must(['javac', '--release', '8', '-d', classes, join(SOURCES, 'dashboard/Dashboard.java')]);
  await writeFile(manifest, `Implementation-Version: ${version}\nMain-Class: Dashboard\n`);
  await must(['jar', 'cfm', jar, manifest, '-C', classes, '.']);
  return jar;
}

async function must(argv: readonly [string, ...string[]]): Promise<void> {
  const { code, stdout, stderr } = await run(argv, { timeout: 300_000 });
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
}
