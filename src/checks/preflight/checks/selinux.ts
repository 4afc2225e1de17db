import { textProbe } from '../../../probes/probe.ts';
import { sh } from '../../../shell/script.ts';
import { pass, warn } from '../../finding.ts';
import type { HostCheck } from '../check.ts';

const script = sh`
  # getenforce knows where the kernel's file is mounted
  case $(getenforce 2>/dev/null) in
    Enforcing) enforce=1 ;;
    Permissive) enforce=0 ;;
    *)
      enforce=
      [ ! -r /sys/fs/selinux/enforce ] || read -r enforce </sys/fs/selinux/enforce || : ;;
  esac
  echo "$enforce"
  command -v restorecon || :`;

export const selinux: HostCheck<string> = {
  id: 'selinux',
  asks: 'whether SELinux enforces: instances run in a domain of their own right, files outside the usual places may be refused to them',
  probe: () => textProbe('selinux', script),
  judge(_, { found: text }) {
    const [state = '', restorecon = ''] = text.trim().split('\n');
    if (state !== '1') return pass(state === '0' ? 'SELinux is permissive' : 'no SELinux');
    return warn(
      restorecon === ''
        ? 'SELinux enforces, and there is no restorecon: what rmqctl writes keeps the context it was written with'
        : 'SELinux enforces; what rmqctl writes gets its context by restorecon',
      'where an instance is refused a file or a port, `ausearch -m avc -ts recent` tells which; restorecon and semanage mend it',
    );
  },
};
