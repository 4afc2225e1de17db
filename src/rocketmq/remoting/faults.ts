import { RmqctlError, messageOf } from '../../errors.ts';

/** Where a remoting error happened, for its message and its `host` field. */
export interface Peer {
  /** `host:port` as the user knows it */
  readonly peer: string;
  /** the inventory name of the host, when there is one */
  readonly host?: string | undefined;
}

const MALFORMED = 'REMOTING_MALFORMED';

/** REMOTING_MALFORMED: bytes or a body that cannot be what a RocketMQ server sends. */
export function malformed(detail: string): RmqctlError {
  return new RmqctlError(MALFORMED, detail);
}

/**
 * Runs a decoder and says, in the errors it throws, whose bytes they were.
 * @param what the thing being read, for example "the answer to GET_BROKER_CONFIG"
 * @throws RmqctlError REMOTING_MALFORMED naming the peer; any other error as it is
 */
export function readFrom<T>(peer: Peer, what: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof RmqctlError) || cause.code !== MALFORMED) throw cause;
    throw new RmqctlError(MALFORMED, `${peer.peer}: ${what} cannot be read: ${cause.message}`, {
      host: peer.host,
      hint: 'Is this the port of a RocketMQ name server or broker, and is the version in the inventory right?',
      cause,
    });
  }
}

/** REMOTING_TIMEOUT: no answer within the request's time-out; whether it took effect is unknown. */
export function requestTimedOut(peer: Peer, request: string, timeoutMs: number): RmqctlError {
  return new RmqctlError(
    'REMOTING_TIMEOUT',
    `${peer.peer} did not answer ${request} within ${timeoutMs} ms`,
    {
      host: peer.host,
      hint: 'Is the process alive and its port reachable? Its log says more.',
    },
  );
}

/** REMOTING_CONNECT: the stream to the peer could not be opened. */
export function notConnected(peer: Peer, cause: unknown): RmqctlError {
  const found = messageOf(cause);
  return new RmqctlError('REMOTING_CONNECT', `cannot connect to ${peer.peer}: ${found}`, {
    host: peer.host,
    hint: 'Is the process running, and does it listen on this address and port?',
    cause,
  });
}

/** REMOTING_CLOSED: the stream ended, by either side, before the answer came. */
export function closed(peer: Peer, why: string, cause?: unknown): RmqctlError {
  return new RmqctlError('REMOTING_CLOSED', `connection to ${peer.peer} closed: ${why}`, {
    host: peer.host,
    hint: 'its log says whether it was stopped or refused the connection',
    cause,
  });
}

/**
 * REMOTING_UNSUPPORTED: the peer does not have this request: its release is older, or it said so.
 * @param release that its answers name, where they do
 */
export function unsupported(
  peer: Peer,
  request: string,
  { since, release }: { since: string; release: string | undefined },
): RmqctlError {
  const found = release === undefined ? 'it' : `RocketMQ ${release}`;
  return new RmqctlError(
    'REMOTING_UNSUPPORTED',
    `${peer.peer} cannot be asked for ${request}: ${found} does not have it (since ${since})`,
    { host: peer.host, hint: 'only a newer release answers this' },
  );
}

/** REMOTING_REFUSED: the peer answered with a response code that means failure. */
export class RemotingRefused extends RmqctlError {
  /** a code of `ResponseCode`, or one that only the peer knows */
  readonly responseCode: number;
  /** the peer's own words, or null */
  readonly remark: string | null;

  constructor(peer: Peer, request: string, response: { code: number; remark: string | null; name: string }) {
    // Remarks of brokers may hold a whole stack trace; its first line is what a person needs.
    const words = response.remark?.split('\n', 1)[0]?.trim() ?? '';
    const because = words === '' ? '' : `: ${words}`;
    super('REMOTING_REFUSED', `${peer.peer} refused ${request} with ${response.name}${because}`, {
      host: peer.host,
      hint: 'the log of that process says more',
    });
    this.responseCode = response.code;
    this.remark = response.remark;
  }
}
