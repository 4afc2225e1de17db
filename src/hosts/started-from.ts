import { sh, type Script } from '../shell/script.ts';
import type { Supervised } from './supervisors/supervisor.ts';

/**
 * Checks that a process was started from what is desired. It carries a digest of that in RMQCTL_DIGEST (plan/desired/start-script.ts). One that
 * an earlier rmqctl started carries a digest of the texts of its files, which no later build can make again; of such a process
 * the host is asked whether anything has changed since (docs/decisions/0027).
 */

/** A digest of that time; the ones of today have a prefix. */
export const EARLIER_DIGEST = '[0-9a-f]{16}';

/** What a process is to be started from. */
export interface Sources {
  /** digest of all of it, which the process carries; '' where that is not known (UNKNOWN_PROGRAM) */
  readonly digest: string;
  /** absolute paths of the files among it */
  readonly sources: {
    readonly read: readonly string[];
    /** those that the process may write itself while it runs */
    readonly rewritten: readonly string[];
  };
}

/** What a process was found to be started from. */
export interface StartedFrom {
  /** RMQCTL_DIGEST of its environment; '' if it has none */
  readonly digest: string;
  /** an earlier rmqctl started it, from the start script and the files that are there now */
  readonly unchanged: boolean;
}

/**
 * Prints `digest=...` of the process `pid` and, for one that an earlier rmqctl started, `unchanged=yes` if the start script is
 * the one that carries its digest, and no file was written since the script became the process and wrote its pid. Of the
 * files that a process may write itself, those that it did (rocketmq/configuration/on-host.ts) say what it runs with.
 */
export function startedFromProbe({ startScript, pidFile, sources }: Supervised & Sources): Script {
  return sh`
    digest=$(process_variable "$pid" RMQCTL_DIGEST)
    echo "digest=$digest"
    case $digest in
      '' | *[!0-9a-f]*) ;;
      *)
        if grep -qx "export RMQCTL_DIGEST=$digest" ${startScript} 2>/dev/null; then
          unchanged=yes
          [ -e ${pidFile} ] || unchanged=no
          for source in ${sources.read}; do
            [ ! "$source" -nt ${pidFile} ] || unchanged=no
          done
          for source in ${sources.rewritten}; do
            [ ! "$source" -nt ${pidFile} ] || ! head -n 1 "$source" | grep -q '^# ' || unchanged=no
          done
          echo "unchanged=$unchanged"
        fi
        ;;
    esac`;
}

/** Parses what startedFromProbe printed. @param value of a line, by its name */
export function parseStartedFrom(value: (name: string) => string | undefined): StartedFrom {
  return { digest: value('digest') ?? '', unchanged: value('unchanged') === 'yes' };
}

/**
 * True if a process was started from what is wanted. Of one of an earlier rmqctl that is so if it was started from what is on
 * the host, and that means what is wanted: a file that does not is a change of its own, after which the service restarts.
 */
export function isStartedFrom({ digest }: Pick<Sources, 'digest'>, found: StartedFrom): boolean {
  return found.digest === digest || found.unchanged;
}
