import { sh, type Script } from '../shell/script.ts';

/** Seconds that a command has to end by itself. */
const GRACE = 5;

/**
 * A script that runs a command for as long as somebody waits for it. When standard input ends (Ctrl-C, a lost connection, a closed
 * terminal) the command and what it started get SIGTERM, and after a while SIGKILL: all of the process group, which sshd and the
 * local transport make for each script. What a command puts into a session of its own (setsid, a service) goes on.
 * To be run with `keepInput` (transport). Its exit status is the command's.
 * @param command reads nothing: its standard input is empty
 */
export function tiedToStdin(command: Script): Script {
  return sh`
    attend() {
      trap '' TERM
      while read -r _; do :; done
      kill -TERM 0
      sleep ${GRACE}
      kill -KILL 0
    }
    main() {
      attend <&3 >/dev/null 2>&1 3<&- &
      attendant=$!
      (
      ${command}
      ) 3<&-
      status=$?
      exec 2>/dev/null
      kill -KILL "$attendant"
      exit "$status"
    }
    main 3<&0 </dev/null`;
}
