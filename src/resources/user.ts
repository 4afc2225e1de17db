import { sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';

interface User {
  readonly name: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
}

interface Found {
  readonly exists: boolean;
  /** rmqctl made it */
  readonly own: boolean;
}

/**
 * The service user: a system user without a login. It goes with the cluster when rmqctl made it; that nothing of it is left is
 * for the operation to see (plan/steps/operations.ts), for files on the host may be its.
 */
export const user = defineKind<Pick<User, 'name'>, User, Found>({
  kind: 'user',
  ref: ({ name }) => ({ name }),
  probe: ({ name, made = '' }: Pick<User, 'name'> & Partial<User>) => sh`
    id -u ${name} 2>/dev/null || :
    if noted ${made} ${`user ${name}`}; then echo own; fi`,
  parse: (output) => ({ exists: /^\d/.test(output), own: /^own$/m.test(output) }),
  diff({ name, made }, found) {
    if (found.exists) return undefined;
    return {
      action: 'create',
      summary: `make the system user ${name}`,
      // useradd is shadow's, adduser -S busybox's
      apply: sh`
        make_directory ${made} "$(dirname ${made})"; echo ${`user ${name}`} >>${made}
        if command -v useradd >/dev/null 2>&1; then
          useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin ${name}
        else
          addgroup -S ${name}
          adduser -S -D -H -h / -s /sbin/nologin -G ${name} ${name}
        fi`,
    };
  },
  destroy({ name, made }, found) {
    if (!found.exists || !found.own) return undefined;
    return {
      action: 'delete',
      summary: `remove the system user ${name}`,
      apply: sh`
        if command -v userdel >/dev/null 2>&1; then userdel ${name}; else deluser ${name}; fi
        forget ${made} ${`user ${name}`}`,
    };
  },
  byHand: ({ name }) => ({
    commands: sh`
      if ! id -u ${name} >/dev/null 2>&1; then
        useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin ${name}
      fi`,
  }),
});
