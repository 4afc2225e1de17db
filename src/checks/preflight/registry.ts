import { hostSoftware } from '../../hosts/software.ts';
import { either } from '../../std/either.ts';
import type { HostCheck } from './check.ts';
import { clusters } from './checks/clusters.ts';
import { roomOnDisks } from './checks/disk.ts';
import { filesystem } from './checks/filesystem.ts';
import { closedPorts } from './checks/firewall.ts';
import { java } from './checks/java.ts';
import { limits } from './checks/limits.ts';
import { memory } from './checks/memory.ts';
import { names } from './checks/names.ts';
import { freePorts } from './checks/ports.ts';
import { selinux } from './checks/selinux.ts';
import { shell } from './checks/shell.ts';
import { sudo } from './checks/sudo.ts';
import { supervisor } from './checks/supervisor.ts';
import { tar } from './checks/tar.ts';

/** Every question to a single host, in the order of the report. A new one is one file and a line here. */
export const hostChecks: readonly HostCheck<unknown>[] = [
  sudo,
  shell,
  tar,
  java,
  supervisor,
  memory,
  roomOnDisks,
  filesystem,
  freePorts,
  names,
  clusters,
  limits,
  selinux,
  closedPorts,
];

/** The questions beside these: of the connection itself, of all hosts together, and of the network between them. */
export const otherChecks: readonly Pick<HostCheck, 'id' | 'asks'>[] = [
  {
    id: 'login',
    asks: 'whether the host lets rmqctl log in; where it does not, nothing else is asked of it',
  },
  { id: 'clock', asks: 'whether the clocks agree: more than 2 s apart is doubtful, more than 30 s wrong' },
  {
    id: 'reachability',
    asks:
      'whether each broker reaches every name server, and each slave the ports of its master: dialled from the hosts themselves, where ' +
      `nothing listens yet with a listener that stands there for that moment; what the target’s own ${either(hostSoftware.firewalls)} closes is told apart ` +
      'from what something between the hosts blocks',
  },
];
