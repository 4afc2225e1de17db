import { callbackify } from 'node:util';
import { agentIdentities, agentSignature } from './agent-protocol.ts';
import type { Certificate } from './certificate.ts';
import { BaseAgent, type SshKey, publicIdentity } from '../ssh/ssh2.ts';

export interface AgentChoice {
  readonly socket: string;
  /** public keys in base64 to offer before the others */
  readonly first: readonly string[];
  /** offer no others */
  readonly only: boolean;
  /** public keys that were offered already */
  readonly except: ReadonlySet<string>;
  /** certificates that lie in files, of keys that the agent may hold: each is offered before its key */
  readonly certificates: readonly Certificate[];
  /** told which keys are offered: public keys in base64 */
  readonly onOffer: (keys: readonly string[]) => void;
}

/**
 * An SSH agent that offers its keys and certificates in the wanted order, so that sshd's MaxAuthTries is not used up by
 * other keys. A certificate is told from its key by what goes over the wire, in `first` and `except` as well.
 */
export class OrderedAgent extends BaseAgent<SshKey> {
  readonly #choice: AgentChoice;
  /** certificates that are not the agent's own, in base64, to the keys that sign for them */
  readonly #signers = new Map<string, Buffer>();

  constructor(choice: AgentChoice) {
    super();
    this.#choice = choice;
  }

  override getIdentities(done: (error?: Error, keys?: SshKey[]) => void): void {
    callbackify(() => this.#offered())((error, keys) => done(error ?? undefined, keys));
  }

  override sign(
    key: SshKey,
    data: Buffer,
    options: { hash?: string } | ((error?: Error, signature?: Buffer) => void) = {},
    done?: (error?: Error, signature?: Buffer) => void,
  ): void {
    const answer = typeof options === 'function' ? options : done;
    const hash = typeof options === 'function' ? undefined : options.hash;
    const identity = this.#signers.get(onTheWire(key)) ?? key.getPublicSSH();
    const request = { identity, data, hash: hash ?? (key.type.startsWith('rsa-') ? 'sha512' : undefined) };
    callbackify(() => agentSignature(this.#choice.socket, request))((error, signature) =>
      answer?.(error ?? undefined, signature),
    );
  }

  async #offered(): Promise<SshKey[]> {
    const { socket, first, only, except, onOffer } = this.#choice;
    const wanted = (key: SshKey) => first.includes(onTheWire(key));
    const held = await agentIdentities(socket);
    const all = held.flatMap((blob) => [...this.#certificatesOf(blob, held), blob]).flatMap(publicIdentity);
    const fresh = all.filter((key) => !except.has(onTheWire(key)));
    const offered = [...fresh.filter(wanted), ...(only ? [] : fresh.filter((key) => !wanted(key)))];
    onOffer(offered.map(onTheWire));
    return offered;
  }

  /** Those of the files that certify a key of the agent, but for those that it has as well. */
  #certificatesOf(key: Buffer, held: readonly Buffer[]): Buffer[] {
    const certificates = this.#choice.certificates
      .filter((certificate) => certificate.key.equals(key) && !isIn(held, certificate.blob))
      .map(({ blob }) => blob);
    for (const blob of certificates) this.#signers.set(blob.toString('base64'), key);
    return certificates;
  }
}

function isIn(blobs: readonly Buffer[], wanted: Buffer): boolean {
  return blobs.some((blob) => blob.equals(wanted));
}

function onTheWire(key: SshKey): string {
  return key.getPublicSSH().toString('base64');
}
