/** Sockets as /proc/net/tcp and tcp6 write them (proc(5)): hexadecimal, addresses in words of the host's byte order. */
export interface SocketAddress {
  /** "0.0.0.0" and "::" mean any; an IPv4 address in its IPv6 form is given as IPv4 */
  readonly address: string;
  readonly port: number;
}

export interface Socket {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly state: 'listening' | 'established' | 'other';
}

/** The sockets in lines of these files; lines that are none are passed over. */
export function parseSockets(text: string): Socket[] {
  const line = /^\s*\d+: ([\dA-F]+):([\dA-F]{4}) ([\dA-F]+):([\dA-F]{4}) ([\dA-F]{2}) /gm;
  return [...text.matchAll(line)].map(([, address = '', port = '', peer = '', peerPort = '', state]) => ({
    local: { address: parseAddress(address), port: Number.parseInt(port, 16) },
    remote: { address: parseAddress(peer), port: Number.parseInt(peerPort, 16) },
    state: state === '0A' ? 'listening' : state === '01' ? 'established' : 'other',
  }));
}

const MAPPED = /^0000000000000000FFFF0000([\dA-F]{8})$/;

/** Little-endian words, as on every architecture that RocketMQ is run on but s390x. */
function parseAddress(hex: string): string {
  const v4 = hex.length === 8 ? hex : MAPPED.exec(hex)?.[1];
  if (v4 !== undefined) {
    const bytes = [6, 4, 2, 0].map((at) => Number.parseInt(v4.slice(at, at + 2), 16));
    return bytes.join('.');
  }
  return /^0+$/.test(hex) ? '::' : hex;
}
