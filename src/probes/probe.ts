import type { RmqctlError } from '../errors.ts';
import { lines, sh, type Script } from '../shell/script.ts';
import type { Transport } from '../transport/transport.ts';
import { closing, framed, runScript } from './remote-script.ts';

/** When an answer was given, by this machine's clock: after `asked` and before `answered`, milliseconds. */
interface Moment {
  readonly asked: number;
  readonly answered: number;
}

/** One thing that is observed of a host. A new one is a file; checks, status and the survey are lists of probes and a judge. */
export interface Probe<T> {
  /** a word, for whoever reads a script */
  readonly id: string;
  /** prints what is observed; without a side effect, in any POSIX sh with the functions of the prelude */
  readonly script: Script;
  /** Makes data of its output; pure. No output means that nothing is there. */
  parse(text: string, moment: Moment): T;
}

/** A probe whose answer is what it prints. */
export function textProbe(id: string, script: Script): Probe<string> {
  return { id, script, parse: (text) => text };
}

/** A host that could not be asked, and why. */
export interface LostHost {
  readonly host: string;
  readonly error: RmqctlError;
}

export class Answers {
  readonly #said: ReadonlyMap<Probe<unknown>, Said>;

  constructor(said: ReadonlyMap<Probe<unknown>, Said>) {
    this.#said = said;
  }

  /** @throws Error if that very probe was not asked, which is a bug */
  of<T>(probe: Probe<T>): T {
    const said = this.#said.get(probe);
    if (said === undefined) throw new Error(`the probe "${probe.id}" was not asked`);
    return probe.parse(said.text, said);
  }
}

interface Said extends Moment {
  readonly text: string;
}

/** A script before the probes: unless it exits with 0, none of them is asked. */
export interface Guard {
  readonly script: Script;
  /** what `ask` throws then. @param status its exit status */
  refusal(status: string, text: string): RmqctlError;
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** this machine's clock, milliseconds */
  readonly now?: (() => number) | undefined;
  readonly guard?: Guard | undefined;
  /** see RunOptions of the transport */
  readonly atOnce?: boolean;
}

const GUARD = 'guard';

/**
 * Asks a host: all probes by one script, in their order.
 * @throws RmqctlError of runScript if the host is lost meanwhile; the guard's refusal
 */
export async function ask(
  transport: Transport,
  probes: readonly Probe<unknown>[],
  { signal, now = Date.now, guard, atOnce = false }: AskOptions = {},
): Promise<Answers> {
  const asked = [...new Set(probes)];
  const said = new Map<Probe<unknown>, Said>();
  if (asked.length === 0 && guard === undefined) return new Answers(said);
  const refused: RmqctlError[] = [];
  let last = now();
  await runScript({
    transport,
    body: lines([
      ...(guard === undefined ? [] : [guarding(guard)]),
      ...asked.map(({ script }, index) => framed(String(index), script)),
    ]),
    signal,
    atOnce,
    onFrame: ({ id, status, text }) => {
      const probe = asked[Number(id)];
      const answered = now();
      if (probe !== undefined) said.set(probe, { text, asked: last, answered });
      else if (id === GUARD && status !== '0' && guard !== undefined)
        refused.push(guard.refusal(status, text));
      last = answered;
    },
  });
  for (const refusal of refused) throw refusal;
  return new Answers(said);
}

function guarding({ script }: Guard): Script {
  return lines([framed(GUARD, script), sh`[ "$status" = 0 ] || { ${closing}; return 0; }`]);
}
