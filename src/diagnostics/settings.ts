import { section } from './row.ts';

export const settingsDiagnostics = section({
  title: 'Paths, memory and settings',
  exit: 'inventory',
  rows: {
    PATH_RELATIVE: {
      severity: 'error',
      message: '',
      meaning: 'a path on the hosts that is not absolute',
      remedy: 'write it out',
    },
    PATH_INVALID: {
      severity: 'error',
      message: '',
      meaning: "`..`, or a character that RocketMQ's scripts, which do not quote, cannot take",
      remedy: 'letters, digits, `. _ - + @ /`',
    },
    PATH_OF_SYSTEM: {
      severity: 'error',
      message: '',
      meaning: 'a directory of the system: what rmqctl makes, it owns and may one day remove',
      remedy: 'a directory of its own',
    },
    PATH_NESTED: {
      severity: 'error',
      message: '',
      meaning:
        "home, store or logs inside another: a store in another's is cleaned and counted with it, in a commit log the broker does not start",
      remedy: 'a directory of its own for each',
    },
    HEAP_TOO_SMALL: {
      severity: 'error',
      message: '',
      meaning: 'less than 64m: `4m` where `4g` is meant',
      remedy: 'give a larger size',
    },
    HEAP_YOUNG: {
      severity: 'error',
      message: '',
      meaning: 'a young generation as large as the heap',
      remedy: 'at most half',
    },
    HEAP_OVER_MEMORY: {
      severity: 'error',
      softer: 'warning',
      message: '',
      meaning:
        "heap and direct memory of a host's instances exceed its memory. A warning where the host itself said how much it has, or where no size is the inventory's",
      remedy: 'smaller sizes, fewer instances',
    },
    HEAP_OVER_HALF: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'they take more than half: messages are served from the page cache, which gets the rest',
      remedy: 'smaller sizes',
    },
    JVM_OPTION: {
      severity: 'error',
      softer: 'warning',
      message: '',
      meaning: "not a JVM option; or (a warning) one that overrides the heap behind rmqctl's back",
      remedy: 'one option an item; `heap:` for sizes',
    },
    JVM_COLLECTOR: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        'a JVM option turns on another garbage collector beside G1, which the start scripts turn on: a JVM with two does not start',
      remedy: '`-XX:-UseG1GC` before it',
    },
    FIREWALL_CLIENTS: {
      severity: 'error',
      message: '',
      meaning: '`firewall.clients` has something that is no IPv4 network',
      remedy: 'write it as 10.20.0.0/16',
    },
    FIREWALL_RESTRICT: {
      severity: 'error',
      message: '',
      meaning:
        '`restrict` where nothing is opened, `clients` without it, or an address that is a name: firewall rules know no names',
      remedy: 'as the hint says',
    },
    SECRET_ON_COMMAND_LINE: {
      severity: 'error',
      message: '',
      meaning:
        'a JVM option takes a value from the environment: that may be a secret, and everybody on a host can read the command lines of its processes',
      remedy: 'write out what is no secret; give a secret as a property',
    },
    DISTRIBUTION_TWICE: {
      severity: 'error',
      message: '',
      meaning: '`archive` and `source`',
      remedy: 'remove one',
    },
    DISTRIBUTION_SUM: {
      severity: 'error',
      message: '',
      meaning: '`sha512` without an archive',
      remedy: 'add `archive:`',
    },
    ARCHIVE_NAME: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        "the archive's name has another version in it than `version` says; what is inside is looked at before it is deployed",
      remedy: 'correct the one that is wrong',
    },
    ARCHIVE_URL: {
      severity: 'error',
      message: '',
      meaning: 'a URL that is neither http nor https',
      remedy: 'one of these, or the path of a file',
    },
    ARCHIVE_UNCHECKED: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'a URL without `sha512`: whatever it gives is run on every host',
      remedy: 'add `sha512:`',
    },
    PULL_URL: {
      severity: 'error',
      message: '',
      meaning: '`via: pull`, and `archive` is no URL that hosts could download',
      remedy: '`archive: https://...`, or `via: push`',
    },
    PULL_SUM: {
      severity: 'error',
      message: '',
      meaning: '`via: pull` without `sha512`, which each host checks',
      remedy: 'add `sha512:`, which is published beside the archive',
    },
    ARCHIVE_KIND: {
      severity: 'error',
      message: '',
      meaning: 'an archive of a kind that cannot be unpacked',
      remedy: '.zip, .tar.gz or .tgz',
    },
  },
});
