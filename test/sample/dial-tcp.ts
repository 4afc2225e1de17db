import { connect, type Socket } from 'node:net';

/**
 * Opens a plain TCP connection, for servers that this machine reaches itself.
 * @param signal its abort gives the attempt up
 * @throws the socket's error
 */
export function dialTcp(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const giveUp = (): void => {
      socket.destroy(new Error('given up'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.on('error', reject);
    socket.once('connect', () => {
      signal.removeEventListener('abort', giveUp);
      resolve(socket);
    });
  });
}
