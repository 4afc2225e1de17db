import { expectedError } from '../../../errors.ts';
import { desire } from '../../../plan/desired/desire.ts';
import type { HostCheck } from '../check.ts';
import { looseSite } from '../places.ts';
import { fail, pass } from '../../finding.ts';

export const clusters: HostCheck = {
  id: 'clusters',
  asks: 'whether paths, ports and aliases are free of those of other clusters that rmqctl deployed there',
  judge(subject, { facts }) {
    const { topology, release, roles, programs } = subject;
    try {
      desire({ topology, release, roles, programs, timeout: 0 }, looseSite(subject, facts));
      return pass('no other cluster is in the way');
    } catch (thrown) {
      const { code, message, hint = '' } = expectedError(thrown);
      if (code.startsWith('JAVA_')) return []; // for the check of Java to say
      return fail(message, hint);
    }
  },
};
