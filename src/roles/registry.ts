import { broker } from './broker/blueprint.ts';
import { consoleRole } from './console/blueprint.ts';
import { dashboard } from './dashboard/blueprint.ts';
import { namesrv } from './namesrv/blueprint.ts';
import { proxy } from './proxy/blueprint.ts';
import type { Role } from './role.ts';

/** Every role, in the order in which their instances are listed. A new role is one file and a line here. */
export const roles: readonly Role[] = [namesrv, broker, proxy, dashboard, consoleRole];
