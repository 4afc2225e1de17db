import { expectedError } from '../../../errors.ts';
import { siteFor } from '../../../hosts/site.ts';
import { assumedFacts } from '../../../hosts/assumed-facts.ts';
import type { HostCheck } from '../check.ts';
import { fail, pass } from '../../finding.ts';

export const supervisor: HostCheck = {
  id: 'supervisor',
  asks: 'whether the supervisor that the inventory asks for, and the user that instances are to run as, can be used',
  judge({ topology, release, host }, { facts }) {
    const { javas } = assumedFacts(host, release);
    try {
      const site = siteFor(topology, host, { ...facts, javas }, release);
      return pass(`${site.supervisor}, instances run as ${site.user}`);
    } catch (thrown) {
      const { message, hint = '' } = expectedError(thrown);
      return fail(message, hint);
    }
  },
};
