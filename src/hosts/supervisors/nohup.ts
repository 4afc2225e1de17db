import { lines, sh, type Script } from '../../shell/script.ts';
import { killed, stayed, type Supervisor } from './supervisor.ts';

/** Tenths of a second that a start script may take to become the process; on a busy host starting a shell takes long. */
const BECOMING = 300;

/** True once `pid` is the process of that unit. A pid may have been given to another process, of another cluster even. */
const isOf = (unit: string): Script => sh`[ "$(process_variable "$pid" RMQCTL_UNIT)" = ${unit} ]`;

/** Without systemd: a session of its own (setsid), deaf to hang-ups (nohup), known by its pid file. */
export const nohup: Supervisor = {
  id: 'nohup',
  unfit: () => undefined,
  raisesLimits: false,
  tools: ['nohup'],
  words: {},
  findPid: ({ pidFile, unit }) => sh`
    pid=0
    if [ -s ${pidFile} ]; then
      read -r pid <${pidFile}
      { alive "$pid" && ${isOf(unit)}; } || pid=0
    fi`,
  observe: (instances, call) =>
    lines([
      sh`restarts= returning= exit_status=`,
      ...instances.map(
        (instance) => sh`
          ${nohup.findPid(instance)}
          ${call} ${instance.unit}`,
      ),
    ]),
  isEnabled: () => sh`true`,
  isReturning: () => sh`false`,
  start: ({ startScript, pidFile, unit, user }) => sh`
    rm -f ${pidFile}
    as_user ${user} ${startScript}
    # the start script writes its pid, then becomes the process: only from then on does its environment tell whose it is,
    # and who looks before takes it for nobody's, and the start for failed
    tries=0
    until [ "$tries" -ge ${BECOMING} ]; do
      if [ -s ${pidFile} ]; then
        read -r pid <${pidFile}
        if ! alive "$pid" || ${isOf(unit)}; then break; fi
      fi
      sleep 0.1; tries=$((tries + 1))
    done`,
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
