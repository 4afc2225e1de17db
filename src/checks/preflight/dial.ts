import { once } from 'node:events';
import pLimit from 'p-limit';
import { RmqctlError } from '../../errors.ts';
import { ask, type Probe } from '../../probes/probe.ts';
import type { Transport } from '../../transport/transport.ts';
import { dialScript, type Endpoint } from './dial-script.ts';

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
