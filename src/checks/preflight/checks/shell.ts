import { SUPERVISORS } from '../../../hosts/supervisors/registry.ts';
import { textProbe } from '../../../probes/probe.ts';
import { sh } from '../../../shell/script.ts';
import { fail, pass } from '../../finding.ts';
import type { HostCheck } from '../check.ts';

/** The programs that scripts on hosts call, besides the shell itself. */
const TOOLS = [
  ...'cat chmod chown cut date df grep gzip head id ls mkdir mktemp mv nproc readlink rm rmdir sed'.split(
    ' ',
  ),
  ...'sha256sum sleep sort stat tail timeout tr uname'.split(' '),
  ...SUPERVISORS.flatMap(({ tools }) => tools),
].sort();

const script = sh`
  for tool in ${TOOLS}; do
    command -v "$tool" >/dev/null 2>&1 || echo "$tool"
  done`;

export const shell: HostCheck<string> = {
  id: 'shell',
  asks: 'whether there is a POSIX sh, with the tools of coreutils, grep, sed and gzip that scripts call',
  probe: () => textProbe('shell', script),
  judge(_, { facts, found: text }) {
    const missing = text.split('\n').filter((line) => line !== '');
    const where = `${facts.os.id} ${facts.os.version} ${facts.arch}`.trim();
    if (missing.length === 0) return pass(`sh and coreutils (${where})`);
    return fail(`there is no ${missing.join(', ')}`, 'install coreutils, grep, sed and gzip');
  },
};
