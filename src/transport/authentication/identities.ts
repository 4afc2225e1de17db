import { readFile } from 'node:fs/promises';
import { messageOf, type RmqctlError } from '../../errors.ts';
import { connectError } from '../ssh/ssh-errors.ts';
import { type Certificate, certificateOfFile } from './certificate.ts';
import { type ParsedIdentity, parseIdentity } from '../ssh/ssh2.ts';
import type { Identity } from '../ssh/ssh-settings.ts';

/** Key files, each read and decrypted once however many hosts there are. */
export class IdentityFiles {
  readonly #files = new Map<string, Promise<ParsedIdentity>>();
  /** to whether the passphrase was right */
  readonly #asked = new Map<string, Promise<boolean>>();
  readonly #certificates = new Map<string, Promise<Certificate | undefined>>();
  readonly #passphrase: string | undefined;

  /** @param passphrase for keys that have one: RMQCTL_KEY_PASSPHRASE */
  constructor(passphrase: string | undefined) {
    this.#passphrase = passphrase;
  }

  /**
   * @param host the inventory's name of the host that the key is for, for messages
   * @returns the key; undefined where a file that the inventory does not name cannot be read
   * @throws RmqctlError IDENTITY_UNREADABLE for a file that the inventory names
   */
  async read({ path, from }: Identity, host: string): Promise<ParsedIdentity | undefined> {
    const reading = this.#files.get(path) ?? this.#parse(path);
    this.#files.set(path, reading);
    try {
      const parsed = await reading;
      if (parsed.kind !== 'invalid' || from !== 'inventory') return parsed;
    } catch (error) {
      if (from !== 'inventory') return undefined;
      throw unreadable(host, path, messageOf(error), error);
    }
    throw unreadable(host, path, 'it is not a private key in a format of OpenSSH');
  }

  /**
   * Asks for the passphrases of those key files that need one; each is asked for once, whoever needs it, and one after another.
   * @returns whether there is a key now that there was not before this run
   */
  async unlock(identities: readonly Identity[], ask: (path: string) => Promise<string>): Promise<boolean> {
    let opened = false;
    for (const { path } of identities) {
      const parsed = await this.#files.get(path)?.catch(() => undefined);
      if (parsed?.kind === 'encrypted' && !this.#asked.has(path)) this.#asked.set(path, this.#ask(path, ask));
      opened = (await this.#asked.get(path)) === true || opened;
    }
    return opened;
  }

  async #ask(path: string, ask: (path: string) => Promise<string>): Promise<boolean> {
    const before = [...this.#asked.values()];
    await Promise.allSettled(before);
    const parsed = parseIdentity(await readFile(path), await ask(path));
    if (parsed.kind === 'private') this.#files.set(path, Promise.resolve(parsed));
    return parsed.kind === 'private';
  }

  /**
   * The certificates in a key's `-cert.pub` and in other files; what is missing, or is none, is left out, as ssh does.
   * @param paths of keys' certificates: see {@link certificateBeside}
   */
  async certificates(paths: readonly string[]): Promise<Certificate[]> {
    const all = await Promise.all(paths.map((path) => this.#certificate(path)));
    return all.filter((certificate) => certificate !== undefined);
  }

  #certificate(path: string): Promise<Certificate | undefined> {
    const reading =
      this.#certificates.get(path) ?? readFile(path, 'utf8').then(certificateOfFile, () => undefined);
    this.#certificates.set(path, reading);
    return reading;
  }

  async #parse(path: string): Promise<ParsedIdentity> {
    const parsed = parseIdentity(await readFile(path), this.#passphrase);
    if (parsed.kind !== 'encrypted') return parsed;
    // The agent may hold it: its public half, beside it, tells which of the agent's keys it is.
    const beside = await readFile(`${path}.pub`).catch(() => undefined);
    const half = beside === undefined ? undefined : parseIdentity(beside, undefined);
    return half?.kind === 'public' ? { kind: 'encrypted', public: half.public } : parsed;
  }
}

/** Where ssh-keygen puts the certificate of a key. */
export function certificateBeside(path: string): string {
  return `${path}-cert.pub`;
}

function unreadable(host: string, path: string, found: string, cause?: unknown): RmqctlError {
  const hint =
    'correct ssh.identity in the inventory, or leave it out to use the agent and the usual key files';
  return connectError('IDENTITY_UNREADABLE', host, `cannot use the key ${path}: ${found}`, { hint, cause });
}
