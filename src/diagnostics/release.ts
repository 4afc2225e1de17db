import { section } from './row.ts';

export const releaseDiagnostics = section({
  title: 'The release',
  exit: 'inventory',
  rows: {
    VERSION_INVALID: {
      severity: 'error',
      message: '',
      meaning: 'not the number of a release',
      remedy: 'such as 4.9.4, without a `v`',
    },
    VERSION_UNKNOWN: {
      severity: 'error',
      message: '',
      meaning: 'a release that rmqctl does not know',
      remedy: 'one of the listed ones',
    },
    VERSION_VULNERABLE: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        'a published vulnerability of this very version, reached without a password through a port that has to be open. It is deployed as asked',
      remedy: 'the release that the hint names (4.9.8 for 4.x), or let only trusted machines reach the ports',
    },
  },
});
