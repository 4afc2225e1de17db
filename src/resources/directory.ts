import { sh } from '../shell/script.ts';
import { ownership } from './by-hand.ts';
import { defineKind } from './resource.ts';

interface DirectoryRef {
  readonly path: string;
}

export interface Directory extends DirectoryRef {
  /** octal, "755" */
  readonly mode: string;
  /** "user:group"; empty where rmqctl is not root and everything is the login user's */
  readonly owner: string;
}

interface Found {
  readonly exists: boolean;
  readonly mode: string;
  readonly owner: string;
}

/** A directory with its owner and mode. Never removed: what lies in it is not rmqctl's to judge. */
export const directory = defineKind<DirectoryRef, Directory, Found>({
  kind: 'directory',
  ref: ({ path }) => ({ path }),
  probe: ({ path }) => sh`[ ! -d ${path} ] || stat -L -c '%a %U:%G' ${path}`,
  parse(output) {
    const [mode = '', owner = ''] = output.trim().split(' ');
    return { exists: mode !== '', mode, owner };
  },
  diff(desired, found) {
    const { path, mode, owner } = desired;
    const owned = owner === '' || owner === found.owner;
    if (found.exists && found.mode === mode && owned) return undefined;
    const own = owner === '' ? sh`` : sh`chown ${owner} ${path}`;
    return {
      action: found.exists ? 'update' : 'create',
      summary: found.exists
        ? `${path}: mode ${found.mode} ${found.owner} -> ${mode} ${owner}`.trimEnd()
        : `make directory ${path}`,
      apply: sh`
        mkdir -p ${path}
        chmod ${mode} ${path}
        ${own}`,
    };
  },
  byHand: ({ path, mode, owner }) => ({
    commands: sh`install ${['-d', '-m', mode, ...ownership(owner), path]}`,
  }),
});
