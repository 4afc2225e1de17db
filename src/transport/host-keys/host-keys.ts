import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExitCode, RmqctlError, messageOf } from '../../errors.ts';
import { quote } from '../../shell/quote.ts';
import { isMissing } from '../../std/errno.ts';
import {
  type HostKey,
  type KnownHost,
  type KeyVerdict,
  authorities,
  fingerprint,
  holds,
  hostKeyName,
  isAbout,
  judge,
  knownTypes,
  parseKnownHosts,
} from './known-hosts.ts';
import { judgeCertificate } from './known-hosts.ts';
import { connectError } from '../ssh/ssh-errors.ts';
import type { ConnectOptions, SeenHostKey } from '../transport.ts';

/** The host whose key is asked for, by the name and port that ssh would use for it. */
export interface KeyQuestion {
  /** the inventory's name */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** reached through a jump host, so that ssh-keyscan from here cannot ask it */
  readonly jumped: boolean;
}

/** known_hosts files, each read once however many hosts there are. */
export class HostKeyFiles {
  readonly #files = new Map<string, Promise<KnownHost[]>>();

  /**
   * @param paths the files in their order; a missing one is empty
   * @param recordIn the file for new keys, one of `paths`
   * @throws RmqctlError KNOWN_HOSTS_UNREADABLE
   */
  async open(paths: readonly string[], recordIn: string | undefined): Promise<HostKeys> {
    const files = await Promise.all(paths.map(async (path) => ({ path, entries: await this.#read(path) })));
    return new HostKeys(files, recordIn);
  }

  #read(path: string): Promise<KnownHost[]> {
    const known =
      this.#files.get(path) ??
      readFile(path, 'utf8').then(
        (text) => parseKnownHosts(text, path),
        (error: unknown) => missing(path, error),
      );
    this.#files.set(path, known);
    return known;
  }
}

interface KnownHostsFile {
  readonly path: string;
  /** grows when a key is recorded: other connections of the run see it at once */
  readonly entries: KnownHost[];
}

/** The keys of one set of known_hosts files, and the decision about a presented one. */
export class HostKeys {
  readonly #files: readonly KnownHostsFile[];
  readonly #recordIn: string | undefined;

  constructor(files: readonly KnownHostsFile[], recordIn: string | undefined) {
    this.#files = files;
    this.#recordIn = recordIn;
  }

  get #entries(): KnownHost[] {
    return this.#files.flatMap((file) => file.entries);
  }

  types(question: KeyQuestion): string[] {
    return knownTypes(this.#entries, names(question));
  }

  /** Whether certificates are to be asked for: some authority is believed for this host. */
  believesCertificates(question: KeyQuestion): boolean {
    return authorities(this.#entries, names(question)).length > 0;
  }

  /**
   * Decides whether to go on with a host. Nothing but the key exchange has happened yet: no name, no key was sent.
   * Records the key of an unknown host where `acceptNew` says so.
   * @returns undefined when the key is right, else HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, HOST_KEY_REVOKED or
   *   HOST_CERTIFICATE_INVALID
   */
  check(question: KeyQuestion, key: HostKey, options: ConnectOptions): RmqctlError | undefined {
    const seen = this.see(question, key);
    options.onHostKey?.(seen);
    if (seen.verdict.kind !== 'unknown') return seen.error;
    if (!options.acceptNew) return unknownKey(question, key, this.#recordIn);
    return this.#record(question, key, options);
  }

  /** A key with all that there is to say of it; nothing is recorded. */
  see(question: KeyQuestion, key: HostKey): SeenHostKey {
    const verdict = this.#judge(question, key);
    const name = hostKeyName(question.address, question.port);
    const file = this.#recordIn;
    const own = this.#entries.filter((entry) => entry.file === file && isAbout(entry, name));
    const vouched = verdict.kind === 'known' && key.certificate !== undefined;
    const recorded = vouched || own.some((entry) => entry.marker === 'none' && holds(entry, key.key));
    const error =
      verdict.kind === 'known' || verdict.kind === 'unknown' ? undefined : wrongKey(question, key, verdict);
    return { host: question.host, name, key, verdict, file, recorded, error };
  }

  /** What the files say of a key. A certificate that no known authority has signed counts as its key alone, as with ssh. */
  #judge(question: KeyQuestion, key: HostKey): KeyVerdict {
    const { certificate } = key;
    const certified =
      certificate && judgeCertificate(this.#entries, { names: names(question), ...question, certificate });
    return certified ?? judge(this.#entries, names(question), key);
  }

  /** A single append, so that two runs at once do not cut each other's lines. */
  #record(question: KeyQuestion, key: HostKey, options: ConnectOptions): RmqctlError | undefined {
    const name = hostKeyName(question.address, question.port);
    const file = this.#recordIn;
    if (file === undefined) return unknownKey(question, key, file);
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, `${endsInsideLine(file) ? '\n' : ''}${name} ${key.type} ${key.key}\n`, {
        mode: 0o600,
      });
    } catch (cause) {
      const hint = `make ${file} writable, or name another file as ssh.knownHosts`;
      return connectError('KNOWN_HOSTS_UNWRITABLE', question.host, `cannot record the host key in ${file}`, {
        hint,
        cause,
      });
    }
    const recorded: KnownHost = {
      marker: 'none',
      names: [name],
      type: key.type,
      key: key.key.replace(/=+$/, ''),
      file,
      line: 0,
    };
    this.#files.find(({ path }) => path === file)?.entries.push(recorded);
    options.notice(
      `recorded the new host key of ${name} in ${file}: ${key.type} ${fingerprint(key.key)}`,
      question.host,
    );
    return undefined;
  }
}

function names({ address, port }: KeyQuestion): string[] {
  return [...new Set([hostKeyName(address, port), hostKeyName(address, 22)])];
}

function unknownKey(question: KeyQuestion, key: HostKey, file: string | undefined): RmqctlError {
  const name = hostKeyName(question.address, question.port);
  const message = `the host key of ${name} is not known: ${key.type} ${fingerprint(key.key)}`;
  const port = question.port === 22 ? '' : ` -p ${question.port}`;
  const add = question.jumped
    ? `echo ${quote(`${name} ${key.type} ${key.key}`)} >> ${file ?? '~/.ssh/known_hosts'}`
    : `ssh-keyscan${port} -t ${shortType(key.type)} ${question.address} >> ${file ?? '~/.ssh/known_hosts'}`;
  const hint = `compare it with what "ssh-keygen -lf /etc/ssh/ssh_host_${shortType(key.type)}_key.pub" says there; if it is the same: ${add}, or run again with --accept-new`;
  return connectError('HOST_KEY_UNKNOWN', question.host, message, { hint });
}

function wrongKey(
  question: KeyQuestion,
  key: HostKey,
  verdict: Exclude<KeyVerdict, { kind: 'known' | 'unknown' }>,
): RmqctlError {
  const { entry, kind } = verdict;
  const name = hostKeyName(question.address, question.port);
  const where = `${entry.file}:${entry.line}`;
  const got = `${key.type} ${fingerprint(key.key)}`;
  if (kind === 'revoked') {
    return connectError(
      'HOST_KEY_REVOKED',
      question.host,
      `the host key of ${name} is marked as revoked: ${got} (${where})`,
      {
        hint: 'do not connect; give the host a new key, then remove the old one from known_hosts',
      },
    );
  }
  if (kind === 'not certified') {
    const message = `the certificate that ${name} shows cannot be accepted: ${verdict.found} (its authority is that of ${where})`;
    const hint =
      'have its authority sign its host key anew: ssh-keygen -s CA -I ID -h -n NAMES -V +52w KEY.pub';
    return connectError('HOST_CERTIFICATE_INVALID', question.host, message, { hint });
  }
  const message = `the host key of ${name} has changed: it is ${got}, but ${where} says ${entry.type} ${fingerprint(entry.key)}`;
  const hint = `someone may be listening in, or the host was set up anew. If you know that it was: ssh-keygen -R ${quote(name)} -f ${quote(entry.file)}`;
  return connectError('HOST_KEY_CHANGED', question.host, message, { hint });
}

/** ssh-keyscan's word for a key type: ed25519, rsa, ecdsa. */
function shortType(type: string): string {
  return type
    .replace(/^ssh-/, '')
    .replace(/^ecdsa-sha2-.*/, 'ecdsa')
    .replace(/^dss$/, 'dsa');
}

function endsInsideLine(file: string): boolean {
  try {
    const text = readFileSync(file);
    return text.length > 0 && text.at(-1) !== 10;
  } catch {
    return false;
  }
}

function missing(path: string, error: unknown): KnownHost[] {
  if (isMissing(error)) return [];
  throw new RmqctlError('KNOWN_HOSTS_UNREADABLE', `cannot read ${path}: ${messageOf(error)}`, {
    hint: 'make it readable, or name another file as ssh.knownHosts',
    exit: ExitCode.connect,
    cause: error,
  });
}
