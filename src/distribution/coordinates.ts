/** What a version is called on Maven Central, and which modules make up its distribution. */
export interface Coordinates {
  readonly group: string;
  /** the Java package of its classes */
  readonly javaPackage: string;
  readonly modules: readonly string[];
  /** as Maven spells the version */
  readonly mavenVersion: string;
  /** `group:artifact` left out wherever it is depended on */
  readonly exclusions: readonly string[];
}

/**
 * The Maven coordinates of a RocketMQ version: the modules that the project's own assembly (distribution/release.xml)
 * puts into lib/, except the examples, which Central does not have for most versions.
 * @param version as in the inventory: "4.9.4"
 */
export function coordinatesOf(version: string): Coordinates {
  const base = { group: 'org.apache.rocketmq', javaPackage: 'org.apache.rocketmq', exclusions: [] };
  if (isBefore(version, '4.0.0'))
    return {
      group: 'com.alibaba.rocketmq',
      javaPackage: 'com.alibaba.rocketmq',
      modules: ['namesrv', 'broker', 'tools', 'client'],
      mavenVersion: version,
      // reached through org.kohsuke:github-api; its own dependency on org.jenkins-ci is not on Central
      exclusions: ['com.infradna.tool:bridge-method-annotation'],
    };
  if (isBefore(version, '5.0.0')) {
    const incubating = isBefore(version, '4.2.0');
    const mavenVersion = incubating ? `${version}-incubating` : version;
    return { ...base, modules: ['namesrv', 'broker', 'tools', 'client'], mavenVersion };
  }
  const modules = ['namesrv', 'broker', 'tools', 'client', 'controller', 'proxy', 'container'];
  return { ...base, modules, mavenVersion: version };
}

/** True where version `a` is older than `b`; both as "4.9.4", what follows a "-" is not looked at. */
export function isBefore(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('-')[0]?.split('.').map(Number) ?? []);
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** A pom whose runtime dependencies are the jars of the version's lib/. */
export function dependenciesPom(coordinates: Coordinates): string {
  const exclusions = coordinates.exclusions.map((each) => {
    const [group, artifact] = each.split(':');
    return `<exclusion><groupId>${group}</groupId><artifactId>${artifact}</artifactId></exclusion>`;
  });
  const dependencies = coordinates.modules.map(
    (module) => `    <dependency>
      <groupId>${coordinates.group}</groupId>
      <artifactId>rocketmq-${module}</artifactId>
      <version>${coordinates.mavenVersion}</version>
      <exclusions>${exclusions.join('')}</exclusions>
    </dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>rmqctl</groupId>
  <artifactId>release</artifactId>
  <version>${coordinates.mavenVersion}</version>
  <dependencies>
${dependencies.join('\n')}
  </dependencies>
</project>
`;
}
