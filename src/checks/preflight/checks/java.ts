import { expectedError } from '../../../errors.ts';
import { siteFor } from '../../../hosts/site.ts';
import { siteWarnings } from '../../../hosts/site-warnings.ts';
import { desire } from '../../../plan/desired/desire.ts';
import type { HostCheck } from '../check.ts';
import { fail, pass, warn } from '../../finding.ts';

export const java: HostCheck = {
  id: 'java',
  asks: 'whether there is a Java, and one that this release of RocketMQ runs on',
  judge({ topology, release, roles, programs, host, instances }, { facts }) {
    const { user: _, ...free } = topology;
    try {
      const site = siteFor({ ...free, supervisor: 'auto' }, host, facts, release);
      const doubt = siteWarnings(site, topology, release).find(({ code }) => code === 'JAVA_BEYOND_UPSTREAM');
      if (doubt !== undefined) return warn(doubt.message, doubt.hint);
      // a program that is no part of the release states which Java it needs
      if (instances.some(({ program }) => program !== undefined))
        desire({ topology, release, roles, programs, timeout: 0 }, site);
      return pass(`Java ${site.java.version} in ${site.java.home}`);
    } catch (thrown) {
      const { code, message, hint = '' } = expectedError(thrown);
      if (code === 'CLUSTER_OVERLAP') return []; // for the check of other clusters to say
      return fail(message, hint);
    }
  },
};
