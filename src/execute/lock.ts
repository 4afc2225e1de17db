import { sh, type Script } from '../shell/script.ts';
import { STATE_HOME, STATE_ROOT } from '../hosts/facts.ts';

/** Who takes a lock, told to whoever finds it taken. */
export interface LockOwner {
  /** user@machine */
  readonly who: string;
  /** random, this run's own */
  readonly run: string;
  /** ISO 8601 */
  readonly since: string;
}

/** The exit status of the lock's part of a script when another run has it. */
export const LOCKED = '75';

/** Seconds that the last step of a run that is gone may take; a broker is given 120 s to stop, and needs a few. */
const PATIENCE = 60;

/** Whose lock, and where the inventory says that rmqctl keeps what it remembers. */
export interface Locked {
  readonly cluster: string;
  readonly paths: { readonly state?: string | undefined };
}

/** Sets `state` and `lock`, the path of the cluster's lock on a host: gone after a reboot where rmqctl is root. */
function lockPath({ cluster, paths }: Locked): Script {
  return sh`
    state=${paths.state ?? ''}
    if [ -n "$state" ]; then lock=$state
    elif [ "$(id -u)" = 0 ]; then state=${STATE_ROOT}; lock=/run/rmqctl
    else state=$HOME/${STATE_HOME}; lock=$state
    fi
    lock=$lock/${`${cluster}.lock`}`;
}

/**
 * Takes the cluster's lock on a host. It lasts as long as the connection: it names the process that serves it (sshd's child;
 * without SSH the one that runs the scripts), and a lock whose process is gone is nobody's. So a killed run never stands
 * in the way of the next one, and nothing has to be kept alive. Prints the owner and fails with LOCKED when it is taken.
 *
 * Every step that decides is one link(2), which one of several succeeds in. A lock of nobody is not taken away, for between
 * a look and a removal it may have become somebody's: who comes after it makes a link that carries the name of the run that
 * is gone, and only who has that link puts it in the lock's place.
 *
 * A run that is gone may have left a script in the midst of a step, which it finishes (`atWork`): that is awaited, for both
 * would stop and start the same process. Where it lasts, the lock is given back; who waits ends with its own run.
 */
export function takeLock(locked: Locked, owner: LockOwner): Script {
  return sh`
    ${lockPath(locked)}
    if [ "\${lock%/*}" = "$state" ]; then make_directory "$state/made" "$state"; else mkdir -p "\${lock%/*}"; fi
    anchor=$$ name=sh
    while [ "$anchor" -gt 1 ]; do
      while read -r key value; do
        case $key in Name:) name=$value ;; PPid:) parent=$value; break ;; esac
      done <"/proc/$anchor/status"
      case $name in sh|bash|dash|ash|ksh|zsh|fish|csh|tcsh|busybox|env|script|sudo|su) anchor=$parent ;; *) break ;; esac
    done
    own=$lock.$$ tries=0 anchored=$(began "$anchor")
    printf '%s %s %s %s %s\n' "$anchor" "$anchored" ${owner.run} ${owner.since} ${owner.who} >"$own"
    while :; do
      slot=$lock first=
      until ln "$own" "$slot" 2>/dev/null; do
        tries=$((tries + 1)); [ "$tries" -lt 100 ] || { rm -f "$own"; echo "cannot write $slot"; exit 1; }
        holder=$(cat "$slot" 2>/dev/null) || continue
        [ "$slot" != "$lock" ] || first=$holder
        set -- $holder
        if [ "$#" -ge 5 ] && same_process "$1" "$2"; then
          rm -f "$own"
          echo "$5 since $4"
          exit ${Number(LOCKED)}
        fi
        slot=$lock.after-\${3:-nobody}
      done
      [ "$slot" != "$lock" ] || break
      # the lock has changed since: somebody came after the same run and was faster
      if [ "$(cat "$lock" 2>/dev/null)" = "$first" ]; then
        mv -f "$slot" "$lock"
        rm -f "$lock".after-*
        break
      fi
      rm -f "$slot"
    done
    rm -f "$own"
    tries=0
    while set -- $(cat "$lock.at-work" 2>/dev/null); [ "$#" = 2 ] && same_process "$1" "$2"; do
      same_process "$anchor" "$anchored" || exit 1
      if [ "$tries" -ge ${PATIENCE * 10} ]; then
        ${dropLock(owner)}
        echo "process $1, with the last step of a run that was ended"
        exit ${Number(LOCKED)}
      fi
      tries=$((tries + 1)); sleep 0.1
    done
    rm -f "$lock.at-work"`;
}

/**
 * What changes something on a host, while the lock is held: the next run can see that it is at work although its own run
 * is gone. Ends the script where the lock is another run's by now.
 */
export function atWork(locked: Locked, owner: LockOwner, work: Script): Script {
  return sh`
    ${lockPath(locked)}
    at_work=$lock.at-work
    [ ! -d "\${lock%/*}" ] || echo "$$ $(began $$)" >"$at_work"
    case "$(cat "$lock" 2>/dev/null)" in
      '' | *${` ${owner.run} `}*) ;;
      *)
        rm -f "$at_work"
        frame lost ${LOCKED} ''
        echo "another run has taken over the cluster's lock: $(cat "$lock")" >&2
        exit 1
        ;;
    esac
    ${work}
    rm -f "$at_work"`;
}

/** Removes the lock, unless it is another run's by now. */
function dropLock(owner: LockOwner): Script {
  return sh`case "$(cat "$lock" 2>/dev/null)" in *${` ${owner.run} `}*) rm -f "$lock" ;; esac`;
}

/** Gives the lock back, if this run still has it; and forgets the host, if there is nothing left on it. */
export function releaseLock(locked: Locked, owner: LockOwner): Script {
  return sh`
    ${lockPath(locked)}
    ${dropLock(owner)}
    [ "\${lock%/*}" = "$state" ] || rmdir "\${lock%/*}" 2>/dev/null || :
    [ ! -f "$state/made" ] || sweep_list "$state/made"`;
}
