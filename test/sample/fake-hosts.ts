import { setImmediate } from 'node:timers/promises';
import type { Script } from '../../src/shell/script.ts';
import type { ExecResult, RunOptions, Transport } from '../../src/transport/transport.ts';

/** How a call of a script ends on a fake host: a status and what it prints, an error of the connection, or a wait. */
export type Outcome = { readonly status: string; readonly text?: string } | Error | Promise<unknown>;

/** A call of a script, `act` or `gate`, by the key of the step it is for. */
export interface Call {
  readonly host: string;
  readonly what: 'act' | 'gate';
  readonly key: string;
}

/** Hosts that take scripts apart instead of running them, and answer as a test says. */
export class FakeHosts {
  /** the calls of each script, in the order in which scripts came */
  readonly scripts: Call[][] = [];
  readonly uploads: { host: string; argv: readonly string[]; text: string }[] = [];
  running = 0;
  mostRunning = 0;
  /** undefined: it goes well */
  decide: (call: Call) => Outcome | undefined = () => undefined;
  /** exit status of what is piped */
  upload: (host: string) => number = () => 0;

  transports(names: readonly string[]): Map<string, Transport> {
    return new Map(names.map((name) => [name, this.#transport(name)]));
  }

  /** "host: act a, gate a" of each script. */
  get told(): string[] {
    return this.scripts.map((calls) => {
      const words = calls.map(({ what, key }) => `${what} ${key.slice(key.indexOf(' ') + 1)}`);
      return `${calls[0]?.host}: ${words.join(', ')}`;
    });
  }

  #transport(host: string): Transport {
    return {
      host,
      run: (script, options = {}) => this.#busy(() => this.#run(host, script, options)),
      pipe: async ({ argv }, input) => {
        const chunks: Buffer[] = [];
        for await (const chunk of input) chunks.push(Buffer.from(chunk));
        this.uploads.push({ host, argv, text: Buffer.concat(chunks).toString() });
        return { code: this.upload(host), stdout: Buffer.alloc(0), stderr: Buffer.from('disk full') };
      },
      dial: () => Promise.reject(new Error('nothing is dialled here')),
      close: () => Promise.resolve(),
    };
  }

  async #busy<T>(work: () => Promise<T>): Promise<T> {
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    return work().finally(() => (this.running -= 1));
  }

  async #run(host: string, { text }: Script, { onStdout, signal }: RunOptions): Promise<ExecResult> {
    const mark = /^mark=(\S+)$/m.exec(text)![1]!;
    const calls = callsOf(host, text);
    this.scripts.push(calls.map(({ call }) => call));
    const failed = new Set<string>();
    const answer = (id: string, status: string, body = ''): void => {
      onStdout?.(Buffer.from(`\n${mark} ${id} ${status} ${Buffer.byteLength(body)}\n${body}`));
    };
    for (const { call, id, needs } of calls) {
      await setImmediate();
      signal?.throwIfAborted();
      if (call.what === 'gate' && failed.has(id)) continue;
      if (needs.some((need) => failed.has(need))) {
        failed.add(id);
        answer(id, 'blocked');
        continue;
      }
      const outcome = await orAborted(this.decide(call), signal);
      if (outcome instanceof Error) throw outcome;
      const { status, text: body } = outcome ?? { status: '0' };
      if (status !== '0') failed.add(id);
      answer(id, status, body);
    }
    answer('end', '0');
    return { code: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  }
}

/** The calls at a script's end; each step's apply says its key: ": HOST KIND:NAME". */
function callsOf(host: string, text: string): { call: Call; id: string; needs: string[] }[] {
  return [...text.matchAll(/^(act|gate) (\d+)(.*)$/gm)].map(([, what, id = '', needs = '']) => {
    const key = new RegExp(`^act_${id}\\(\\) \\{\n:\n: '?([^'\n]+)'?`, 'm').exec(text)![1]!;
    return {
      call: { host, what: what === 'act' ? 'act' : 'gate', key },
      id,
      needs: needs.trim().split(' ').filter(Boolean),
    };
  });
}

/** What a test waits with ends when the run is aborted, as a connection's script does. */
async function orAborted(
  outcome: Outcome | undefined,
  signal: AbortSignal | undefined,
): Promise<Exclude<Outcome, Promise<unknown>> | undefined> {
  if (!(outcome instanceof Promise)) return outcome;
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await Promise.race([outcome, aborted]);
  return undefined;
}
