import { sh } from '../../../shell/script.ts';
import { type HostCheck } from '../check.ts';
import { fail, pass } from '../../finding.ts';

export const tar: HostCheck = {
  id: 'tar',
  asks: 'whether there is tar, which unpacks the release',
  probe: () => sh`command -v tar || :`,
  judge: (_, { text }) =>
    text.trim() === ''
      ? [fail('there is no tar, which unpacks the release', 'install tar')]
      : [pass(text.trim())],
};
