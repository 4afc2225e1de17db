import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mvn } from './mvn.ts';
import { dependenciesPom } from './pom.ts';
import type { ReleaseFacts, ReleaseHooks } from '../release.ts';
import { skeleton } from './skeleton.ts';

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
