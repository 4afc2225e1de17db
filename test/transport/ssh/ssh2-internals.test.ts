import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2, { type Client } from 'ssh2';
import { afterEach, describe, expect, test } from 'vitest';
import { certificateType } from '../../../src/transport/authentication/certificate.ts';
import {
  askForCertificates,
  changedParts,
  CONNECTING,
  EXCHANGING,
  LOGGING_IN,
  logInByCertificates,
} from '../../../src/transport/ssh/ssh2-internals.ts';
import { Stage } from '../../sample/ssh/setup.ts';
import { ROOT } from '../../architecture/imports.ts';

const FILE = 'src/transport/ssh/ssh2-internals.ts';
const stage = new Stage();
afterEach(() => stage.end());

const manifest = (path: string): { version: string; dependencies: Record<string, string> } =>
  JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** Logs in to a server by a key, and shows the client as it connects, as it has the host's key, and as it is logged in. */
async function logIn(look: (client: Client, stage: 'connecting' | 'exchanging' | 'logged in') => void) {
  const user = await stage.client();
  const { port } = await stage.server(user);
  const client = new ssh2.Client();
  await new Promise<void>((resolve, reject) => {
    client.on('ready', resolve).on('error', reject);
    const hostVerifier = () => {
      look(client, 'exchanging');
      return true;
    };
    client.connect({
      host: '127.0.0.1',
      port,
      username: 'tester',
      privateKey: user.key.private,
      hostVerifier,
    });
    look(client, 'connecting');
  });
  look(client, 'logged in');
  client.end();
}

describe(`ssh2, as ${FILE} knows it`, () => {
  test('is of the version whose inside was read', () => {
    const advice = `compare what ${FILE} reaches into with the new ssh2, and run test/e2e/ssh.test.ts`;
    expect(manifest('package.json').dependencies['ssh2'], advice).toBe('~1.17.0');
    expect(manifest('node_modules/ssh2/package.json').version, advice).toMatch(/^1\.17\./);
  });

  test('has every part that is reached into, at each stage of a login', async () => {
    const shapes = {
      connecting: CONNECTING,
      exchanging: { ...CONNECTING, ...EXCHANGING },
      'logged in': { ...CONNECTING, ...LOGGING_IN },
    };
    const changed: Record<string, readonly string[]> = {};
    await logIn((client, at) => (changed[at] = changedParts(client, shapes[at])));
    const advice = `ssh2 has changed behind its interface: see ${FILE}`;
    expect(changed, advice).toEqual({ connecting: [], exchanging: [], 'logged in': [] });
  });

  test('logs in with the offer and the method that were put in place of its own', async () => {
    const clients: Client[] = [];
    await logIn((client, at) => {
      if (at !== 'connecting') return;
      askForCertificates(client);
      logInByCertificates(client);
      clients.push(client);
    });
    const array: unknown = expect.arrayContaining([certificateType('ssh-ed25519'), 'ssh-ed25519']);
    expect(clients).toMatchObject([{ _protocol: { _offer: { lists: { serverHostKey: { array } } } } }]);
  });

  test('that lacks a part is refused by the name of the part', () => {
    const client = new ssh2.Client();
    expect(() => logInByCertificates(client)).toThrow(/_protocol\.authPK/);
    expect(changedParts({ _protocol: { authPK: 1 } }, CONNECTING)).toContain('_protocol.authPK');
  });
});
