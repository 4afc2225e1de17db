/** The door to ssh2. */
import ssh2, {
  type AnyAuthMethod,
  type ClientChannel,
  type ParsedKey,
  type ServerHostKeyAlgorithm,
} from 'ssh2';
import { parseCertificate } from '../authentication/certificate.ts';
import { certifiedKey } from './ssh2-internals.ts';

export type SshClient = InstanceType<typeof ssh2.Client>;
export type SshChannel = ClientChannel;
export type LoginMethod = AnyAuthMethod;
export type SshKey = ParsedKey;
export type HostKeyAlgorithm = ServerHostKeyAlgorithm;

/** A client that is to be told where to connect. */
export function newClient(): SshClient {
  return new ssh2.Client();
}

/** What agents are made from. */
export const { BaseAgent } = ssh2;

/** What an agent holds: a public key or a certificate. @returns none for types that ssh2 does not know */
export function publicIdentity(blob: Buffer): SshKey[] {
  const certificate = parseCertificate(blob);
  const key = ssh2.utils.parseKey(certificate?.key ?? blob);
  if (key instanceof Error) return [];
  return [certificate ? certifiedKey(key, certificate) : key];
}

/** A key file's content: a key to sign with, or only its public half, or why it cannot be used. */
export type ParsedIdentity =
  | { readonly kind: 'private'; readonly key: SshKey; readonly public: string }
  | { readonly kind: 'public'; readonly public: string }
  | { readonly kind: 'encrypted'; readonly public?: string }
  | { readonly kind: 'invalid' };

/** @param passphrase tried where the key has one */
export function parseIdentity(content: Buffer, passphrase: string | undefined): ParsedIdentity {
  // ssh2 gives a list for OpenSSH's newer format, which holds one key; its types do not say so
  const parsed: ParsedKey | Error | (ParsedKey | Error)[] = ssh2.utils.parseKey(content, passphrase);
  const key = [parsed].flat()[0];
  if (key === undefined) return { kind: 'invalid' };
  if (key instanceof Error) return { kind: /passphrase/i.test(key.message) ? 'encrypted' : 'invalid' };
  const blob = key.getPublicSSH().toString('base64');
  return key.isPrivateKey() ? { kind: 'private', key, public: blob } : { kind: 'public', public: blob };
}
