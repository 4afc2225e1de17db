import { sh, type Script } from '../shell/script.ts';
import { installOwner } from './file/by-hand.ts';
import { defineKind } from './resource.ts';

export interface Directory {
  readonly path: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
  /** names in it, with globs, of what an instance writes there: they go with the cluster; absent: everything stays */
  readonly contents?: readonly string[] | undefined;
  /** a store: it goes only when its user says so by name */
  readonly store?: boolean | undefined;
  /** octal, "755" */
  readonly mode: string;
  /** "user:group"; empty where rmqctl is not root and everything is the login user's */
  readonly owner: string;
}

type DirectoryRef = Pick<Directory, 'path' | 'contents' | 'store'> & Partial<Pick<Directory, 'made'>>;

interface Found {
  readonly exists: boolean;
  readonly mode: string;
  readonly owner: string;
  /** something is to be removed when the cluster goes: what an instance wrote, or the empty directory that rmqctl made */
  readonly removable: boolean;
}

/**
 * A directory with its owner and mode. It stays when the inventory no longer wants it. With its whole cluster go the things
 * that instances write there, and it itself when nothing of others is in it and rmqctl made it.
 */
export const directory = defineKind<DirectoryRef, Directory, Found>({
  kind: 'directory',
  ref: ({ path, contents, store }) => ({ path, contents, store }),
  // the logs and the store of an instance that left the inventory
  remembered: true,
  probe: ({ path, made = '', contents = [] }) => sh`
    if [ -d ${path} ]; then
      stat -L -c '%a %U:%G' ${path}
      cd ${path}
      for pattern in ${contents}; do
        for name in $pattern; do
          if [ -e "$name" ] || [ -L "$name" ]; then echo removable; break 2; fi
        done
      done
      if [ -z "$(ls -A)" ] && noted ${made} ${`dir ${path}`}; then echo removable; fi
    fi`,
  parse(output) {
    const [facts = '', ...more] = output.trim().split('\n');
    const [mode = '', owner = ''] = facts.split(' ');
    return { exists: mode !== '', mode, owner, removable: more.includes('removable') };
  },
  diff(desired, found) {
    const { path, mode, owner, made } = desired;
    const owned = owner === '' || owner === found.owner;
    if (found.exists && found.mode === mode && owned) return undefined;
    return {
      action: found.exists ? 'update' : 'create',
      summary: found.exists
        ? `${path}: mode ${found.mode} ${found.owner} -> ${mode} ${owner}`.trimEnd()
        : `make directory ${path}`,
      apply: sh`
        make_directory ${made} ${path}
        chmod ${mode} ${path}
        ${owner === '' ? sh`` : sh`chown ${owner} ${path}`}`,
    };
  },
  destroy({ path, made, contents = [], store }, found) {
    if (!found.removable) return undefined;
    return {
      action: 'delete',
      summary: `remove ${store === true ? 'the store' : 'directory'} ${path}`,
      apply: sh`
        if [ -d ${path} ]; then
          ${store === true ? unlessUsed(path) : sh``}
          cd ${path}
          for pattern in ${contents}; do
            for name in $pattern; do
              if [ -e "$name" ] || [ -L "$name" ]; then rm -rf "$name"; fi
            done
          done
          cd /
        fi
        sweep ${made} ${path}`,
    };
  },
  byHand: ({ path, mode, owner }) => ({
    commands: sh`install ${['-d', '-m', mode, ...installOwner(owner), path]}`,
  }),
});

/** True if a resource is a store, of an instance that left the inventory too. @param subject of it (subjectOf) */
export function isStore(kind: string, subject: unknown): boolean {
  return kind === 'directory' && Object(subject).store === true;
}

/**
 * Ends a step that would remove a store under a broker: its own has been stopped before, so it is another one's, known by another name
 * (a link) or not to rmqctl.
 */
function unlessUsed(path: string): Script {
  return sh`
    holder=$(user_of ${path})
    if [ -n "$holder" ]; then
      echo "process $holder has files open in "${path}", which is left as it is"
      exit 1
    fi`;
}
