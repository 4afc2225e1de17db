import { sh } from '../../../shell/script.ts';
import { fail, type HostCheck, pass } from '../check.ts';

export const tar: HostCheck = {
  id: 'tar',
  asks: 'whether there is tar, which unpacks the release',
  probe: () => sh`command -v tar || :`,
  judge: (_, { text }) =>
    text.trim() === ''
      ? [fail('there is no tar, which unpacks the release', 'install tar')]
      : [pass(text.trim())],
};
