import { unitName } from '../../plan/desired/instance-context.ts';
import type { PortOwner } from '../../probes/port-owners.ts';

/**
 * Whose a listening port is.
 * @returns own: the instance that the port is meant for; sibling: another instance of this cluster; else foreign
 */
export function ownership(
  owner: PortOwner,
  cluster: string,
  wanted: { readonly instance: string; readonly all: readonly string[] },
): 'own' | 'sibling' | 'foreign' {
  const is = (instance: string): boolean => owner.startedAs === unitName(cluster, instance);
  if (is(wanted.instance)) return 'own';
  return wanted.all.some(is) ? 'sibling' : 'foreign';
}
