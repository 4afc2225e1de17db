import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';

export interface JavaHome {
  readonly home: string;
  readonly major: number;
}

/** The Java installations of this machine, for tests that ask the real thing; none where there is none. */
export function javaHomes(): JavaHome[] {
  const places = existsSync('/usr/lib/jvm')
    ? readdirSync('/usr/lib/jvm').map((name) => `/usr/lib/jvm/${name}`)
    : [];
  const given = process.env['JAVA_HOME'] === undefined ? [] : [process.env['JAVA_HOME']];
  const homes = [...given, ...places]
    .filter((home) => existsSync(`${home}/bin/java`))
    .map((home) => realpathSync(home));
  return [...new Set(homes)].map((home) => ({ home, major: majorOf(home) }));
}

function majorOf(home: string): number {
  const said = execFileSync('sh', ['-c', '"$1/bin/java" -version 2>&1', 'sh', home], { encoding: 'utf8' });
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  return Number(first === '1' ? second : first);
}
