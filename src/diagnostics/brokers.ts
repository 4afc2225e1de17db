import { section } from './row.ts';

export const brokersDiagnostics = section({
  title: 'Brokers and where they are',
  exit: 'inventory',
  rows: {
    MODE_BROKERS: {
      severity: 'error',
      message: 'mode {mode} does not fit {broker}: {fault}',
      meaning:
        'the brokers do not fit the mode: slaves in `masters`, none in `sync`, several brokers in `single`',
      remedy: 'change the mode or the brokers',
    },
    SLAVE_WITH_MASTER: {
      severity: 'error',
      softer: 'warning',
      message: 'the slave of {broker} is on {host}, like its master: both would be lost together',
      hint: 'put it on another host',
      meaning:
        'a slave on the host of its master; a warning if every host is this machine, which has no other place',
      remedy: 'put it on another host',
    },
    SLAVES_TOGETHER: {
      severity: 'warning',
      exit: 'ok',
      message: '{broker} already has a slave on {host}: both would be lost together',
      hint: 'put it on another host, or remove it',
      meaning: 'two slaves of a broker on one host',
      remedy: 'put one on another host, or remove it',
    },
    MASTERS_TOGETHER: {
      severity: 'warning',
      exit: 'ok',
      message: 'all {count} masters are on {host}: while it is down, nothing can be sent',
      hint: 'put the first host of each broker elsewhere',
      meaning: 'all masters on one host',
      remedy: 'spread the masters',
    },
    ONE_ZONE: {
      severity: 'warning',
      exit: 'ok',
      message: 'every member of {broker} is in zone {zone}',
      hint: 'put a slave in another zone (`labels: {literal}` of the hosts)',
      meaning:
        'every member of a broker is in one zone (`labels: { zone }`): every copy of its messages would be lost with it',
      remedy: 'put a slave in another zone',
    },
    ONE_NAME_SERVER: {
      severity: 'warning',
      exit: 'ok',
      message: 'only one name server: while its host is down, no client finds a broker',
      hint: 'add one on another host; name servers need no connection to each other',
      meaning: 'one name server in a cluster of several hosts',
      remedy: 'add one on another host; name servers need no connection to each other',
    },
    PROXY_UNSUPPORTED: {
      severity: 'error',
      message: 'RocketMQ {version} has no proxy that rmqctl can run: it needs {since} or newer',
      hint: 'remove `proxy`: clients of 4.x connect to name servers and brokers directly',
      meaning: 'a proxy with a release before 5.1.0',
      remedy: 'remove `proxy`, or use a newer release',
    },
    PORT_OF_ROOT: {
      severity: 'warning',
      exit: 'ok',
      message: '{name} needs port {port} for {purpose}, where only root may listen, and does not run as root',
      hint: 'choose a `port` from 1024 on, or `user: root`',
      meaning:
        'a port below 1024 of an instance that does not run as root; the kernel of the host may allow it (`net.ipv4.ip_unprivileged_port_start`)',
      remedy: 'use a port from 1024 on, or `user: root`',
    },
    PORT_CLASH: {
      severity: 'error',
      message: '{name} and {other} both need port {port} of {host} ({purposes})',
      hint: 'choose another `port`',
      meaning:
        'two instances of a host need the same port; a broker also listens two ports below (fast remoting) and one above (replication)',
      remedy: 'keep brokers 5 ports apart',
    },
  },
});
