import { Duplex, PassThrough } from 'node:stream';
import { RmqctlError } from '../errors.ts';
import { templateText } from '../shell/template-text.ts';
import type { Transport } from '../transport/transport.ts';

/** The relay prints it once it is connected; the bytes of the other side follow. */
const CONNECTED = 'rmqctl-connected\n';
/** The relay's exit status if the host has no program that can connect. */
const NO_PROGRAM = 44;

/**
 * A TCP connection that a host makes: through its sshd or, where that forbids forwarding, by a program of the host.
 * @throws RmqctlError of Transport.dial; FORWARDING_REFUSED if there is no such program either
 */
export async function dialFrom(transport: Transport, address: string, port: number): Promise<Duplex> {
  try {
    return await transport.dial(address, port);
  } catch (error) {
    if (!(error instanceof RmqctlError) || error.code !== 'FORWARDING_REFUSED') throw error;
    return relay(transport, { address, port, refusal: error });
  }
}

function relay(
  transport: Transport,
  { address, port, refusal }: { address: string; port: number; refusal: RmqctlError },
): Promise<Duplex> {
  const input = new PassThrough();
  const over = new AbortController();
  const stream = new Duplex({
    read() {},
    write: (chunk, encoding, done) => void input.write(chunk, encoding, () => done()),
    final: (done) => void input.end(done),
    destroy(error, done) {
      over.abort();
      input.destroy();
      done(error);
    },
  });
  return new Promise((resolve, reject) => {
    const said = { text: '', connected: false };
    const onStdout = (chunk: Buffer): void => {
      if (said.connected) return void stream.push(chunk);
      said.text += chunk.toString('latin1');
      if (!said.text.startsWith(CONNECTED)) return;
      said.connected = true;
      resolve(stream);
      const first = said.text.slice(CONNECTED.length);
      if (first !== '') stream.push(Buffer.from(first, 'latin1'));
    };
    const argv = ['sh', '-c', templateText('common/relay.sh'), 'sh', address, String(port)] as const;
    transport.pipe({ argv }, input, { onStdout, signal: over.signal }).then(
      ({ code, stderr }): undefined => {
        if (said.connected) stream.push(null);
        else if (code === NO_PROGRAM) reject(noProgram(refusal));
        else reject(connectionFailed(transport.host, { address, port, said: stderr.toString('utf8') }));
        return undefined;
      },
      (error: unknown) => {
        if (!said.connected) reject(error instanceof Error ? error : new Error(String(error)));
        else if (!stream.destroyed) stream.destroy(error instanceof Error ? error : undefined);
      },
    );
  });
}

function noProgram({ message, host, exit }: RmqctlError): RmqctlError {
  return new RmqctlError('FORWARDING_REFUSED', `${message}, and the host has no python3, perl, bash or nc`, {
    host,
    exit,
    hint: 'allow TCP forwarding in its sshd ("AllowTcpForwarding local"), or install one of these',
  });
}

/** A host's connection that failed; `said`: by the words of the dialling program, of which the last line counts. */
export function connectionFailed(
  host: string,
  { address, port, said }: { address: string; port: number; said: string },
): RmqctlError {
  const last = said.trim().split('\n').at(-1) ?? '';
  return new RmqctlError('DIAL_FAILED', `${host}: cannot connect from there to ${address}:${port}: ${last}`, {
    host,
    hint: 'is the process there running, does it listen on this address, and does no firewall between the hosts close the port?',
  });
}
