import { section } from './row.ts';

export const hostsDiagnostics = section({
  title: 'What the hosts are like',
  exit: 'step',
  rows: {
    JAVA_MISSING: {
      severity: 'error',
      message: '',
      meaning: 'no Java found',
      remedy: 'install one, or `java: { home }`',
    },
    JAVA_UNFIT: {
      severity: 'error',
      message: '',
      meaning: 'no Java on which this release, or this dashboard or console, can run',
      remedy: 'install another',
    },
    JAVA_BEYOND_UPSTREAM: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        "a Java newer than upstream's scripts start on; the options that rmqctl adds make the release work there",
      remedy: 'nothing; or `java: { home }` with an older one',
    },
    SUPERVISOR_UNFIT: {
      severity: 'error',
      message: '',
      meaning: 'the supervisor that the inventory asks for cannot run on the host',
      remedy: '`supervisor: auto`',
    },
    USER_UNFIT: {
      severity: 'error',
      message: '',
      meaning: 'the instances cannot run as `user` without root',
      remedy: '`ssh.become: true`, or leave `user` out',
    },
    OPEN_FILES_LOW: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        "`tuning: true` where no supervisor sets limits, and the login's hard limit of open files is below 65535; the start script raises its own only up to that limit",
      remedy: 'raise it in /etc/security/limits.d, and deploy again',
    },
    LEFT_OUT: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'what needs root is left out',
      remedy: '`ssh.become: true` where the user may sudo',
    },
    DOWNLOADER_MISSING: {
      severity: 'error',
      message: '',
      meaning:
        "`via: pull`, and the host has neither curl nor GNU wget (busybox's shows the URL to all who list processes, and is not used); nothing is changed anywhere",
      remedy: 'install curl, or `via: push`',
    },
    UNPACKER_MISSING: {
      severity: 'error',
      message: '',
      meaning: '`via: pull`, and the host cannot unpack the archive: a .zip without unzip',
      remedy: 'install it, name a .tar.gz, or `via: push`',
    },
    HOST_LEFT: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        'a host of the last deployment is no longer in the inventory: rmqctl does not contact it, and its processes keep running. Reported until a deployment has made the other hosts forget it',
      remedy:
        "`rmqctl status OLD_INVENTORY --limit HOST` says what runs there, `rmqctl destroy OLD_INVENTORY --limit HOST` takes it down. Without that inventory, the host's own `/var/lib/rmqctl/CLUSTER/manifest.json` lists all that was made there",
    },
    HOME_OCCUPIED: {
      severity: 'error',
      message: '',
      meaning: "the home exists and is not rmqctl's",
      remedy: 'move it away, or another `paths.home`',
    },
    STORE_FORMAT_CHANGE: {
      severity: 'error',
      exit: 'inventory',
      message: '',
      meaning:
        "a broker's store was made with other mappedFileSize* than the inventory gives: the broker would end without a word",
      remedy: 'give the size that the message names, or another `store`',
    },
    CLUSTER_OVERLAP: {
      severity: 'error',
      exit: 'inventory',
      message: '',
      meaning: 'paths, ports or aliases of another cluster on the host',
      remedy: 'its own paths, ports and `aliases` prefix',
    },
    MEMORY_ASSUMED: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: '`render` looks at no host, and supposed its memory',
      remedy: '`memory:` of the host',
    },
    HOST_ASSUMED: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: '`render` supposed Java, supervisor and root',
      remedy: '`java: { home }`, `supervisor:`',
    },
    UPLOAD_FAILED: {
      severity: 'error',
      message: '',
      meaning: 'a file could not be written on a host',
      remedy: 'room and rights there',
    },
  },
});
