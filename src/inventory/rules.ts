import type { Rule } from './rule.ts';
import { addresses } from './rules/addresses.ts';
import { firewallRestriction } from './rules/firewall.ts';
import { hostAddresses, sameLogin, sameMachine, unknownHosts, unusedHosts } from './rules/hosts.ts';
import { jvmOptionRules } from './rules/jvm-options.ts';
import { heapSizes, heapsFit } from './rules/memory.ts';
import { instanceNames, nameRules } from './rules/names.ts';
import { commonNesting, storeNesting } from './rules/nesting.ts';
import { pathShapes, systemPaths } from './rules/paths.ts';
import { portClashes, portRange, portsOfRoot } from './rules/ports.ts';
import { aliasPrefix, distribution, serviceUser } from './rules/settings.ts';
import { idleLogins, logins } from './rules/logins.ts';
import { knownRelease, vulnerabilities } from './rules/version.ts';

/** The rules of the keys that belong to no role; a role brings its own (inventory/role-expansion.ts). */
export const coreRules: readonly Rule[] = [
  nameRules,
  instanceNames,
  knownRelease,
  vulnerabilities,
  unknownHosts,
  unusedHosts,
  hostAddresses,
  sameMachine,
  sameLogin,
  addresses,
  logins,
  idleLogins,
  portRange,
  portsOfRoot,
  portClashes,
  pathShapes,
  systemPaths,
  commonNesting,
  storeNesting,
  heapSizes,
  heapsFit,
  jvmOptionRules,
  serviceUser,
  firewallRestriction,
  aliasPrefix,
  distribution,
];
