import { broker } from './broker.ts';
import { consoleRole } from './console.ts';
import { dashboard } from './dashboard.ts';
import { namesrv } from './namesrv.ts';
import { proxy } from './proxy.ts';
import type { Role } from './role.ts';

/** Every role, in the order in which their instances are listed. A new role is one file and a line here. */
export const roles: readonly Role[] = [namesrv, broker, proxy, dashboard, consoleRole];
