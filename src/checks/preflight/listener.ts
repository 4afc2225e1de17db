import { PassThrough } from 'node:stream';
import { FrameReader } from '../../probes/frames.ts';
import { newMark, prelude } from '../../probes/remote-script.ts';
import { type Script, sh } from '../../shell/script.ts';
import type { Transport } from '../../transport/transport.ts';
import { messageOf } from '../../errors.ts';
import { listeningPorts } from '../../hosts/sockets.ts';
import { programs } from './programs.ts';

/** Ports of a host that answer for the moment. */
export interface Listener {
  /** what callers are told; absent where it says nothing */
  readonly word?: string;
  readonly up: readonly number[];
  /** why there is none */
  readonly why?: string;
  /** Ends it; settles when it has ended. Never rejects. */
  close(): Promise<void>;
}

export interface ListenOptions extends Listening {
  readonly transport: Transport;
  /** milliseconds that it may take to come up */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

export const NOBODY_LISTENS =
  'there is neither Python, Perl, a JDK from 11 on nor an nc that stays: nothing could listen there';

/**
 * Puts up listeners on a host. They end when they are closed, when the connection ends, or by their own clock.
 * @returns a listener without ports, and why, where none could be put up
 */
export function listen(options: ListenOptions): Promise<Listener> {
  const { transport, word, patience, signal } = options;
  const mark = newMark();
  const input = new PassThrough();
  const reader = new FrameReader(mark);
  return new Promise((resolve) => {
    const close = async (): Promise<void> => {
      input.end();
      await ended;
    };
    const settle = (listener: Omit<Listener, 'close'>): void => {
      clearTimeout(timer);
      resolve({ ...listener, close });
    };
    const settleWithout = (why: string): void => settle({ up: [], why });
    const timer = setTimeout(
      () => settleWithout(`no listener came up within ${patience / 1000} s`),
      patience,
    );
    const ended = transport
      .pipe({ argv: ['sh'] }, input, {
        onStdout: (chunk) => {
          for (const { id, text } of reader.push(chunk)) {
            if (id === UP) settle({ word, up: parseUp(text) });
            if (id === MUTE) settle({ up: parseUp(text) });
            if (id === NONE) settleWithout(NOBODY_LISTENS);
          }
        },
        ...(signal === undefined ? {} : { signal }),
      })
      .then(
        ({ stderr }) =>
          settleWithout(`the listener ended: ${stderr.toString('utf8').trim().split('\n').at(-1)}`),
        (error: unknown) => settleWithout(messageOf(error)),
      );
    input.write(`${whole(options, mark).text}\n`);
  });
}

/** The script as a function that runs when all of it has come; unlike other scripts it keeps standard input, which ends it. */
function whole(listening: Listening, mark: string): Script {
  return sh`
    ${prelude()}
    mark=${mark}
    main() {
    ${listenScript(listening, mark)}
    }
    main
    exit`;
}

interface Listening {
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
const UP = 'up';
const MUTE = 'mute';
const NONE = 'none';

/**
 * Listens on ports until standard input ends, which it does with the connection too, at the latest for `seconds`. With what the host
 * has: Python, Perl, Java or nc. A frame tells the ports that could be had.
 * @param mark begins that frame
 */
function listenScript({ ports, word, seconds, javas }: Listening, mark: string): Script {
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
function parseUp(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([port]) => Number(port));
}
