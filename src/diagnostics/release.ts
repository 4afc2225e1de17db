import { section } from './row.ts';

export const releaseDiagnostics = section({
  title: 'The release',
  exit: 'inventory',
  rows: {
    VERSION_INVALID: {
      severity: 'error',
      message: 'invalid version {version}',
      hint: 'use a release number such as 4.9.4',
      meaning: 'not a release number',
      remedy: 'such as 4.9.4, without a `v`',
    },
    VERSION_UNKNOWN: {
      severity: 'error',
      message: 'RocketMQ {version} is not a release that rmqctl knows',
      meaning: 'an unknown release',
      remedy: 'use one of the listed releases',
    },
    VERSION_VULNERABLE: {
      severity: 'warning',
      exit: 'ok',
      message: 'RocketMQ {version} has {id}: {effect}',
      hint: 'upgrade to {newest} (fixed in {fixedIn}), or let only trusted machines reach the ports',
      meaning:
        'a published vulnerability of this version that is reachable without a password through a port that has to be open; rmqctl deploys it as asked',
      remedy:
        'use the release that the hint names (4.9.8 for 4.x), or let only trusted machines reach the ports',
    },
  },
});
