import type { ReleaseFacts } from '../release.ts';

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
