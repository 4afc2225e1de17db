import { sh } from '../../../shell/script.ts';
import type { HostCheck } from '../check.ts';
import { textProbe } from '../../../probes/probe.ts';
import { fail, pass } from '../../finding.ts';

export const tar: HostCheck<string> = {
  id: 'tar',
  asks: 'whether there is tar, which unpacks the release',
  probe: () => textProbe('tar', sh`command -v tar || :`),
  judge: (_, { found: text }) =>
    text.trim() === ''
      ? fail('there is no tar, which unpacks the release', 'install tar')
      : pass(text.trim()),
};
