import { sh, type Script } from '../shell/script.ts';
import { hex4 } from '../std/hex.ts';

/** The TCP sockets of a Linux host, as /proc/net/tcp and tcp6 have them (proc(5)): the one place that knows these files. */

export const TCP_TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;

interface SocketAddress {
  /** "0.0.0.0" and "::" mean any; an IPv4 address in its IPv6 form is given as IPv4 */
  readonly address: string;
  readonly port: number;
}

export interface Socket {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly state: 'listening' | 'established' | 'other';
  /** the number of the user whose it is, and the number by which its process is found in /proc/PID/fd */
  readonly uid: number;
  readonly inode: string;
}

const ROW =
  /^\s*\d+: ([\dA-F]+):([\dA-F]{4}) ([\dA-F]+):([\dA-F]{4}) ([\dA-F]{2}) (?:\S+ \S+ \S+\s+(\d+)\s+\d+ (\d+))?/gm;

/** The sockets in lines of these files; lines that are none are passed over. */
export function parseSockets(text: string): Socket[] {
  return [...text.matchAll(ROW)].map(
    ([, address = '', port = '', peer = '', peerPort = '', state, uid, inode = '']) => ({
      local: { address: parseAddress(address), port: Number.parseInt(port, 16) },
      remote: { address: parseAddress(peer), port: Number.parseInt(peerPort, 16) },
      state: state === '0A' ? 'listening' : state === '01' ? 'established' : 'other',
      uid: Number(uid ?? 0),
      inode,
    }),
  );
}

const MAPPED = /^0000000000000000FFFF0000([\dA-F]{8})$/;

/** Addresses are little-endian words, as on every architecture that RocketMQ is run on but s390x. */
function parseAddress(hex: string): string {
  const v4 = hex.length === 8 ? hex : MAPPED.exec(hex)?.[1];
  if (v4 !== undefined) {
    const bytes = [6, 4, 2, 0].map((at) => Number.parseInt(v4.slice(at, at + 2), 16));
    return bytes.join('.');
  }
  return /^0+$/.test(hex) ? '::' : hex;
}

/** Prints the rows of every listening socket. */
export function listeningRows(): Script {
  return sh`grep -h ' 0A ' ${TCP_TABLES} 2>/dev/null || :`;
}

/** Prints the rows of every established connection with this port at one of its ends. */
export function connectionRows(port: number): Script {
  return sh`grep -hE ${`:${hex4(port)} ([0-9A-F]+:[0-9A-F]{4} )?01 `} ${TCP_TABLES} 2>/dev/null || :`;
}

/** Runs a script for each port, with `port` set to it, `hex` to what the rows have for it, and `tcp` to all rows. */
export function eachPort(ports: readonly number[], script: Script): Script {
  return sh`
    tcp=$(cat ${TCP_TABLES} 2>/dev/null)
    for port in ${ports.map((port) => `${port}:${hex4(port)}`)}; do
      hex=\${port#*:} port=\${port%:*}
      ${script}
    done`;
}

/** Prints a line "listening=PORT" for each of these ports that somebody listens on. */
export function listeningPorts(ports: readonly number[]): Script {
  return eachPort(ports, sh`if listening "$hex"; then echo "listening=$port"; fi`);
}
