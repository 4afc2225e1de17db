import type { Client, ParsedKey } from 'ssh2';
import { type Certificate, certificateType } from '../authentication/certificate.ts';
import { wireStrings } from '../authentication/wire.ts';

/**
 * OpenSSH certificates for ssh2 1.17, which does not know them. The only file that reaches behind ssh2's interface; every part of
 * it fails closed: were it otherwise inside, a handshake or a login would fail, and none would succeed that should not.
 * docs/decisions/0014-certificates.md has the evidence.
 */

interface Offer {
  readonly kex: Listed;
  readonly serverHostKey: Listed;
  readonly cs: Record<'cipher' | 'mac' | 'compress' | 'lang', Listed>;
  readonly sc: Offer['cs'];
}
interface Listed {
  readonly array: readonly string[];
}
interface KeyExchange {
  readonly negotiated: { serverHostKey: string };
  readonly sessionID: Buffer;
  _hostKey: Buffer;
  getPublicKey(): Buffer;
}
type Sign = (message: Buffer, done: (signature: Buffer) => void) => void;
type AuthenticateByKey = (user: string, key: ParsedKey, algorithm: string | undefined, sign?: Sign) => void;
interface Protocol {
  _offer: { readonly lists: Offer; readonly constructor: new (offer: object) => Protocol['_offer'] };
  readonly _kex: KeyExchange;
  readonly _packetRW: {
    write: { alloc(size: number): Buffer; readonly allocStart: number; finalize(packet: Buffer): Buffer };
  };
  readonly _cipher: { encrypt(packet: Buffer): void };
  readonly _authsQueue: string[];
  authPK: AuthenticateByKey;
}

type Shape = Readonly<Record<string, 'function' | 'number' | 'object' | 'string'>>;

/** What is reached into, by its path from a client that has been told to connect. */
export const CONNECTING: Shape = {
  ...Object.fromEntries(
    ['kex', 'serverHostKey']
      .concat(
        ['cs', 'sc'].flatMap((way) => ['cipher', 'mac', 'compress', 'lang'].map((list) => `${way}.${list}`)),
      )
      .map((list) => [`_protocol._offer.lists.${list}.array`, 'object']),
  ),
  '_protocol._offer.constructor': 'function',
  '_protocol._packetRW.write.alloc': 'function',
  '_protocol._packetRW.write.allocStart': 'number',
  '_protocol._packetRW.write.finalize': 'function',
  '_protocol._cipher.encrypt': 'function',
  '_protocol._authsQueue': 'object',
  '_protocol.authPK': 'function',
};

/** What there is besides while ssh2 asks whether a host key is right. */
export const EXCHANGING: Shape = {
  '_protocol._kex.negotiated.serverHostKey': 'string',
  '_protocol._kex._hostKey': 'object',
  '_protocol._kex.getPublicKey': 'function',
};

/** What there is besides when it logs in. */
export const LOGGING_IN: Shape = { '_protocol._kex.sessionID': 'object' };

/** The parts that this ssh2 has not, or has of another type. @returns their paths */
export function changedParts(client: object, shape: Shape): string[] {
  return Object.keys(shape).filter((path) => {
    const part = path
      .split('.')
      .reduce<unknown>(
        (whole, name) => (whole instanceof Object ? Reflect.get(whole, name) : undefined),
        client,
      );
    return part === null || typeof part !== shape[path];
  });
}

function protocolOf(client: object): Protocol {
  if (!hasProtocol(client))
    throw new Error(
      `this ssh2 is another inside than the one that rmqctl knows: ${changedParts(client, CONNECTING).join(', ')}`,
    );
  return client._protocol;
}

function hasProtocol(client: object): client is { readonly _protocol: Protocol } {
  return changedParts(client, CONNECTING).length === 0;
}

/** RSA certificates of hosts are not among them: ssh2 ends the handshake where names of key and algorithm differ. */
const CERTIFIABLE = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];

/** Lets a client that has just been told to connect ask for host certificates before plain keys. */
export function askForCertificates(client: Client): void {
  const protocol = protocolOf(client);
  const { kex, serverHostKey, cs, sc } = protocol._offer.lists;
  const plain = (lists: Offer['cs']) =>
    Object.fromEntries(Object.entries(lists).map(([name, { array }]) => [name, array]));
  protocol._offer = new protocol._offer.constructor({
    kex: kex.array,
    serverHostKey: [...CERTIFIABLE.map(certificateType), ...serverHostKey.array],
    cs: plain(cs),
    sc: plain(sc),
  });
}

/**
 * To be called where ssh2 asks whether a host key is right, and it is a certificate that is: the exchange is then proven with the
 * certified key, while its hash covers the certificate, as the host's does.
 */
export function proveWithCertifiedKey(client: Client, { key, keyType }: Certificate): void {
  const exchange = protocolOf(client)._kex;
  const getPublicKey = exchange.getPublicKey.bind(exchange);
  exchange.negotiated.serverHostKey = keyType;
  // ssh2 asks for this after it has hashed the host key, and before it checks the signature with it.
  exchange.getPublicKey = () => {
    exchange._hostKey = key;
    return getPublicKey();
  };
}

/** A key that logs in by a certificate, for {@link logInByCertificates}. @param key the certified key */
export function certifiedKey(key: ParsedKey, { blob, keyType }: Certificate): ParsedKey {
  const rsa = keyType === 'ssh-rsa';
  const certified: ParsedKey = Object.create(key, {
    type: { value: certificateType(rsa ? 'rsa-sha2-512' : keyType) },
    getPublicSSH: { value: () => blob },
    // RSA keys would sign with SHA-1, which sshd accepts no more
    sign: { value: (data: Buffer) => key.sign(data, rsa ? 'sha512' : undefined) },
  });
  return certified;
}

/** Lets a client that has been told to connect log in with {@link certifiedKey}s: their signatures are called by the plain name. */
export function logInByCertificates(client: Client): void {
  const protocol = protocolOf(client);
  const plainly = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    if (sign === undefined || !key.type.endsWith(certificateType(''))) {
      plainly(user, key, algorithm, sign);
      return;
    }
    const signed: Sign = (message, _done) =>
      sign(message, (signature) => {
        const name = key.type.slice(0, -certificateType('').length);
        const request = message.subarray(4 + protocol._kex.sessionID.length);
        send(protocol, Buffer.concat([request, wireStrings(wireStrings(name, plainForm(signature, name)))]));
      });
    plainly(user, key, algorithm, signed);
  };
}

function send({ _packetRW: { write }, _cipher, _authsQueue }: Protocol, message: Buffer): void {
  const packet = write.alloc(message.length);
  packet.set(message, write.allocStart);
  _authsQueue.push('publickey');
  _cipher.encrypt(write.finalize(packet));
}

/** A key file's ECDSA signature is ASN.1 (0x30: a sequence of two integers), the agent's is SSH's already. */
function plainForm(signature: Buffer, algorithm: string): Buffer {
  if (!algorithm.startsWith('ecdsa-') || signature[0] !== 0x30) return signature;
  const first = signature[1]! < 0x80 ? 2 : 3;
  const second = first + 2 + signature[first + 1]!;
  const integer = (at: number) => signature.subarray(at + 2, at + 2 + signature[at + 1]!);
  return wireStrings(integer(first), integer(second));
}
