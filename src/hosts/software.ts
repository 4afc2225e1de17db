import type { HostSoftware } from '../inventory/schema/schema.ts';
import { FIREWALLS } from './firewalls/registry.ts';
import { SUPERVISORS } from './supervisors/registry.ts';

/** What the words of the inventory's schema stand for on hosts. */
export const hostSoftware: HostSoftware = {
  supervisors: SUPERVISORS.map(({ id }) => id),
  firewalls: FIREWALLS.map(({ id }) => id),
};

/** Programs that keep a host's clock right. */
export const CLOCK_DAEMONS = ['chronyd', 'systemd-timesyncd'];
