import { listeningPorts } from '../../hosts/sockets.ts';
import { sh, type Script } from '../../shell/script.ts';
import { programs } from './programs.ts';

export interface Listening {
  readonly ports: readonly number[];
  /** what a caller is told: so it knows that it reached this listener and nothing else */
  readonly word: string;
  /** the listener ends by itself after so long */
  readonly seconds: number;
  /** where the host's Javas are; one from 11 on with a compiler runs a source file */
  readonly javas: readonly { readonly home: string; readonly major: number }[];
}

/**
 * The frames of the script: `up` with the ports that are listened on; `mute` with the same where the listener says nothing to its
 * callers; `none` where there is nothing to listen with.
 */
export const UP = 'up';
export const MUTE = 'mute';
export const NONE = 'none';

/**
 * Listens on ports until standard input ends, which it does with the connection too, at the latest for `seconds`. With what the host
 * has: Python, Perl, Java or nc. A frame tells the ports that could be had.
 * @param mark begins that frame
 */
export function listenScript({ ports, word, seconds, javas }: Listening, mark: string): Script {
  const { listenPython, listenPerl, listenJava } = programs();
  const args = [mark, word, String(seconds), ...ports.map(String)];
  const java = javas.filter(({ major }) => major >= 11).map(({ home }) => home);
  return sh`
    for python in python3 python python2; do
      # a name may stand for a launcher that launches nothing
      if "$python" -c 'import select, socket' >/dev/null 2>&1; then exec "$python" -c ${listenPython} ${args}; fi
    done
    if perl -MIO::Select -MIO::Socket::INET -e 1 >/dev/null 2>&1; then exec perl -e ${listenPerl} ${args}; fi
    for home in ${java}; do
      [ -x "$home/bin/javac" ] || continue
      source=$(mktemp -d)/Listen.java
      trap 'rm -rf "\${source%/*}"' EXIT
      printf %s ${listenJava} >"$source"
      "$home/bin/java" -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Xmx32m "$source" "$source" ${args}
      exit
    done
    if nc -h 2>&1 | grep -q -e '[[:blank:]]-k'; then
      for port in ${ports.map(String)}; do
        timeout ${seconds} nc -lk "$port" </dev/null >/dev/null 2>&1 &
        listeners="\${listeners-} $!"
      done
      trap 'kill $listeners 2>/dev/null' EXIT
      sleep 0.3
      frame ${MUTE} 0 "$(${listeningPorts(ports)})"
      timeout ${seconds} cat >/dev/null
      exit
    fi
    frame ${NONE} 0 ''`;
}

/** The ports in these frames: bare, or as the shell found them. */
export function parseUp(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([port]) => Number(port));
}
