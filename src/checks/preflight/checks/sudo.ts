import type { HostCheck } from '../check.ts';
import { looseSite } from '../places.ts';
import { pass, warn } from '../../finding.ts';

/** A host on which `become` fails answers nothing: checks/preflight/ask.ts reports it. */
export const sudo: HostCheck = {
  id: 'sudo',
  asks: 'whether scripts run as root: by the login or by sudo; without, aliases, firewall and profile are left out',
  judge(subject, { facts }) {
    const { become } = subject.host.ssh;
    if (facts.root) return pass(become ? 'scripts run as root by sudo' : `logged in as ${facts.user}`);
    const parts = looseSite(subject, facts).leftOut.join(', ');
    return warn(
      `scripts run as ${facts.user}, not root: ${parts} are left out`,
      'set ssh.become: true where the user may sudo',
    );
  },
};
