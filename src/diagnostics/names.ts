import { section } from './row.ts';

export const namesDiagnostics = section({
  title: 'Names, hosts and addresses',
  exit: 'inventory',
  rows: {
    NAME_INVALID: {
      severity: 'error',
      message: '',
      meaning: 'a name that would not survive a shell, a file name or a unit name',
      remedy: 'letters, digits, `-`, `_`, `.`',
    },
    NAME_TOO_LONG: {
      severity: 'error',
      message: '',
      meaning: 'unit names are made of up to three names, and have 255 bytes',
      remedy: 'at most 60 characters',
    },
    INSTANCE_TWICE: {
      severity: 'error',
      message: '',
      meaning: "two instances of one name: a host listed twice, a broker called like another's slave",
      remedy: 'remove or rename one',
    },
    UNKNOWN_HOST: {
      severity: 'error',
      message: '',
      meaning: 'an instance on a host that `hosts` does not have',
      remedy: 'correct the name, or add the host',
    },
    UNUSED_HOST: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'a host on which nothing runs: it is not touched',
      remedy: 'put an instance there, or remove it',
    },
    HOST_ADDRESS: {
      severity: 'error',
      message: '',
      meaning: 'a host without address',
      remedy: 'add `address:`',
    },
    LOCAL_ADDRESS: {
      severity: 'error',
      message: '',
      meaning: 'this machine among others: they need an address to reach it',
      remedy: '`{ address: 10.0.0.9, local: true }`',
    },
    DUPLICATE_ADDRESS: {
      severity: 'error',
      message: '',
      meaning: 'two hosts with one address: they would share ports and files unawares',
      remedy: 'correct it, or use one host',
    },
    DUPLICATE_LOGIN: {
      severity: 'error',
      message: '',
      meaning: 'two hosts are logged in to at the same place',
      remedy: 'correct `ssh.host` or `ssh.port`',
    },
    ADDRESS_INVALID: {
      severity: 'error',
      message: '',
      meaning: 'neither an IPv4 address nor a host name',
      remedy: 'four numbers, or a name, without a port',
    },
    ADDRESS_IPV6: {
      severity: 'error',
      message: '',
      meaning: 'an IPv6 address: older versions split an address at its first colon',
      remedy: 'an IPv4 address or a name',
    },
    ADDRESS_LOOPBACK: {
      severity: 'error',
      message: '',
      meaning: '`127.0.0.1` or `localhost` in a cluster of several hosts: each would dial itself',
      remedy: 'the address that the others reach',
    },
    ALIAS_PREFIX: {
      severity: 'error',
      message: '',
      meaning: '`aliases` cannot begin a host name',
      remedy: 'letters, digits and `-`; or `false`',
    },
    SSH_LOGIN: {
      severity: 'error',
      message: '',
      meaning: 'a login with a blank, or one that ssh would take for an option',
      remedy: 'one word',
    },
    SSH_UNUSED: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        'a key of `ssh` of a host that is `local`: there is no login to this machine (`become` counts there, too)',
      remedy: 'remove it, or `local: true`',
    },
    JUMP_INVALID: {
      severity: 'error',
      message: '',
      meaning: '`ssh.jump` cannot be read',
      remedy: '`[user@]host[:port]`, several separated by commas',
    },
    USER_INVALID: {
      severity: 'error',
      message: '',
      meaning: '`user` is not a user name',
      remedy: 'lower-case letters, digits, `_`, `-`',
    },
  },
});
