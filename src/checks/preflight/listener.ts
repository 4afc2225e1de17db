import { PassThrough } from 'node:stream';
import { messageOf } from '../../errors.ts';
import { listeningPorts } from '../../hosts/sockets.ts';
import { FrameReader } from '../../probes/frames.ts';
import { newMark, prelude } from '../../probes/remote-script.ts';
import { type Script, sh } from '../../shell/script.ts';
import { templateText } from '../../shell/template-text.ts';
import type { Transport } from '../../transport/transport.ts';

/** Ports of a host that answer for the moment. */
export interface Listener {
  /** what it says to callers; absent if nothing */
  readonly word?: string;
  readonly up: readonly number[];
  /** why there is none */
  readonly why?: string;
  /** Ends it; settles when it has ended. Never rejects. */
  close(): Promise<void>;
}

interface ListenOptions {
  readonly transport: Transport;
  readonly ports: readonly number[];
  /** what it says to a caller: so that knows that it reached this listener and nothing else */
  readonly word: string;
  /** seconds after which the listener exits, whatever becomes of this program */
  readonly seconds: number;
  /** where the host's Javas are; one from 11 on with a compiler runs a source file */
  readonly javas: readonly { readonly home: string; readonly major: number }[];
  /** milliseconds that it may take to come up */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

export const NOBODY_LISTENS =
  'there is neither Python, Perl, a JDK from 11 on nor an nc that stays: nothing could listen there';

/**
 * Starts listeners on a host. They end when they are closed, when the connection ends, or by their own clock.
 * @returns a listener without ports, and why, if none could be started
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
    const tooLate = `no listener came up within ${patience / 1000} s`;
    const timer = setTimeout(() => settleWithout(tooLate), patience);
    const ended = transport
      .pipe({ argv: ['sh'] }, input, {
        onStdout: (chunk) => {
          for (const { id, text } of reader.push(chunk)) {
            const up = [...text.matchAll(/\d+/g)].map(([port]) => Number(port));
            if (id === 'up') settle({ word, up });
            if (id === 'mute') settle({ up });
            if (id === 'none') settleWithout(NOBODY_LISTENS);
          }
        },
        ...(signal === undefined ? {} : { signal }),
      })
      .then(
        ({ stderr }) =>
          settleWithout(`the listener ended: ${stderr.toString('utf8').trim().split('\n').at(-1)}`),
        (error: unknown) => settleWithout(messageOf(error)),
      );
    input.write(`${listenScript(options, mark).text}\n`);
  });
}

/**
 * Listens on ports until standard input ends, which it does with the connection too, at the latest for `seconds`: by Python, Perl,
 * Java or nc. Its frame is `up` with the ports that it got; `mute` with the same if the listener says nothing to its callers; `none`
 * if there is nothing to listen with. The script runs when all of it has come; unlike others it keeps standard input.
 */
function listenScript({ ports, word, seconds, javas }: ListenOptions, mark: string): Script {
  const args = [mark, word, String(seconds), ...ports.map(String)];
  const java = javas.filter(({ major }) => major >= 11).map(({ home }) => home);
  return sh`
    ${prelude()}
    mark=${mark}
    main() {
    for python in python3 python python2; do
      # a name may stand for a launcher that launches nothing
      if "$python" -c 'import select, socket' >/dev/null 2>&1; then
        exec "$python" -c ${templateText('preflight/listen.py')} ${args}
      fi
    done
    if perl -MIO::Select -MIO::Socket::INET -e 1 >/dev/null 2>&1; then
      exec perl -e ${templateText('preflight/listen.pl')} ${args}
    fi
    for home in ${java}; do
      [ -x "$home/bin/javac" ] || continue
      source=$(mktemp -d)/Listen.java
      trap 'rm -rf "\${source%/*}"' EXIT
      printf %s ${templateText('preflight/Listen.java')} >"$source"
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
      frame mute 0 "$(${listeningPorts(ports)})"
      timeout ${seconds} cat >/dev/null
      exit
    fi
    frame none 0 ''
    }
    main
    exit`;
}
