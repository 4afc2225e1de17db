import type { Certificate } from '../authentication/certificate.ts';
import {
  type KnownHost,
  type KeyVerdict,
  authorities,
  holds,
  isAbout,
  matchesPattern,
} from './known-hosts.ts';

export interface CertificateQuestion {
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
