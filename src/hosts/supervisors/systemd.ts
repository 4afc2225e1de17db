import { unitFile } from './systemd-unit.ts';
import { sh } from '../../shell/script.ts';
import { killed, stayed } from './stop-script.ts';
import type { Supervisor } from './supervisor.ts';

/** systemd, from 219 (CentOS 7) on: no `show --value`, no `StandardOutput=file:`. */
export const systemd: Supervisor = {
  id: 'systemd',
  unfit({ systemd: runs, root }) {
    if (!runs) return 'systemd is not PID 1';
    return root ? undefined : 'rmqctl is not root';
  },
  unitFile: (unit, inputs) => ({
    kind: 'unit',
    path: `/etc/systemd/system/${unit}`,
    content: unitFile(inputs),
  }),
  findPid: ({ unit }) =>
    sh`pid=$(systemctl show -p MainPID ${unit} 2>/dev/null) && pid=\${pid#MainPID=} || pid=0`,
  isEnabled: ({ unit }) => sh`[ -e ${`/etc/systemd/system/multi-user.target.wants/${unit}`} ]`,
  // enabling reloads systemd's view of the unit files; a unit that was enabled before may have changed since
  start: ({ unit }) => sh`
    if [ -e ${`/etc/systemd/system/multi-user.target.wants/${unit}`} ]; then systemctl daemon-reload
    else systemctl -q enable ${unit}; fi
    systemctl reset-failed ${unit} 2>/dev/null || :
    systemctl start ${unit}`,
  startByHand: ({ unit }) => sh`
    systemctl daemon-reload
    systemctl enable --now ${unit}`,
  isReturning: ({ unit }) =>
    sh`[ "$(systemctl show -p ActiveState ${unit} 2>/dev/null)" = ActiveState=activating ]`,
  // the unit itself sends no SIGKILL (templates/common/unit.service.hbs), so its stop may last for ever
  stop: (instance, { seconds, force = false }) => sh`
    ${systemd.findPid(instance)}
    status=0
    timeout ${seconds} systemctl stop ${instance.unit} || status=$?
    if [ "$status" = 124 ]; then
      ${force ? killed(sh`systemctl kill -s KILL ${instance.unit}; systemctl stop ${instance.unit}`, seconds) : stayed(seconds)}
    elif [ "$status" != 0 ]; then exit "$status"
    fi`,
  retire: (instance, how) => sh`
    ${systemd.stop(instance, how)}
    systemctl -q disable ${instance.unit}
    systemctl reset-failed ${instance.unit} 2>/dev/null || :`,
};
