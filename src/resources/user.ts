import { sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';

export interface User {
  readonly name: string;
}

/** The service user: a system user without a login. Never removed: files on the host may be its. */
export const user = defineKind<User, User, { exists: boolean }>({
  kind: 'user',
  ref: ({ name }) => ({ name }),
  probe: ({ name }) => sh`id -u ${name} 2>/dev/null || :`,
  parse: (output) => ({ exists: output.trim() !== '' }),
  diff({ name }, found) {
    if (found.exists) return undefined;
    return {
      action: 'create',
      summary: `make the system user ${name}`,
      // useradd is shadow's, adduser -S busybox's
      apply: sh`
        if command -v useradd >/dev/null 2>&1; then
          useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin ${name}
        else
          addgroup -S ${name}
          adduser -S -D -H -h / -s /sbin/nologin -G ${name} ${name}
        fi`,
    };
  },
  byHand: ({ name }) => ({
    commands: sh`
      if ! id -u ${name} >/dev/null 2>&1; then
        useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin ${name}
      fi`,
  }),
});
