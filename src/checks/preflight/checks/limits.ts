import { raisingLimits, supervisorOn } from '../../../hosts/supervisors/registry.ts';
import { OPEN_FILES } from '../../../hosts/tuning.ts';
import { textProbe } from '../../../probes/probe.ts';
import { sh } from '../../../shell/script.ts';
import { fail, pass, warn } from '../../finding.ts';
import type { HostCheck } from '../check.ts';

/** The kernel's own default: each file of commit log and consume queue takes a mapping. */
const MAPS = 65_530;

const script = sh`
  echo "files $(ulimit -Hn)"
  for name in fs/nr_open vm/max_map_count; do
    read -r value 2>/dev/null <"/proc/sys/$name" && echo "\${name#*/} $value"
  done
  :`;

export const limits: HostCheck<string> = {
  id: 'limits',
  asks: `the hard limit of open files (without ${raisingLimits()}, whose units raise it; 65535 are wanted), the kernel’s limit of these, and vm.max_map_count`,
  probe: () => textProbe('limits', script),
  judge({ topology }, { facts, found: text }) {
    const value = (name: string): number => {
      const word = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
      return word === undefined || word === 'unlimited' ? Infinity : Number(word);
    };
    const raised = supervisorOn(facts, topology.supervisor)?.raisesLimits === true;
    const files = raised ? value('nr_open') : Math.min(value('files'), value('nr_open'));
    const maps = value('max_map_count');
    const found = `open files ${shown(files)}, mappings ${shown(maps)}`;
    if (files < 1024) return fail(found, `raise the limit of open files to ${OPEN_FILES}`);
    const hint = `raise the hard limit of open files to ${OPEN_FILES} in /etc/security/limits.d, and log in anew`;
    if (files < OPEN_FILES) return warn(found, hint);
    if (maps >= MAPS) return pass(found);
    if (topology.tuning === 'kernel' && facts.root) return pass(`${found}; deploy raises vm.max_map_count`);
    return warn(found, 'say `tuning: true`, or raise vm.max_map_count in /etc/sysctl.d');
  },
};

function shown(value: number): string {
  return value === Infinity ? 'unlimited' : String(value);
}
