import { section } from './row.ts';

export const settingsDiagnostics = section({
  title: 'Paths, memory and settings',
  exit: 'inventory',
  rows: {
    PATH_RELATIVE: {
      severity: 'error',
      message: '{path} is not an absolute path',
      meaning: 'a relative path on the hosts',
      remedy: 'use an absolute path',
    },
    PATH_INVALID: {
      severity: 'error',
      message: 'invalid path {path}: {fault}',
      meaning:
        "a path with `.` or `..`, with a character that RocketMQ's scripts cannot quote, or to a program instead of a directory",
      remedy: 'use letters, digits and `. _ - + @ /`',
    },
    PATH_OF_SYSTEM: {
      severity: 'error',
      message: '{path} is a system directory ({system})',
      hint: 'use a dedicated directory, such as /usr/local/rocketmq',
      meaning: 'a system directory: rmqctl owns the directories it creates and may remove them',
      remedy: 'use a dedicated directory',
    },
    PATH_NESTED: {
      severity: 'error',
      message: '{inner} ({innerPath}) {relation} {outer} ({outerPath})',
      hint: 'use a separate directory for each',
      meaning:
        'home, store or logs inside one another: a nested store is cleaned and counted with the outer one, and a broker does not start with a store inside a commit log',
      remedy: 'use a separate directory for each',
    },
    HEAP_TOO_SMALL: {
      severity: 'error',
      message: 'a heap of {size} is too small to start',
      hint: 'use at least {least}; did you mean {meant}?',
      meaning: 'a heap below 64m, often `4m` instead of `4g`',
      remedy: 'use a larger size',
    },
    HEAP_YOUNG: {
      severity: 'error',
      message: 'the young generation ({young}) does not fit into the heap ({size})',
      hint: 'use at most half of the heap: {half}',
      meaning: 'a young generation as large as the heap',
      remedy: 'use at most half of the heap',
    },
    HEAP_OVER_MEMORY: {
      severity: 'error',
      softer: 'warning',
      message: 'heap and direct memory on {host} need {sum}, but it has {memory} ({parts})',
      hint: 'use smaller sizes, or fewer instances per host',
      meaning:
        "heap and direct memory of a host's instances exceed its memory; a warning if the host itself reported its memory, or if the inventory gives no size",
      remedy: 'use smaller sizes, or fewer instances per host',
    },
    HEAP_OVER_HALF: {
      severity: 'warning',
      exit: 'ok',
      message: 'heap and direct memory on {host} need {sum}, more than half of its {memory} ({parts})',
      hint: 'use smaller sizes: RocketMQ serves messages from the page cache, which gets the rest',
      meaning:
        'more than half of the memory: RocketMQ serves messages from the page cache, which gets the rest',
      remedy: 'use smaller sizes',
    },
    JVM_OPTION: {
      severity: 'error',
      message: 'invalid JVM option {option}: {fault}',
      meaning:
        'an option that does not start with `-`, or contains whitespace or characters other than ASCII',
      remedy: 'one option per list item',
    },
    JVM_OPTION_OVERRIDES_HEAP: {
      severity: 'warning',
      exit: 'ok',
      message: '{option} overrides the heap that rmqctl computes for the host',
      hint: 'use `heap: {literal}`',
      meaning: 'a JVM option that sets a size behind `heap`',
      remedy: 'use `heap:`',
    },
    JVM_COLLECTOR: {
      severity: 'warning',
      exit: 'ok',
      message: 'the JVM does not start with {option}: the start scripts already select G1',
      hint: 'put {without} before it',
      meaning: 'a JVM option that selects another garbage collector than G1',
      remedy: 'put `-XX:-UseG1GC` before it',
    },
    FIREWALL_CLIENTS: {
      severity: 'error',
      message: '{client} is not an IPv4 network',
      hint: 'write a network as 10.20.0.0/16, and a single machine as its address',
      meaning: '`firewall.clients` has a value that is not an IPv4 network',
      remedy: 'write it as 10.20.0.0/16',
    },
    FIREWALL_RESTRICT: {
      severity: 'error',
      message: 'cannot apply `firewall.{key}`: {why}',
      meaning:
        '`restrict` where rmqctl opens no ports, `clients` without `restrict`, or an address that is a name: firewall rules need numbers',
      remedy: 'follow the hint',
    },
    SECRET_ON_COMMAND_LINE: {
      severity: 'error',
      message:
        'a JVM option takes its value from the environment: every user of the host can read command lines',
      hint: 'write the value if it is not secret; pass a secret as a property',
      meaning: 'a JVM option with `${NAME}`, which may be a secret',
      remedy: 'write the value if it is not secret; pass a secret as a property',
    },
    DISTRIBUTION_TWICE: {
      severity: 'error',
      message: '`archive` and `source` are both set',
      hint: 'remove one of them',
      meaning: 'two sources of the release',
      remedy: 'remove one of them',
    },
    DISTRIBUTION_SUM: {
      severity: 'error',
      message: '`sha512` is set without `archive`',
      hint: 'add `archive:`',
      meaning: '`sha512` without an archive',
      remedy: 'add `archive:`',
    },
    ARCHIVE_NAME: {
      severity: 'warning',
      exit: 'ok',
      message: 'the archive is named {named}, but `version` is {version}',
      hint: 'correct the one that is wrong',
      meaning:
        "the archive's name has another version than `version`; rmqctl checks its content before it deploys",
      remedy: 'correct the one that is wrong',
    },
    ARCHIVE_URL: {
      severity: 'error',
      message: 'rmqctl cannot download {archive}',
      hint: 'use an http or https URL, or the path of a file',
      meaning: 'a URL that is neither http nor https',
      remedy: 'use an http or https URL, or the path of a file',
    },
    ARCHIVE_UNCHECKED: {
      severity: 'warning',
      exit: 'ok',
      message: 'the archive at the URL is not checked: every host runs whatever it contains',
      hint: 'add `sha512:`',
      meaning: 'a URL without `sha512`',
      remedy: 'add `sha512:`',
    },
    PULL_URL: {
      severity: 'error',
      message: '`via: pull` needs a URL that the hosts can download',
      hint: 'use `archive: https://...`, or `via: push`',
      meaning: '`via: pull` without a URL in `archive`',
      remedy: 'use `archive: https://...`, or `via: push`',
    },
    PULL_SUM: {
      severity: 'error',
      message: '`via: pull` needs `sha512`, which each host checks',
      hint: 'add `sha512:`, which is published beside the archive',
      meaning: '`via: pull` without `sha512`',
      remedy: 'add `sha512:`, which is published beside the archive',
    },
    ARCHIVE_KIND: {
      severity: 'error',
      message: 'rmqctl cannot unpack {archive}',
      hint: 'use a .zip, .tar.gz or .tgz file',
      meaning: 'an archive in an unknown format',
      remedy: 'use .zip, .tar.gz or .tgz',
    },
  },
});
