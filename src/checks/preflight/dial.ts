import { once } from 'node:events';
import pLimit from 'p-limit';
import { RmqctlError } from '../../errors.ts';
import { ask, type Probe } from '../../probes/probe.ts';
import type { Transport } from '../../transport/transport.ts';
import { lines, type Script, sh } from '../../shell/script.ts';
import { programs } from './programs.ts';

/** What became of a connection. */
export type Dialled =
  /** somebody accepted it; `heard` what a listener of ours should have said */
  | { readonly kind: 'connected'; readonly heard: string }
  /** refused: told so at once. unreachable: told so by ICMP. silent: no answer. failed: anything else */
  | { readonly kind: 'refused' | 'unreachable' | 'silent' | 'failed'; readonly found: string }
  /** it could not be tried */
  | { readonly kind: 'untried'; readonly found: string };

export interface DialOptions {
  readonly transport: Transport;
  /** how long a connection may take */
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Connections that one host makes at once. */
const AT_ONCE = 32;

/**
 * Connects to places as a host sees them: through its own sshd, and where that forwards nothing by a script.
 * @returns what became of each, in their order; never rejects for what a user can act on
 */
export async function dialEach(places: readonly Endpoint[], options: DialOptions): Promise<Dialled[]> {
  const limit = pLimit(AT_ONCE);
  const dialled = await Promise.all(places.map((place) => limit(() => forwarded(place, options))));
  const refused = places.filter((_, index) => dialled[index] === undefined);
  if (refused.length === 0) return dialled.map((each) => each ?? untried(''));
  const scripted = await byScript(refused, options).catch((error: unknown) => {
    if (!(error instanceof RmqctlError)) throw error;
    return refused.map(() => untried(error.message));
  });
  return dialled.map(
    (each, index) => each ?? scripted[refused.indexOf(places[index]!)] ?? untried('no answer'),
  );
}

function untried(found: string): Dialled {
  return { kind: 'untried', found };
}

/** @returns undefined where sshd does not forward */
async function forwarded(place: Endpoint, { transport, seconds }: DialOptions): Promise<Dialled | undefined> {
  const silence: Dialled = { kind: 'silent', found: `no answer within ${seconds} s` };
  const timeOver = new AbortController();
  const timer = setTimeout(() => timeOver.abort(), seconds * 1000);
  const late = once(timeOver.signal, 'abort').then(() => silence);
  const opening = transport.dial(place.address, place.port);
  const talk = opening.then(
    async (stream): Promise<Dialled> => {
      try {
        return {
          kind: 'connected',
          heard: place.word === undefined ? '' : await firstWords(stream, timeOver.signal),
        };
      } finally {
        stream.destroy();
      }
    },
    (error: unknown): Dialled | undefined => {
      if (!(error instanceof RmqctlError)) throw error;
      return error.code === 'FORWARDING_REFUSED' ? undefined : classify(error.message);
    },
  );
  return Promise.race([talk, late]).finally(() => clearTimeout(timer));
}

/** What is said first on a connection; nothing where it ends before, or time is over. */
async function firstWords(stream: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  try {
    const [chunk] = await Promise.race([
      once(stream, 'data', { signal }),
      once(stream, 'end', { signal }).then(() => ['']),
    ]);
    return String(chunk);
  } catch {
    return '';
  }
}

/** By what a failure is described as: by sshd, the system, or a dialling program. */
export function classify(message: string): Dialled {
  const found = message.replace(/^.*?: cannot connect from there to \S+: /, '');
  if (/refused/i.test(found)) return { kind: 'refused', found };
  if (/no route|unreachable|prohibited|EHOSTUNREACH|ENETUNREACH/i.test(found))
    return { kind: 'unreachable', found };
  if (/timed? ?out|no answer|ETIMEDOUT/i.test(found)) return { kind: 'silent', found };
  return { kind: 'failed', found };
}

async function byScript(places: readonly Endpoint[], options: DialOptions): Promise<Dialled[]> {
  const { transport, seconds, signal } = options;
  const dials: Probe<Dialled[]> = {
    id: 'dials',
    script: dialScript(places, seconds),
    parse: (text) => parseDials(text, places, seconds),
  };
  // a listener of ours may hold the only session: then this would wait until that has gone
  return (await ask(transport, [dials], { signal, atOnce: true })).of(dials);
}

/** What dialScript printed, in the order of the places. */
export function parseDials(text: string, places: readonly Endpoint[], seconds: number): Dialled[] {
  if (text.trim() === 'none')
    return places.map(() =>
      untried('sshd forwards nothing there, and there is neither bash, Python nor Perl to dial with'),
    );
  const lines = new Map(
    text.split('\n').flatMap((line) => {
      const [index = '', status, said = ''] = line.split('\t');
      return /^\d+$/.test(index) ? [[Number(index), { status, said }] as const] : [];
    }),
  );
  return places.map((_, index) => {
    const line = lines.get(index);
    if (line === undefined) return untried('it said nothing');
    if (line.status === '0') return { kind: 'connected', heard: line.said };
    // 124: `timeout` ended it; 142: perl's alarm
    if (line.status === '124' || line.status === '142')
      return { kind: 'silent', found: `no answer within ${seconds} s` };
    return classify(
      line.said.replace(/^.*: line \d+: /, '') || `the dialler ended with exit status ${line.status}`,
    );
  });
}

/** A place to connect to. */
interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** what a listener of ours says there; absent where an instance runs already, which says nothing */
  readonly word?: string | undefined;
}

/**
 * Connects to places from the host itself, all at once, where its sshd forwards nothing: by bash, Python or Perl. A line each:
 * index, exit status, what was heard, and what the dialler said of a failure.
 */
export function dialScript(places: readonly Endpoint[], seconds: number): Script {
  const { dialPython, dialPerl } = programs();
  return lines([
    sh`
      dial() {
        case $how in
          bash) timeout ${seconds} bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; [ "$2" = 0 ] || head -c "$2" <&3' "$1" "$2" "$3" ;;
          perl) perl -e ${dialPerl} "$1" "$2" ${seconds} "$3" ;;
          *) "$how" -c ${dialPython} "$1" "$2" ${seconds} "$3" ;;
        esac
      }
      tell() {
        said=$(dial "$2" "$3" "$4" 2>&1)
        status=$?
        printf '%s\t%s\t%s\n' "$1" "$status" "$(printf %s "$said" | tail -n 1)"
      }
      how=
      for tool in bash python3 python perl; do
        if [ -z "$how" ] && command -v "$tool" >/dev/null 2>&1; then how=$tool; fi
      done
      [ -n "$how" ] || { echo none; exit 0; }`,
    ...places.map(
      ({ address, port, word = '' }, index) => sh`tell ${index} ${address} ${port} ${word.length} &`,
    ),
    sh`wait`,
  ]);
}
