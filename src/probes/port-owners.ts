import { eachPort } from '../hosts/sockets.ts';
import { type FoundUnit, parseUnit, unitProbe } from '../hosts/supervisors/registry.ts';
import { sh } from '../shell/script.ts';
import type { Probe } from './probe.ts';

/** A process that listens on a port of the deployment. */
export interface PortOwner {
  readonly port: number;
  /** 0 if scripts do not run as root and it belongs to another user */
  readonly pid: number;
  readonly user: string;
  /** <cluster>-<instance>.service where rmqctl started it, under whatever supervisor; else empty */
  readonly startedAs: string;
  /** the supervisor's unit that it runs in */
  readonly unit: FoundUnit | undefined;
  readonly command: string;
}

/** The processes that listen on ports of a host: read from /proc, so that neither ss nor lsof is needed. Free ports are left out. */
export function portOwners(ports: readonly number[]): Probe<readonly PortOwner[]> {
  const owner = sh`
      found=$(printf '%s\n' "$tcp" | grep -m 1 -E "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:0000 0A ") || continue
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
      printf '%s\t' "$port" "$pid" "$user"
      if [ "$pid" = 0 ]; then
        printf '\t\t\n'
      else
        printf '%s\t' "$(process_variable "$pid" RMQCTL_UNIT)"
        printf '%s\t' "$(unit_of_process)"
        printf '%s\n' "$(tr '\0\t\n' '   ' 2>/dev/null <"/proc/$pid/cmdline" | cut -c 1-4000)"
      fi`;
  return {
    id: 'port-owners',
    script: sh`
      descriptors=
      unit_of_process() {
        ${unitProbe()}
      }
      ${eachPort([...new Set(ports)], owner)}`,
    parse: parsePortOwners,
  };
}

function parsePortOwners(text: string): PortOwner[] {
  return text.split('\n').flatMap((line) => {
    const [port = '', pid, user = '', startedAs = '', unit = '', command = ''] = line.split('\t');
    if (!/^\d+$/.test(port)) return [];
    const parsed = { port: Number(port), pid: Number(pid), unit: parseUnit(unit), command: command.trim() };
    return [{ ...parsed, user, startedAs }];
  });
}
