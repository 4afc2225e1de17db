import { callbackify } from 'node:util';
import type { Certificate } from './certificate.ts';
import { BaseAgent, publicIdentity, type SshKey } from '../ssh/ssh2.ts';
import { connect } from 'node:net';
import { WireReader, wireStrings } from './wire.ts';

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

/* The protocol of SSH agents (draft-miller-ssh-agent): one question and one answer on a connection. */

const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;
/** What makes an RSA key sign with another hash than SHA-1; other keys take no notice. */
const HASH_FLAGS: Readonly<Record<string, number>> = { sha256: 2, sha512: 4 };
/** As ssh-agent itself: more than this (bytes) is no answer of an agent. */
const LARGEST = 256 * 1024;

/** The public keys and certificates that an agent holds, each as it goes over the wire. @throws Error where it cannot be asked */
async function agentIdentities(socket: string): Promise<Buffer[]> {
  const reader = await ask(socket, Buffer.from([REQUEST_IDENTITIES]), IDENTITIES_ANSWER);
  return Array.from({ length: reader.uint32() }, () => {
    const blob = reader.bytes();
    reader.bytes(); // a comment
    return blob;
  });
}

interface ToSign {
  /** the public key or certificate, one of {@link agentIdentities} */
  readonly identity: Buffer;
  readonly data: Buffer;
  /** for RSA keys: `sha256` or `sha512` */
  readonly hash: string | undefined;
}

/**
 * Lets an agent sign.
 * @returns the signature without the name of its algorithm
 * @throws Error where it refuses, or cannot be asked
 */
async function agentSignature(socket: string, { identity, data, hash }: ToSign): Promise<Buffer> {
  const flags = Buffer.from([0, 0, 0, HASH_FLAGS[hash ?? ''] ?? 0]);
  const request = Buffer.concat([Buffer.from([SIGN_REQUEST]), wireStrings(identity, data), flags]);
  const answer = await ask(socket, request, SIGN_RESPONSE);
  const signature = new WireReader(answer.bytes());
  signature.text();
  return signature.bytes();
}

/** One message there and one back, each behind its length; an answer begins with its kind. */
function ask(path: string, message: Buffer, expected: number): Promise<WireReader> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let answer = Buffer.alloc(0);
    const settle = (result: WireReader | Error) => {
      socket.destroy();
      if (result instanceof Error) reject(result);
      else resolve(result);
    };
    socket.once('error', settle);
    socket.once('close', () => settle(new Error('the agent gave no answer')));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const length = answer.length < 4 ? 1 : answer.readUInt32BE(0);
      if (length > LARGEST) settle(new Error('the agent’s answer is too long'));
      else if (answer.length < 4 + Math.max(1, length)) return;
      else if (answer[4] !== expected) settle(new Error('the agent refused'));
      else settle(new WireReader(answer.subarray(5, 4 + length)));
    });
    socket.write(wireStrings(message));
  });
}
