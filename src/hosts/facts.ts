import { sh, type Script } from '../shell/script.ts';
import { firewallsInUse } from './firewalls/registry.ts';
import { supervisorsProbe } from './supervisors/registry.ts';

/** A Java found on a host. */
export interface Java {
  /** what JAVA_HOME must be */
  readonly home: string;
  /** as it names itself: "17.0.15", "1.8.0_402" */
  readonly version: string;
  /** 8, 11, 17, ... */
  readonly major: number;
}

/** What a host is: read by the probe, never changed by a deployment. */
export interface Facts {
  readonly hostname: string;
  readonly user: string;
  readonly group: string;
  /** true: scripts run as root there */
  readonly root: boolean;
  /** HOME of the user that scripts run as */
  readonly home: string;
  /** ID, VERSION_ID and ID_LIKE of /etc/os-release; without one the name of the kernel */
  readonly os: { readonly id: string; readonly version: string; readonly like: readonly string[] };
  readonly arch: string;
  /** bytes */
  readonly memory: number;
  readonly cores: number;
  /** the host's clock, seconds since 1970 */
  readonly epoch: number;
  /** ids of the supervisors that run the host's services */
  readonly supervisors: readonly string[];
  /** ids of the firewalls that the host uses */
  readonly firewalls: readonly string[];
  /** how many files a process of the login may open at most, Infinity where there is no limit; undefined where nobody says */
  readonly openFiles?: number | undefined;
  /** JAVA_HOME first, then the one on the PATH, then the usual places */
  readonly javas: readonly Java[];
  /** texts of the manifests that rmqctl left there, this cluster's and others' */
  readonly manifests: readonly string[];
}

/** Where rmqctl keeps what it must remember on a host, as root and otherwise. */
export const STATE_ROOT = '/var/lib/rmqctl';
export const STATE_HOME = '.local/state/rmqctl';

/**
 * Reads a host's facts, NAME=VALUE lines. JDKs are known by their `release` file, so that no JVM is started.
 * @param javaHome where the inventory says Java is; then no other is looked for
 * @param stateDirectory where the inventory says that rmqctl keeps what it remembers
 */
export function factsProbe(javaHome?: string, stateDirectory = ''): Script {
  const places =
    javaHome === undefined
      ? sh`"\${JAVA_HOME:-}" "$(readlink -f "$(command -v java 2>/dev/null)" 2>/dev/null | sed 's,/bin/java$,,; s,/jre$,,')" /usr/lib/jvm/* /usr/java/* /opt/java* /opt/jdk* /usr/local/java* /usr/local/jdk*`
      : sh`${javaHome}`;
  return sh`
    fact() { printf '%s=%s\n' "$1" "$2"; }
    fact uid "$(id -u)"; fact user "$(id -un)"; fact group "$(id -gn)"; fact home "$HOME"
    fact hostname "$(uname -n)"; fact arch "$(uname -m)"; fact cores "$(nproc)"; fact epoch "$(date +%s)"
    while read -r name value _; do
      if [ "$name" = MemTotal: ]; then fact memory "$value"; break; fi
    done </proc/meminfo
    ${supervisorsProbe()}
    ${firewallsInUse()}
    fact files "$(ulimit -Hn 2>/dev/null)"
    if [ -r /etc/os-release ]; then
      fact os "$(. /etc/os-release && echo "\${ID:-} \${VERSION_ID:-}")"
      fact like "$(. /etc/os-release && echo "\${ID_LIKE:-}")"
    else fact os "$(uname -s)"; fi
    seen=:
    for place in ${places}; do
      [ -x "$place/bin/java" ] || continue
      real=$(cd -P "$place" && pwd) || continue
      case $seen in *":$real:"*) continue ;; esac
      seen=$seen$real:
      version=
      [ ! -r "$real/release" ] || version=$(grep '^JAVA_VERSION=' "$real/release" | cut -d'"' -f2)
      [ -n "$version" ] || version=$("$real/bin/java" -version 2>&1 | grep ' version "' | head -n 1 | cut -d'"' -f2)
      fact java "$version $real"
    done
    state=${stateDirectory}
    [ -n "$state" ] || if [ "$(id -u)" = 0 ]; then state=${STATE_ROOT}; else state=$HOME/${STATE_HOME}; fi
    for manifest in "$state"/*/manifest.json; do
      [ ! -r "$manifest" ] || fact manifest "$(cat "$manifest")"
    done`;
}

/** The facts from what the probe printed. A line that is not understood is passed over. */
export function parseFacts(output: string): Facts {
  const pairs = output.split('\n').flatMap((line) => {
    const at = line.indexOf('=');
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
  });
  const all = (name: string) => pairs.filter(([key]) => key === name).map(([, value]) => value);
  const one = (name: string) => all(name)[0] ?? '';
  const [id = '', version = ''] = one('os').split(' ');
  return {
    hostname: one('hostname'),
    user: one('user'),
    group: one('group'),
    root: one('uid') === '0',
    home: one('home'),
    os: { id, version, like: one('like').split(' ').filter(Boolean) },
    arch: one('arch'),
    memory: Number(one('memory')) * 1024,
    cores: Number(one('cores')),
    epoch: Number(one('epoch')),
    supervisors: all('supervisor'),
    firewalls: all('firewall'),
    openFiles: parseLimit(one('files')),
    javas: all('java').flatMap((text) => parseJava(text)),
    manifests: all('manifest'),
  };
}

function parseLimit(text: string): number | undefined {
  if (text === 'unlimited') return Infinity;
  return /^[0-9]+$/.test(text) ? Number(text) : undefined;
}

function parseJava(text: string): Java[] {
  const blank = text.indexOf(' ');
  const version = text.slice(0, blank);
  const home = text.slice(blank + 1);
  // until 8 Java called itself 1.8
  const major = Number(/^(?:1\.)?(\d+)/.exec(version)?.[1]);
  return Number.isNaN(major) ? [] : [{ home, version, major }];
}
