import { sh, type Script } from '../../shell/script.ts';

/** What becomes of a process that lives on after SIGTERM; both know it as `pid`. */

/** The end of a stop without --force: the process goes on living, and the step has failed. */
export function stayed(seconds: number): Script {
  return sh`
    echo "pid $pid did not end within ${seconds} s of SIGTERM; it goes on ending (--force would kill it)"
    exit 1`;
}

/** SIGKILL, said aloud: what was not flushed is lost, or recovered at the next start. */
export function killed(kill: Script, seconds: number): Script {
  return sh`
    warn "pid $pid did not end within ${seconds} s of SIGTERM: killed (SIGKILL), as --force asks"
    ${kill}`;
}
