import { renderTemplate } from '../../render/templates.ts';
import { sh, type Script } from '../../shell/script.ts';
import { killed, stayed, type Supervised, type Supervisor, type UnitInputs } from './supervisor.ts';

/** systemd, from 219 (CentOS 7) on: no `show --value`, no `StandardOutput=file:`. */
export const systemd: Supervisor = {
  id: 'systemd',
  runs: sh`[ -d /run/systemd/system ]`,
  unfit({ supervisors, root }) {
    if (!supervisors.includes('systemd')) return 'systemd is not PID 1';
    return root ? undefined : 'rmqctl is not root';
  },
  raisesLimits: true,
  tools: [],
  unitFile: (unit, inputs) => ({ path: `/etc/systemd/system/${unit}`, content: unitFile(inputs) }),
  unitGone: sh`systemctl daemon-reload`,
  findPid: ({ unit }) =>
    sh`pid=$(systemctl show -p MainPID ${unit} 2>/dev/null) && pid=\${pid#MainPID=} || pid=0`,
  observe,
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
  units: {
    ofProcess: sh`grep -o '[^/]*\.service$' "/proc/$pid/cgroup" 2>/dev/null | head -n 1`,
    stopping: (unit) => `systemctl stop ${unit}`,
  },
  words: { restart: 'systemctl restart', manual: ['systemctl', 1] },
};

/** One call for all units: each takes systemctl some milliseconds. NRestarts is there from 235 on. */
function observe(instances: readonly Supervised[], call: Script): Script {
  return sh`
    unit= pid=0 restarts= returning= exit_status=
    while IFS='=' read -r key value; do
      case $key in
        Id) unit=$value ;;
        MainPID) pid=$value ;;
        NRestarts) restarts=$value ;;
        SubState) [ "$value" != auto-restart ] || returning=yes ;;
        ExecMainStatus) exit_status=$value ;;
        '')
          [ -z "$unit" ] || ${call} "$unit"
          unit= pid=0 restarts= returning= exit_status=
          ;;
      esac
    done <<EOF
    $(systemctl show -p Id -p MainPID -p NRestarts -p SubState -p ExecMainStatus ${instances.map(({ unit }) => unit)} 2>/dev/null)

    EOF`;
}

/** The text of an instance's systemd unit, for systemd 219 (CentOS 7) and newer. */
export function unitFile({ description, user, group, startScript, limits }: UnitInputs): string {
  return renderTemplate('common/unit.service', {
    description: escapeSpecifiers(description),
    user,
    group,
    startScript: unitWord(startScript),
    limits,
  });
}

/**
 * One word of an ExecStart= line (systemd.service(5), "Command lines"): `%` and `$` begin specifiers and variables, and
 * double quotes keep blanks together.
 */
function unitWord(word: string): string {
  const escaped = escapeSpecifiers(word).replaceAll('$', '$$$$');
  return /^[\w./:@+,=$%-]+$/.test(escaped) ? escaped : `"${escaped.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%');
}
