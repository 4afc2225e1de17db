import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connections } from '../../../src/transport/connect.ts';
import type { ConnectOptions, SshTarget } from '../../../src/transport/transport.ts';
import { type SshServer, type SshServerOptions, newKey, startSshServer } from './server.ts';

/** The user's side of a test: a home with a key, and what was noticed. */
export interface Client {
  readonly home: string;
  readonly key: ReturnType<typeof newKey>;
  readonly notices: string[];
  readonly options: ConnectOptions;
  /** connections with other options; all of them are closed at the end */
  connections(overrides?: Partial<ConnectOptions>): Connections;
  write(path: string, text: string): Promise<string>;
}

/** Everything that a test has opened, closed in reverse order by `end`. */
export class Stage {
  readonly #ends: (() => Promise<unknown>)[] = [];

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).toReversed()) await end();
  }

  async directory(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'rmqctl-transport-'));
    this.#ends.push(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  async client(): Promise<Client> {
    const home = await this.directory();
    const key = newKey();
    const notices: string[] = [];
    const env = { HOME: home, USER: 'tester', PATH: process.env['PATH'] };
    const options: ConnectOptions = {
      acceptNew: false,
      timeout: 5000,
      env,
      notice: (message) => notices.push(message),
    };
    const write = async (path: string, text: string) => {
      await mkdir(join(home, path, '..'), { recursive: true });
      await writeFile(join(home, path), text, { mode: 0o600 });
      return join(home, path);
    };
    await write('.ssh/id_ed25519', key.private);
    const connections = (overrides: Partial<ConnectOptions> = {}) => {
      const opened = new Connections({ ...options, ...overrides });
      this.#ends.push(() => opened.closeAll());
      return opened;
    };
    return { home, key, notices, options, connections, write };
  }

  /** A server that takes the client's key for the user `tester`, unless told otherwise. */
  async server(client: Client, options: Partial<SshServerOptions> = {}): Promise<SshServer> {
    const home = options.home ?? (await this.directory());
    const server = await startSshServer({ users: { tester: [client.key.public] }, ...options, home });
    this.#ends.push(() => server.close());
    return server;
  }

  /** A client, a server it knows, and the target that leads to it. */
  async pair(
    options: Partial<SshServerOptions> = {},
  ): Promise<{ client: Client; server: SshServer; target: SshTarget }> {
    const client = await this.client();
    const server = await this.server(client, options);
    await client.write('.ssh/known_hosts', `${server.hostKeyLine}\n`);
    return { client, server, target: targetOf(server) };
  }
}

export function targetOf(server: { readonly port: number }, overrides: Partial<SshTarget> = {}): SshTarget {
  return {
    host: 'node1',
    destination: '127.0.0.1',
    port: server.port,
    user: 'tester',
    become: false,
    ...overrides,
  };
}
