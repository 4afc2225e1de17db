import { type Socket, connect } from 'node:net';
import type { RmqctlError } from '../../errors.ts';
import { connectTimedOut, unreachable } from './ssh-errors.ts';

export interface TcpTarget {
  /** the inventory's name of the host, for messages */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  /** how messages name the place */
  readonly target: string;
  /** milliseconds */
  readonly timeout: number;
}

/** Node gives each address of a name 250 ms by default: too little for a far host with both IPv6 and IPv4. */
const NEXT_ADDRESS_AFTER = 2000;

/** A TCP connection without Nagle's delay. @throws RmqctlError HOST_UNREACHABLE, with what was found and what to do */
export function connectTcp({ host, address, port, target, timeout }: TcpTarget): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: address,
      port,
      noDelay: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER,
    });
    const fail = (error: RmqctlError) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error) => fail(unreachable(host, target, error));
    const timer = setTimeout(() => fail(connectTimedOut(host, target, 'no answer', timeout)), timeout);
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
