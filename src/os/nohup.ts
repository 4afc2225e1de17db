import { sh } from '../shell/script.ts';
import type { Supervisor } from './supervisor.ts';
import { killed, stayed } from './stubborn.ts';

/** Without systemd: a session of its own (setsid), deaf to hang-ups (nohup), known by its pid file. */
export const nohup: Supervisor = {
  id: 'nohup',
  unfit: () => undefined,
  findPid: ({ pidFile, unit }) => sh`
    pid=0
    if [ -s ${pidFile} ]; then
      read -r pid <${pidFile}
      # a pid may have been given to another process since, of another cluster even: the environment tells whose it is
      { alive "$pid" && [ "$(process_variable "$pid" RMQCTL_UNIT)" = ${unit} ]; } || pid=0
    fi`,
  isEnabled: () => sh`true`,
  isReturning: () => sh`false`,
  start: ({ startScript, pidFile, user }) => sh`
    rm -f ${pidFile}
    as_user ${user} ${startScript}
    # the start script writes its pid before it becomes the process
    tries=0; until [ -s ${pidFile} ] || [ "$tries" -ge 50 ]; do sleep 0.1; tries=$((tries + 1)); done`,
  startByHand: ({ startScript, user }) => {
    const start = user === '' ? ['sh', startScript] : ['runuser', '-u', user, '--', 'sh', startScript];
    return sh`setsid nohup ${start} </dev/null >/dev/null 2>&1 &`;
  },
  stop: (instance, { seconds, force = false }) => sh`
    ${nohup.findPid(instance)}
    if [ "$pid" != 0 ]; then
      kill "$pid"
      tries=0
      while alive "$pid"; do
        if [ "$tries" -ge ${seconds * 10} ]; then
          ${force ? killed(sh`kill -9 "$pid"`, seconds) : stayed(seconds)}
        fi
        sleep 0.1; tries=$((tries + 1))
      done
    fi`,
  retire: (instance, how) => sh`
    ${nohup.stop(instance, how)}
    rm -f ${instance.pidFile}`,
};
