import { type FoundUnit, parseUnit, unitProbe } from '../../hosts/supervisors/registry.ts';
import { unitName } from '../../plan/desired/instance-context.ts';
import { sh, type Script } from '../../shell/script.ts';
import type { PlannedHost } from './check.ts';
import { hex4 } from '../../std/hex.ts';

/** A process that listens on a port of the deployment. */
export interface PortOwner {
  readonly port: number;
  /** 0 where scripts do not run as root and it is somebody else's */
  readonly pid: number;
  readonly user: string;
  /** <cluster>-<instance>.service where rmqctl started it, under whatever supervisor; else empty */
  readonly startedAs: string;
  /** the supervisor's unit that it runs in */
  readonly unit: FoundUnit | undefined;
  readonly command: string;
}

/** Reads who listens on the ports of a host's instances: from /proc alone, so that neither ss nor lsof is needed. */
export function portOwnersProbe({ instances }: PlannedHost): Script {
  const ports = instances.flatMap((instance) => instance.ports.map(({ port }) => port));
  const words = [...new Set(ports)].map(
    (port) => `${port}:${hex4(port)}`,
  );
  return sh`
    tcp=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -E '^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:0000 0A ') || :
    descriptors=
    unit_of_process() {
      ${unitProbe()}
    }
    for port in ${words}; do
      found=$(printf '%s\n' "$tcp" | grep -m 1 -E "^ *[0-9]+: [0-9A-F]+:\${port#*:} ") || continue
      [ -n "$descriptors" ] || descriptors=$(ls -l /proc/[0-9]*/fd 2>/dev/null | grep -E '^/proc/|socket:') || :
      # sl local remote state queues timer retransmits uid timeout inode
      set -- $found
      user=$8 inode=\${10} pid=0 current=
      while read -r line; do
        case $line in
          /proc/*) current=\${line#/proc/}; current=\${current%%/*} ;;
          *"socket:[$inode]") pid=$current; break ;;
        esac
      done <<OWNERS
    $descriptors
    OWNERS
      user=$(id -un "$user" 2>/dev/null || echo "$user")
      printf '%s\t' "\${port%:*}" "$pid" "$user"
      if [ "$pid" = 0 ]; then
        printf '\t\t\n'
      else
        printf '%s\t' "$(process_variable "$pid" RMQCTL_UNIT)"
        printf '%s\t' "$(unit_of_process)"
        printf '%s\n' "$(tr '\0\t\n' '   ' 2>/dev/null <"/proc/$pid/cmdline" | cut -c 1-4000)"
      fi
    done`;
}

/** The lines of the probe as data. */
export function parsePortOwners(text: string): PortOwner[] {
  return text.split('\n').flatMap((line) => {
    const [port = '', pid, user = '', startedAs = '', unit = '', command = ''] = line.split('\t');
    if (!/^\d+$/.test(port)) return [];
    return [
      {
        port: Number(port),
        pid: Number(pid),
        user,
        startedAs,
        unit: parseUnit(unit),
        command: command.trim(),
      },
    ];
  });
}

/**
 * Whose a listening port is.
 * @returns own: the instance that the port is meant for; sibling: another instance of this cluster; else foreign
 */
export function ownership(
  owner: PortOwner,
  cluster: string,
  wanted: { readonly instance: string; readonly all: readonly string[] },
): 'own' | 'sibling' | 'foreign' {
  const is = (instance: string): boolean => owner.startedAs === unitName(cluster, instance);
  if (is(wanted.instance)) return 'own';
  return wanted.all.some(is) ? 'sibling' : 'foreign';
}
