import { PassThrough } from 'node:stream';
import { FrameReader } from '../../probes/frames.ts';
import { newMark } from '../../probes/mark.ts';
import { prelude } from '../../probes/prelude.ts';
import { sh, type Script } from '../../shell/script.ts';
import type { Transport } from '../../transport/transport.ts';
import { listenScript, MUTE, NONE, parseUp, UP, type Listening } from './listen-script.ts';
import { messageOf } from '../../errors.ts';

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
