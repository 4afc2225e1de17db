import { section } from './row.ts';

export const brokersDiagnostics = section({
  title: 'Brokers and where they are',
  exit: 'inventory',
  rows: {
    MODE_BROKERS: {
      severity: 'error',
      message: '',
      meaning:
        'the brokers do not fit the mode: slaves in `masters`, none in `sync`, several brokers in `single`',
      remedy: 'change the mode or the brokers',
    },
    SLAVE_WITH_MASTER: {
      severity: 'error',
      softer: 'warning',
      message: '',
      meaning:
        'a slave beside its master: both are lost together. A warning where every host is this machine, which has no other place',
      remedy: 'put it on another host',
    },
    SLAVES_TOGETHER: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'two slaves of a broker on one host: both are lost together, so one is for nothing',
      remedy: 'another host, or one slave',
    },
    MASTERS_TOGETHER: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'all masters on one host: while it is down, nothing can be sent',
      remedy: 'spread the masters',
    },
    ONE_ZONE: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning:
        'every member of a broker is in one zone (`labels: { zone }`): every copy of its messages is lost with it',
      remedy: 'put a slave in another zone',
    },
    ONE_NAME_SERVER: {
      severity: 'warning',
      exit: 'ok',
      message: '',
      meaning: 'one name server: while its host is down, no client finds a broker',
      remedy: 'a second one on another host; they need not know of each other',
    },
    PROXY_UNSUPPORTED: {
      severity: 'error',
      message: '',
      meaning: 'a proxy of a release before 5.1.0',
      remedy: 'leave `proxy` out, or take a later release',
    },
    PORT_OF_ROOT: {
      severity: 'warning',
      exit: 'ok',
      message: '{name} needs port {port} for {purpose}, where only root may listen, and does not run as root',
      hint: 'choose a `port` from 1024 on, or `user: root`',
      meaning:
        "a port below 1024 of an instance that does not run as root: it may not listen there, unless the host's kernel has been told otherwise (`net.ipv4.ip_unprivileged_port_start`)",
      remedy: 'a port from 1024 on, or `user: root`',
    },
    PORT_CLASH: {
      severity: 'error',
      message: '{name} and {other} both need port {port} of {host} ({purposes})',
      hint: 'choose another `port`',
      meaning:
        'two instances of a host need one port; a broker also listens two below (fast remoting) and one above (replication)',
      remedy: 'keep brokers 5 apart',
    },
  },
});
