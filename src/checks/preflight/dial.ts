import { once } from 'node:events';
import pLimit from 'p-limit';
import { expectedError } from '../../errors.ts';
import { ask, type Probe } from '../../probes/probe.ts';
import { lines, type Script, sh } from '../../shell/script.ts';
import { templateText } from '../../shell/template-text.ts';
import type { Transport } from '../../transport/transport.ts';

/** A place to connect to. */
interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** what a listener of rmqctl says there; absent for a running instance, which says nothing */
  readonly word?: string | undefined;
}

/** The outcome of a connection. */
export type Dialled =
  /** accepted; `heard` what a listener of rmqctl should have said */
  | { readonly kind: 'connected'; readonly heard: string }
  /** refused: at once. unreachable: by ICMP. silent: no answer. untried: it could not be tried. failed: anything else */
  | {
      readonly kind: 'refused' | 'unreachable' | 'silent' | 'untried' | 'failed';
      readonly found: string;
    };

interface DialOptions {
  readonly transport: Transport;
  /** how long a connection may take */
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Connections that one host makes at once. */
const AT_ONCE = 32;

/**
 * Connects to places as a host sees them: through its own sshd or, if that forwards nothing, by a script.
 * @returns the outcome of each, in their order; never rejects for what a user can act on
 */
export async function dialEach(places: readonly Endpoint[], options: DialOptions): Promise<Dialled[]> {
  const limit = pLimit(AT_ONCE);
  const dialled = await Promise.all(places.map((place) => limit(() => forwarded(place, options))));
  const refused = places.filter((_, index) => dialled[index] === undefined);
  const scripted = await byScript(refused, options).catch((error: unknown) =>
    refused.map(() => untried(expectedError(error).message)),
  );
  return dialled.map(
    (each, index) => each ?? scripted[refused.indexOf(places[index]!)] ?? untried('no answer'),
  );
}

function untried(found: string): Dialled {
  return { kind: 'untried', found };
}

function silent(seconds: number): Dialled {
  return { kind: 'silent', found: `no answer within ${seconds} s` };
}

/** @returns undefined if sshd does not forward */
async function forwarded(place: Endpoint, { transport, seconds }: DialOptions): Promise<Dialled | undefined> {
  const timeOver = new AbortController();
  const timer = setTimeout(() => timeOver.abort(), seconds * 1000);
  const late = once(timeOver.signal, 'abort').then(() => silent(seconds));
  const talk = transport.dial(place.address, place.port).then(
    async (stream): Promise<Dialled> => {
      const heard = place.word === undefined ? '' : await firstWords(stream, timeOver.signal);
      stream.destroy();
      return { kind: 'connected', heard };
    },
    (thrown: unknown): Dialled | undefined => {
      const { code, message } = expectedError(thrown);
      return code === 'FORWARDING_REFUSED' ? undefined : classify(message);
    },
  );
  return Promise.race([talk, late]).finally(() => clearTimeout(timer));
}

/** The first bytes on a connection; empty if it ends before, or time is over. Never rejects. */
async function firstWords(stream: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  const ended = once(stream, 'end', { signal }).then(() => ['']);
  const [chunk] = await Promise.race([once(stream, 'data', { signal }), ended]).catch(() => ['']);
  return String(chunk);
}

/** The outcome that a failure's description stands for: sshd's, the system's, or a dialling program's. */
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
  if (places.length === 0) return [];
  const dials: Probe<Dialled[]> = {
    id: 'dials',
    script: dialScript(places, seconds),
    parse: (text) => parseDials(text, places, seconds),
  };
  // a listener of rmqctl may hold the only session: then this would wait until that has gone
  return (await ask(transport, [dials], { signal, atOnce: true })).of(dials);
}

/**
 * Connects to places from the host itself, all at once, by bash, Python or Perl. A line each: index, exit status, what was heard
 * or what the dialler said of a failure.
 */
export function dialScript(places: readonly Endpoint[], seconds: number): Script {
  return lines([
    sh`
      dial() {
        case $how in
          bash) timeout ${seconds} bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; [ "$2" = 0 ] || head -c "$2" <&3' "$1" "$2" "$3" ;;
          perl) perl -e ${templateText('preflight/dial.pl')} "$1" "$2" ${seconds} "$3" ;;
          *) "$how" -c ${templateText('preflight/dial.py')} "$1" "$2" ${seconds} "$3" ;;
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

/** The output of dialScript, in the order of the places. */
export function parseDials(text: string, places: readonly unknown[], seconds: number): Dialled[] {
  if (text.trim() === 'none')
    return places.map(() =>
      untried('sshd forwards nothing there, and there is neither bash, Python nor Perl to dial with'),
    );
  const outcomes = text.split('\n').map((line) => line.split('\t'));
  return places.map((_, place) => {
    const [, status, said = ''] = outcomes.find(([index]) => index === String(place)) ?? [];
    if (status === undefined) return untried('it said nothing');
    if (status === '0') return { kind: 'connected', heard: said };
    // 124: `timeout` ended it; 142: perl's alarm
    if (status === '124' || status === '142') return silent(seconds);
    return classify(said.replace(/^.*: line \d+: /, '') || `the dialler ended with exit status ${status}`);
  });
}
