import { section } from './row.ts';

export const connectionsDiagnostics = section({
  title: 'Hosts and logins',
  preface: 'These end a run with exit code 4, unless something else is said.',
  exit: 'connect',
  rows: {
    HOST_UNREACHABLE: {
      severity: 'error',
      message: '',
      meaning: 'no connection, or none in time',
      remedy: 'is the host up, the address right, the port open?',
    },
    LOGIN_REFUSED: {
      severity: 'error',
      message: '',
      meaning: 'no key or agent was accepted',
      remedy: '`ssh.user`, `ssh.identity`; try `ssh` itself',
    },
    IDENTITY_UNREADABLE: {
      severity: 'error',
      message: '',
      meaning: 'a private key cannot be used',
      remedy: 'correct `ssh.identity`, or leave it out',
    },
    HOST_KEY_UNKNOWN: {
      severity: 'error',
      message: '',
      meaning: 'the host is not in known_hosts',
      remedy: 'compare its key and add it, or `--accept-new` once',
    },
    HOST_KEY_CHANGED: {
      severity: 'error',
      message: '',
      meaning: 'the host shows another key than before',
      remedy: 'find out why before you remove the old key',
    },
    HOST_KEY_REVOKED: {
      severity: 'error',
      message: '',
      meaning: 'the key is marked as revoked',
      remedy: 'give the host a new key',
    },
    HOST_CERTIFICATE_INVALID: {
      severity: 'error',
      message: '',
      meaning:
        "the host's certificate has an authority that known_hosts believes, and is out of date, for another name, or not of a host",
      remedy: "have the authority sign the host's key anew",
    },
    HOST_KEY_NEW: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning:
        '`trust` has seen a key that is not in the file; a warning where it takes the place of another',
      remedy: 'compare its fingerprint with what the host shows',
    },
    HOST_KEYS_WRITTEN: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: '`trust` has written keys',
      remedy: 'review and commit the file',
    },
    HOST_KEYS_KNOWN: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: '`trust` has nothing to do',
      remedy: '',
    },
    KNOWN_HOSTS_UNREADABLE: {
      severity: 'error',
      message: '',
      meaning: 'known_hosts cannot be read',
      remedy: 'make it readable, or name another file',
    },
    KNOWN_HOSTS_UNWRITABLE: {
      severity: 'error',
      message: '',
      meaning: 'a new key cannot be kept',
      remedy: 'make it writable',
    },
    SSH_CONFIG_UNREADABLE: {
      severity: 'error',
      message: '',
      meaning: '~/.ssh/config cannot be read',
      remedy: 'make it readable',
    },
    SSH_CONFIG_INVALID: {
      severity: 'error',
      message: '',
      meaning: '~/.ssh/config says something that cannot be',
      remedy: 'correct it there',
    },
    FORWARDING_REFUSED: {
      severity: 'error',
      message: '',
      meaning: 'the host forbids forwarding, which jumps and checks need',
      remedy: 'AllowTcpForwarding in its sshd_config',
    },
    DIAL_FAILED: {
      severity: 'error',
      message: '',
      meaning: 'a port behind a host cannot be reached',
      remedy: 'is what listens there up, the firewall open?',
    },
    SESSION_REFUSED: {
      severity: 'error',
      message: '',
      meaning: 'sshd refused to run a command',
      remedy: 'MaxSessions, the login shell, a forced command',
    },
    CONNECTION_LOST: {
      severity: 'error',
      message: '',
      meaning: 'the connection broke',
      remedy: 'run again: it goes on from what is there',
    },
    BECOME_FAILED: {
      severity: 'error',
      message: '',
      meaning: 'sudo did not make rmqctl root',
      remedy: '`--ask-become-pass`, or NOPASSWD',
    },
    EXEC_FAILED: {
      severity: 'error',
      message: '',
      meaning: 'no shell on this machine',
      remedy: 'see the message',
    },
    OUTPUT_TOO_LARGE: {
      severity: 'error',
      message: '',
      meaning: 'a command printed more than can be kept',
      remedy: 'ask for less',
    },
    INCOMPLETE_ANSWER: {
      severity: 'error',
      message: '',
      meaning:
        'a script on a host ended early; where nothing of it ran (exit code 4), the login works and its shell does not: nologin, a ForceCommand, no sh',
      remedy: 'see what it printed; another login user',
    },
    CONNECTION: {
      severity: 'note',
      exit: 'ok',
      message: '',
      meaning: 'what went on while connecting',
      remedy: 'nothing',
    },
    LOCKED: {
      severity: 'error',
      exit: 'locked',
      message: '',
      meaning: 'another run works on the host',
      remedy: 'wait; a lock whose run is gone is taken over',
    },
    LOCK_FAILED: {
      severity: 'error',
      exit: 'step',
      message: '',
      meaning: 'the lock could not be taken',
      remedy: 'see the message',
    },
  },
});
