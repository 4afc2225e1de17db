import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ExitCode, RmqctlError } from '../../errors.ts';

export interface Forward {
  /** of 127.0.0.1 */
  readonly port: number;
  close(): void;
}

/**
 * Listens on a port of 127.0.0.1, and gives each connection a separate one to the other side.
 * @param port 0 takes a free one
 * @param dial makes a connection to the other side
 * @param lost called if one could not be made
 * @throws RmqctlError PORT_TAKEN
 */
export async function forward(
  port: number,
  dial: () => Promise<Duplex>,
  lost: (error: RmqctlError) => void,
): Promise<Forward> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // a browser that closes its connection is no error
    socket.on('error', () => socket.destroy());
    dial().then(
      (other) => join(socket, other),
      (error: unknown) => {
        socket.destroy();
        if (error instanceof RmqctlError) lost(error);
      },
    );
  });
  const taken = await listening(server, port);
  return {
    port: taken,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function join(socket: Socket, other: Duplex): void {
  other.on('error', () => socket.destroy());
  other.on('close', () => socket.destroy());
  socket.on('close', () => other.destroy());
  socket.pipe(other).pipe(socket);
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new RmqctlError('PORT_TAKEN', `cannot listen on port ${port} of this machine: ${cause.message}`, {
          hint: 'give another one with --port, or none: then a free one is taken',
          exit: ExitCode.usage,
          cause,
        }),
      );
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
