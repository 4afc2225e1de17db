import { beforeAll, describe, expect, test } from 'vitest';
import { renderedExample } from '../sample/examples.ts';

/** Every value of the two published guides, as their inventories render it; what they have wrong is corrected. */

let guide: Awaited<ReturnType<typeof renderedExample>>;

describe('guide A: RocketMQ 4.9.4, two machines, two masters, two slaves, synchronous', () => {
  beforeAll(async () => {
    guide = await renderedExample('guide_4.9.4_sync');
  });

  const HOME = 'usr/local/rocketmq-all-4.9.4-bin-release';
  const config = (host: string, name: string): string => `${host}/${HOME}/conf/2m-2s-sync/${name}.properties`;
  /** node1 is .146, node2 .145 */
  const FILES: readonly [host: string, name: string, own: Record<string, string>][] = [
    [
      'node1',
      'broker-a',
      {
        brokerName: 'broker-a',
        brokerId: '0',
        listenPort: '10911',
        brokerRole: 'SYNC_MASTER',
        flushDiskType: 'SYNC_FLUSH',
        brokerIP1: '192.168.47.146',
      },
    ],
    [
      'node1',
      'broker-b-s',
      {
        brokerName: 'broker-b',
        brokerId: '1',
        listenPort: '11011',
        brokerRole: 'SLAVE',
        flushDiskType: 'ASYNC_FLUSH',
        brokerIP1: '192.168.47.146',
      },
    ],
    [
      'node2',
      'broker-b',
      {
        brokerName: 'broker-b',
        brokerId: '0',
        listenPort: '10911',
        brokerRole: 'SYNC_MASTER',
        flushDiskType: 'SYNC_FLUSH',
        brokerIP1: '192.168.47.145',
      },
    ],
    [
      'node2',
      'broker-a-s',
      {
        brokerName: 'broker-a',
        brokerId: '1',
        listenPort: '11011',
        brokerRole: 'SLAVE',
        flushDiskType: 'ASYNC_FLUSH',
        brokerIP1: '192.168.47.145',
      },
    ],
  ];
  const COMMON = {
    brokerClusterName: 'rocketmq-cluster',
    namesrvAddr: 'rocketmq-nameserver1:9876;rocketmq-nameserver2:9876',
    defaultTopicQueueNums: '4',
    autoCreateTopicEnable: 'true',
    autoCreateSubscriptionGroup: 'true',
    maxMessageSize: '65536',
  };
  const OF_BROKER_A = { deleteWhen: '04', fileReservedTime: '120', mappedFileSizeCommitLog: '1073741824' };

  describe.each(FILES)('%s %s.properties', (host, name, own) => {
    const store = `/usr/local/rocketmq/store/${name}`;
    const expected = {
      ...COMMON,
      ...own,
      ...(name === 'broker-a' ? OF_BROKER_A : {}),
      storePathRootDir: store,
      storePathCommitLog: `${store}/commitlog`,
      brokerIP2: own['brokerIP1'],
    };
    test.each(Object.entries(expected))('%s=%s', (key, value) => {
      expect(guide.properties(config(host, name))[key]).toBe(value);
    });

    test('nothing else: no dead key, none that the guide misspells', () => {
      expect(Object.keys(guide.properties(config(host, name))).sort()).toEqual(Object.keys(expected).sort());
    });

    test('a store of its own, made and owned, none inside another', () => {
      const own4 = [store, `${store}/commitlog`, `${store}/consumequeue`, `${store}/index`];
      expect(guide.madeDirectories(host)).toEqual(expect.arrayContaining(own4));
      const roots = FILES.filter(([on]) => on === host).map(
        ([, other]) => `/usr/local/rocketmq/store/${other}/`,
      );
      expect(roots.filter((root) => `${store}/`.startsWith(root))).toEqual([`${store}/`]);
    });

    test('a log directory and a unit of its own', () => {
      expect(guide.madeDirectories(host)).toContain(`/var/log/rocketmq/${name}`);
      expect(guide.lines(`${host}/etc/systemd/system/rocketmq-cluster-${name}.service`)).toEqual(
        expect.arrayContaining(['User=rocketmq', `ExecStart=/bin/sh /${HOME}/bin/start-${name}.sh`]),
      );
      expect(guide.text(`${host}/${HOME}/bin/start-${name}.sh`)).toContain(
        `-Duser.home=/var/log/rocketmq/${name}`,
      );
    });
  });

  test.each(['node1', 'node2'])('/etc/hosts of %s knows every alias', (host) => {
    const [begin, ...rest] = guide.lines(`${host}/etc/hosts`);
    expect([begin, rest.pop()]).toEqual(['# BEGIN rmqctl rocketmq-cluster', '# END rmqctl rocketmq-cluster']);
    expect(rest.sort()).toEqual([
      '192.168.47.145 rocketmq-master2',
      '192.168.47.145 rocketmq-nameserver2',
      '192.168.47.145 rocketmq-slave1',
      '192.168.47.146 rocketmq-master1',
      '192.168.47.146 rocketmq-nameserver1',
      '192.168.47.146 rocketmq-slave2',
    ]);
    expect(guide.commands(host)).not.toMatch(/restart network|service network|systemctl restart/);
  });

  test.each(['node1', 'node2'])(
    'the firewall of %s opens every derived port, for good, with one reload',
    (host) => {
      expect(guide.openedPorts(host)).toEqual([9876, 10909, 10911, 10912, 11009, 11011, 11012]);
      const commands = guide.commands(host);
      expect(commands.match(/firewall-cmd --permanent/g)).toHaveLength(1);
      expect(commands.match(/firewall-cmd --reload/g)).toHaveLength(1);
      expect(commands).not.toContain('--remove-port');
    },
  );

  test.each(['node1', 'node2'])('login shells of %s have JAVA_HOME, ROCKETMQ_HOME and PATH', (host) => {
    expect(guide.lines(`${host}/etc/profile.d/rocketmq.sh`)).toEqual(
      expect.arrayContaining([`ROCKETMQ_HOME=/${HOME}`, 'export JAVA_HOME ROCKETMQ_HOME PATH']),
    );
  });

  test.each([
    ['node1', ['namesrv-node1', 'broker-a', 'broker-b-s']],
    ['node2', ['namesrv-node2', 'broker-b', 'broker-a-s']],
  ])('%s starts its name server, its master, its slave, in this order', (host, instances) => {
    expect(guide.startedUnits(host)).toEqual(instances.map((name) => `rocketmq-cluster-${name}`));
  });

  test('every name server listens on 9876 and keeps its state apart', () => {
    for (const host of ['node1', 'node2']) {
      expect(guide.properties(`${host}/${HOME}/conf/namesrv-${host}.properties`)).toEqual({
        listenPort: '9876',
        kvConfigPath: `/var/log/rocketmq/namesrv-${host}/kvConfig.json`,
      });
    }
  });

  test('heaps are sized for the host, and what was assumed of it is said', () => {
    expect(guide.text(`node1/${HOME}/bin/runbroker.sh`)).toMatch(/^heap='-Xms1g -Xmx1g /m);
    expect(guide.text(`node1/${HOME}/bin/runserver.sh`)).toMatch(/^heap='-Xms512m -Xmx512m /m);
    expect(guide.out).toContain('note MEMORY_ASSUMED node1, node2: 8 GiB of memory assumed');
  });

  test('both vulnerabilities of 4.9.4 are told, with the version that has none', () => {
    for (const cve of ['CVE-2023-33246', 'CVE-2023-37582']) expect(guide.out).toContain(cve);
    expect(guide.out).toContain('4.9.8');
  });
});

describe('guide B: alibaba-rocketmq 3.2.6, two masters', () => {
  beforeAll(async () => {
    guide = await renderedExample('guide_3.2.6_two_masters');
  });

  const HOME = 'software/alibaba-rocketmq';
  const MACHINES = [
    ['node1', 'broker-a', '192.168.100.145'],
    ['node2', 'broker-b', '192.168.100.146'],
  ] as const;

  describe.each(MACHINES)('%s %s.properties', (host, name, address) => {
    const store = `/software/rocketmq/store/${name}`;
    const expected = {
      brokerClusterName: 'rocketmq-cluster',
      brokerName: name,
      brokerId: '0',
      brokerRole: 'ASYNC_MASTER',
      listenPort: '10911',
      brokerIP1: address,
      brokerIP2: address,
      namesrvAddr: 'rocketmq-nameserver1:9876;rocketmq-nameserver2:9876',
      storePathRootDir: store,
      storePathCommitLog: `${store}/commitlog`,
      flushDiskType: 'ASYNC_FLUSH',
    };
    test.each(Object.entries(expected))('%s=%s', (key, value) => {
      expect(guide.properties(`${host}/${HOME}/conf/2m-noslave/${name}.properties`)[key]).toBe(value);
    });
    test('nothing else', () => {
      const found = Object.keys(guide.properties(`${host}/${HOME}/conf/2m-noslave/${name}.properties`));
      expect(found.sort()).toEqual(Object.keys(expected).sort());
    });

    test('the store with commitlog, consumequeue and index', () => {
      const parts = [store, `${store}/commitlog`, `${store}/consumequeue`, `${store}/index`];
      expect(guide.madeDirectories(host)).toEqual(expect.arrayContaining(parts));
    });

    test('heap 1g, young generation 512m, for the broker and the name server', () => {
      for (const script of ['runbroker.sh', 'runserver.sh'])
        expect(guide.text(`${host}/${HOME}/bin/${script}`)).toMatch(/^heap='-Xms1g -Xmx1g -Xmn512m /m);
    });

    test('logs where they should be, not in the home of the user', () => {
      const start = guide.text(`${host}/${HOME}/bin/start-${name}.sh`);
      expect(start).toContain(`'-Duser.home=/software/rocketmq/logs/${name}'`);
      expect(start).toContain('com.alibaba.rocketmq.broker.BrokerStartup');
    });

    test('the firewall: no port 10909, which 3.2.6 does not have', () => {
      expect(guide.openedPorts(host)).toEqual([9876, 10911, 10912]);
    });

    test('the machines resolve each other', () => {
      expect(guide.lines(`${host}/etc/hosts`)).toEqual(
        expect.arrayContaining(['192.168.100.145 rocketmq-master1', '192.168.100.146 rocketmq-master2']),
      );
    });
  });
});
