/** The name servers of a cluster: every other role finds its brokers by them. */
import { type Instance, instancesOf } from './instance.ts';

/** The id of their role. */
const ROLE = 'namesrv';

/** True for a name server. */
export function isNameServer({ role }: Pick<Instance, 'role'>): boolean {
  return role === ROLE;
}

/** The name servers, in order. */
export function nameServersIn(cluster: { readonly instances: readonly Instance[] }): readonly Instance[] {
  return instancesOf(cluster, ROLE);
}
