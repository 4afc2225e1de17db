import { ExitCode, RmqctlError } from '../../errors.ts';

/** One jump host, as written; what is missing comes from ~/.ssh/config or the defaults. */
export interface Hop {
  readonly destination: string;
  readonly user?: string;
  readonly port?: number;
}

/**
 * Reads OpenSSH's ProxyJump: `[user@]host[:port]` or `ssh://...`, several separated by commas, the nearest first.
 * @returns no hop for an empty text or `none`
 * @throws RmqctlError JUMP_INVALID
 */
export function parseJump(text: string): Hop[] {
  if (text.trim() === '' || text.trim().toLowerCase() === 'none') return [];
  return text.split(',').map((hop) => parseHop(hop.trim(), text));
}

function parseHop(hop: string, whole: string): Hop {
  const match =
    /^(?:ssh:\/\/)?(?:(?<user>[^@]+)@)?(?:\[(?<v6>[^\]]+)\]|(?<name>[^:@[\]/\s]+))(?::(?<port>[0-9]{1,5}))?\/?$/.exec(
      hop,
    );
  const { user, v6, name, port } = match?.groups ?? {};
  const destination = v6 ?? name;
  if (destination === undefined || Number(port ?? 22) > 65535) {
    throw new RmqctlError('JUMP_INVALID', `cannot read the jump host "${hop}" of "${whole}"`, {
      hint: 'write user@host:port, several separated by commas; an IPv6 address in brackets',
      exit: ExitCode.inventory,
    });
  }
  return {
    destination,
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}
