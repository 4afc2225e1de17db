import { connect } from 'node:net';
import { WireReader, wireStrings } from './wire.ts';

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
export async function agentIdentities(socket: string): Promise<Buffer[]> {
  const reader = await ask(socket, Buffer.from([REQUEST_IDENTITIES]), IDENTITIES_ANSWER);
  return Array.from({ length: reader.uint32() }, () => {
    const blob = reader.bytes();
    reader.bytes(); // a comment
    return blob;
  });
}

export interface ToSign {
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
export async function agentSignature(socket: string, { identity, data, hash }: ToSign): Promise<Buffer> {
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
