import { createHmac } from 'node:crypto';
import { type Certificate, parseCertificate } from '../authentication/certificate.ts';
import { WireReader } from '../authentication/wire.ts';
import { sha256 } from '../../std/hash.ts';
import { globRegex } from '../../std/regex.ts';

/** One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** name patterns, or one hashed name */
  readonly names: readonly string[];
  /** `ssh-ed25519`, `ssh-rsa`, ... */
  readonly type: string;
  /** the public key in base64, as written */
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

/** A key that a host presented. */
export interface HostKey {
  readonly type: string;
  /** in base64 */
  readonly key: string;
  /** where the host presented the key in a certificate */
  readonly certificate?: Certificate | undefined;
}

/** What known_hosts says of a presented key; `entry` is the line that decided. */
export type KeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed' | 'revoked'; readonly entry: KnownHost }
  | { readonly kind: 'not certified'; readonly entry: KnownHost; readonly found: string };

/** The name that known_hosts uses: the host alone on port 22, else `[host]:port`. */
export function hostKeyName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** @returns the lines that hold a key, in their order; comments and what cannot be read are left out, as ssh does */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split('\n').flatMap((line, index) => parseLine(line.trim(), file, index + 1));
}

function parseLine(text: string, file: string, line: number): KnownHost[] {
  if (text === '' || text.startsWith('#')) return [];
  const words = text.split(/[ \t]+/);
  const marker = words[0]!.startsWith('@') ? words.shift()!.slice(1) : 'none';
  const [names, type, key] = words;
  if (marker !== 'none' && marker !== 'revoked' && marker !== 'cert-authority') return [];
  if (names === undefined || type === undefined || key === undefined || /^[0-9]+$/.test(type)) return [];
  return [{ marker, names: names.split(','), type, key: key.replace(/=+$/, ''), file, line }];
}

/** Whether a line is about a name as made by {@link hostKeyName}: a negated pattern that matches overrules the others. */
export function isAbout(entry: KnownHost, name: string): boolean {
  const [first = ''] = entry.names;
  if (first.startsWith('|1|')) return matchesHash(first, name);
  const negated = entry.names.some(
    (pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name),
  );
  return !negated && entry.names.some((pattern) => !pattern.startsWith('!') && matchesPattern(pattern, name));
}

/** `|1|salt|hash`: HMAC-SHA1 of the name under the salt, both in base64 (OpenSSH hostfile.c). */
function matchesHash(hashed: string, name: string): boolean {
  const [, , salt = '', hash = ''] = hashed.split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

/** OpenSSH's patterns: `*` and `?` are wild, everything else, brackets too, is meant literally; case does not count. */
export function matchesPattern(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === name.toLowerCase();
  return globRegex(pattern, 'i').test(name);
}

/** Whether a line holds a public key, given in base64. */
export function holds(entry: KnownHost, key: string): boolean {
  return entry.key === key.replace(/=+$/, '');
}

/** The lines that name an authority whose certificates are believed for any of the names. */
export function authorities(entries: readonly KnownHost[], names: readonly string[]): KnownHost[] {
  return entries.filter(
    (entry) => entry.marker === 'cert-authority' && names.some((name) => isAbout(entry, name)),
  );
}

/** The key types that are held for any of the names: to be asked for first, else a known host would look unknown. */
export function knownTypes(entries: readonly KnownHost[], names: readonly string[]): string[] {
  const about = entries.filter(
    (entry) => entry.marker === 'none' && names.some((name) => isAbout(entry, name)),
  );
  return [...new Set(about.map((entry) => entry.type))];
}

/**
 * Judges a presented key. `names[0]` is the host's name; further names may vouch for the key but not accuse it (ssh
 * takes a key that it knows for the host without the port). A host held with other keys only, even of other types, is
 * "changed": otherwise a stranger would only have to present a type that is not on record.
 */
export function judge(
  entries: readonly KnownHost[],
  names: readonly string[],
  presented: HostKey,
): KeyVerdict {
  const about = entries.filter((entry) => names.some((name) => isAbout(entry, name)));
  const same = about.filter((entry) => holds(entry, presented.key));
  const revoked = same.find((entry) => entry.marker === 'revoked');
  if (revoked) return { kind: 'revoked', entry: revoked };
  if (same.some((entry) => entry.marker === 'none')) return { kind: 'known' };
  const others = about.filter((entry) => entry.marker === 'none' && isAbout(entry, names[0]!));
  const entry = others.find((other) => other.type === presented.type) ?? others[0];
  return entry ? { kind: 'changed', entry } : { kind: 'unknown' };
}

/** `SHA256:...`, as ssh and ssh-keygen show it. @param key in base64 */
export function fingerprint(key: string): string {
  const digest = sha256(Buffer.from(key, 'base64'), 'base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** A public key as it comes over the wire: a string that names its type comes first (RFC 4253, 6.6). */
export function hostKeyOf(blob: Buffer): HostKey {
  const certificate = parseCertificate(blob);
  if (certificate) return { type: certificate.keyType, key: certificate.key.toString('base64'), certificate };
  return { type: new WireReader(blob).text(), key: blob.toString('base64') };
}

interface CertificateQuestion {
  readonly certificate: Certificate;
  /** the host as the certificate should call it */
  readonly address: string;
  /** the names that known_hosts may have for it */
  readonly names: readonly string[];
}

/**
 * What known_hosts says of a host's certificate (as ssh does it: sshconnect.c and sshkey_cert_check_host of OpenSSH).
 * @param now milliseconds since the epoch
 * @returns undefined where no line names its authority for this host
 */
export function judgeCertificate(
  entries: readonly KnownHost[],
  question: CertificateQuestion,
  now: number = Date.now(),
): KeyVerdict | undefined {
  const { certificate, names } = question;
  const keys = [certificate.key, certificate.authority].map((key) => key.toString('base64'));
  const about = entries.filter((entry) => names.some((name) => isAbout(entry, name)));
  const revoked = about.find((entry) => entry.marker === 'revoked' && keys.some((key) => holds(entry, key)));
  if (revoked) return { kind: 'revoked', entry: revoked };
  const authority = authorities(about, names).find((entry) => holds(entry, keys[1]!));
  if (authority === undefined) return undefined;
  const found = fault(question, now);
  return found === undefined ? { kind: 'known' } : { kind: 'not certified', entry: authority, found };
}

/** Why a certificate does not count, whoever has signed it. */
function fault({ certificate, address }: CertificateQuestion, now: number): string | undefined {
  const { kind, signed, principals, validAfter, validBefore, criticalOptions } = certificate;
  const seconds = BigInt(Math.floor(now / 1000));
  const named = principals.some((pattern) => matchesPattern(pattern, address));
  if (!signed) return 'its signature is wrong, or made with SHA-1';
  if (kind !== 'host') return 'it is the certificate of a user, not of a host';
  if (seconds < validAfter) return `it is valid from ${date(validAfter)}`;
  if (seconds >= validBefore) return `it was valid until ${date(validBefore)}`;
  if (principals.length > 0 && !named) return `it is for ${principals.join(', ')}, not for ${address}`;
  if (criticalOptions.length > 0)
    return `it has conditions of an unknown kind: ${criticalOptions.join(', ')}`;
  return undefined;
}

function date(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString();
}
