import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { rmqctl } from '../sample/world.ts';
import { EXAMPLES, exampleFile, render, renderedExample } from '../sample/examples.ts';

/** What each example of inventories/ is there to show. Three of them are kept whole beside this file; both guides have a page of their own. */
const SHELLS = ['/bin/dash', '/bin/bash'].filter((shell) => existsSync(shell));

type Example = Awaited<ReturnType<typeof renderedExample>>;
const examples = new Map<string, Example>();
const example = (name: string): Example => examples.get(name)!;

beforeAll(async () => {
  for (const name of EXAMPLES) examples.set(name, await renderedExample(name));
});

/** What is made from a secret is its owner's alone. */
function modeOf(path: string, text: string): string {
  if (path.endsWith('/manifest.json') || text.includes('of-nobody')) return '600';
  if (/\/bin\/start-/.test(path) && text.includes('umask 077')) return '700';
  return /\/bin\/|commands/.test(path) ? '755' : '644';
}

describe.each(EXAMPLES)('%s', (name) => {
  test('is rendered without a complaint, the same bytes each time', async () => {
    const { code, err, files } = await render(exampleFile(name));
    expect([code, err]).toEqual([0, '']);
    expect([...files.keys()]).toEqual(example(name).paths);
    for (const [path, text] of files) expect(example(name).text(path), path).toBe(text);
  });

  test('scripts may be run, secrets are read by their owner, everything else by all', () => {
    const { modes, paths } = example(name);
    for (const path of paths)
      expect([path, modes.get(path)]).toEqual([path, modeOf(path, example(name).text(path))]);
  });

  test.each(SHELLS)('its scripts are read by %s', (shell) => {
    const scripts = new Set(
      example(name)
        .paths.filter((path) => path.endsWith('.sh'))
        .map((path) => example(name).text(path)),
    );
    expect(scripts.size).toBeGreaterThan(4);
    for (const input of scripts) {
      const { status, stderr } = spawnSync(shell, ['-n'], { input, encoding: 'utf8' });
      expect([status, stderr], input.slice(0, 200)).toEqual([0, '']);
    }
  });

  test('names its version, cluster and mode on top of the commands of every host', () => {
    const inventory = readFileSync(exampleFile(name), 'utf8');
    const key = (of: string): string => new RegExp(`^${of}: *(\\S+)`, 'm').exec(inventory)![1]!;
    const head = `RocketMQ ${key('version')}, cluster ${key('cluster')}, mode ${key('mode')}.`;
    for (const host of example(name).hosts)
      expect(example(name).lines(`${host}/commands.sh`)[1]).toContain(head);
  });
});

test('there is an example of every mode, of both guides and of a laptop', () => {
  const heads = EXAMPLES.map((name) => example(name).lines(`${example(name).hosts[0]}/commands.sh`)[1]);
  for (const mode of ['single', 'masters', 'async', 'sync'])
    expect(heads.some((head) => head!.endsWith(`, mode ${mode}.`))).toBe(true);
  expect(EXAMPLES).toEqual(expect.arrayContaining(['guide_4.9.4_sync', 'guide_3.2.6_two_masters', 'laptop']));
});

/** Where the releases of the examples lie. */
const home = (version: string): string => `usr/local/rocketmq-all-${version}-bin-release`;

/** All that stands in a broker's file, for examples that set nothing but what is named here. */
function brokerProperties(name: string, own: Record<string, string>): Record<string, string> {
  return {
    brokerClusterName: 'rocketmq-cluster',
    brokerName: name.replace(/-s$/, ''),
    brokerId: name.endsWith('-s') ? '1' : '0',
    listenPort: name.endsWith('-s') ? '11011' : '10911',
    brokerIP2: own['brokerIP1']!,
    namesrvAddr: 'rocketmq-nameserver1:9876;rocketmq-nameserver2:9876',
    storePathRootDir: `/usr/local/rocketmq/store/${name}`,
    storePathCommitLog: `/usr/local/rocketmq/store/${name}/commitlog`,
    ...own,
  };
}

describe('a single master', () => {
  const file = `node1/${home('4.9.8')}/conf/2m-noslave/broker-a.properties`;
  test('is a name server and a broker on one host, and all that its file says', () => {
    expect(example('single_master').hosts).toEqual(['node1']);
    expect(example('single_master').startedUnits('node1')).toEqual([
      'rocketmq-cluster-namesrv-node1',
      'rocketmq-cluster-broker-a',
    ]);
    expect(example('single_master').properties(file)).toEqual(
      brokerProperties('broker-a', {
        brokerRole: 'ASYNC_MASTER',
        brokerIP1: '192.168.47.146',
        flushDiskType: 'ASYNC_FLUSH',
        namesrvAddr: 'rocketmq-nameserver1:9876',
      }),
    );
  });

  test('has two aliases and four ports, one of which no slave will ever dial', () => {
    expect(example('single_master').lines('node1/etc/hosts').slice(1, -1)).toEqual([
      '192.168.47.146 rocketmq-nameserver1',
      '192.168.47.146 rocketmq-master1',
    ]);
    expect(example('single_master').openedPorts('node1')).toEqual([9876, 10909, 10911, 10912]);
  });

  test('waits for no other host', () => {
    expect(example('single_master').commands('node1')).not.toContain('go_on');
    expect(example('two_masters').commands('node1')).toContain(
      "go_on 'when all name servers of the cluster are ready: masters'",
    );
  });
});

describe('two masters', () => {
  test.each([
    ['node1', 'broker-a', '192.168.47.146'],
    ['node2', 'broker-b', '192.168.47.145'],
  ])('%s runs %s, which writes to disk before it acknowledges', (host, name, brokerIP1) => {
    const file = `${host}/${home('4.9.8')}/conf/2m-noslave/${name}.properties`;
    const own = { brokerRole: 'ASYNC_MASTER', brokerIP1, flushDiskType: 'SYNC_FLUSH' };
    expect(example('two_masters').properties(file)).toEqual(brokerProperties(name, own));
    expect(example('two_masters').openedPorts(host)).toEqual([9876, 10909, 10911, 10912]);
  });

  test.each([
    ['node1', 'broker-a'],
    ['node2', 'broker-b'],
  ])('%s is done when %s is registered with both name servers', (host, name) => {
    const log = `/var/log/rocketmq/${name}/logs/rocketmqlogs/broker.log`;
    const awaited = example('two_masters')
      .lines(`${host}/commands.sh`)
      .filter((line) => line.startsWith(`await ${log}`));
    expect(awaited).toEqual(
      [1, 2].map(
        (number) =>
          `await ${log} 'register broker\\[0\\]to name server rocketmq-nameserver${number}:9876 OK'`,
      ),
    );
  });

  test('no slave anywhere', () => {
    expect(example('two_masters').paths.filter((path) => /broker-[ab]-s|2s/.test(path))).toEqual([]);
    expect(example('two_masters').text('node1/etc/hosts')).not.toContain('slave');
  });
});

describe.each([
  ['async', '4.9.8', 'ASYNC_MASTER', 'ASYNC_FLUSH'],
  ['sync', '4.9.4', 'SYNC_MASTER', 'SYNC_FLUSH'],
])('two masters, two slaves, %s', (mode, version, brokerRole, flushDiskType) => {
  const name = `two_masters_two_slaves_${mode}`;
  const SLAVE = { brokerRole: 'SLAVE', flushDiskType: 'ASYNC_FLUSH' };
  test.each([
    ['node1', 'broker-a', { brokerRole, flushDiskType, brokerIP1: '192.168.47.146' }],
    ['node1', 'broker-b-s', { ...SLAVE, brokerIP1: '192.168.47.146' }],
    ['node2', 'broker-b', { brokerRole, flushDiskType, brokerIP1: '192.168.47.145' }],
    ['node2', 'broker-a-s', { ...SLAVE, brokerIP1: '192.168.47.145' }],
  ])('%s %s', (host, broker, own) => {
    const file = `${host}/${home(version)}/conf/2m-2s-${mode}/${broker}.properties`;
    expect(example(name).properties(file)).toEqual(brokerProperties(broker, own));
  });

  test('each host starts a name server, a master, and the slave of the other host', () => {
    const started = ['node1', 'node2'].map((host) => example(name).startedUnits(host));
    expect(started).toEqual([
      ['rocketmq-cluster-namesrv-node1', 'rocketmq-cluster-broker-a', 'rocketmq-cluster-broker-b-s'],
      ['rocketmq-cluster-namesrv-node2', 'rocketmq-cluster-broker-b', 'rocketmq-cluster-broker-a-s'],
    ]);
  });

  test('what is done on a host is what the guide does, but for the release and the mode', () => {
    const asInGuide = (text: string): string =>
      text
        .replaceAll(version, '4.9.4')
        .replaceAll(`2m-2s-${mode}`, '2m-2s-sync')
        .replaceAll(`mode ${mode}`, 'mode sync');
    for (const host of ['node1', 'node2'])
      expect(asInGuide(example(name).commands(host))).toBe(example('guide_4.9.4_sync').commands(host));
  });
});

describe('a fleet behind a bastion', () => {
  const HOSTS = [
    ['mq1', 'broker-a', 'broker-c-s', '10.20.0.11'],
    ['mq2', 'broker-b', 'broker-a-s', '10.20.0.12'],
    ['mq3', 'broker-c', 'broker-b-s', '10.20.0.13'],
  ] as const;
  const HOME = home('5.5.0');
  const fleet = (): Example => example('fleet_behind_bastion');

  /** The sources that the firewall of a host lets through to a port. */
  function sources(host: string, port: number): string[] {
    const rule = new RegExp(
      `rule family="ipv4" source address="([^"]+)" port port="${port}" protocol="tcp" accept`,
      'g',
    );
    return [...fleet().commands(host).matchAll(rule)].map(([, source]) => source!);
  }

  describe.each(HOSTS)('%s', (host, master, slave, address) => {
    const others = HOSTS.map(([, , , other]) => other).filter((other) => other !== address);

    test('opens its ports to the cluster and to the clients, and to nobody else', () => {
      for (const port of [9876, 10909, 10911, 11009, 11011])
        expect([port, sources(host, port)]).toEqual([port, ['10.30.0.0/16', ...others]]);
      expect(fleet().openedPorts(host)).toEqual([]);
    });

    test('opens the replication of its master to the host of its slave, and of its slave to its master', () => {
      const hostOf = (instance: string): string =>
        HOSTS.find(([, ...rest]) => (rest as readonly string[]).includes(instance))![3];
      expect(sources(host, 10912)).toEqual([hostOf(`${master}-s`)]);
      expect(sources(host, 11012)).toEqual([hostOf(slave.slice(0, -2))]);
    });

    test.each([
      [
        master,
        {
          brokerId: '0',
          brokerRole: 'SYNC_MASTER',
          listenPort: '10911',
          flushDiskType: 'SYNC_FLUSH',
          totalReplicas: '2',
          inSyncReplicas: '2',
        },
      ],
      [slave, { brokerId: '1', brokerRole: 'SLAVE', listenPort: '11011', flushDiskType: 'ASYNC_FLUSH' }],
    ])('%s has the properties of all, and a master those of synchronous replication', (broker, own) => {
      const properties = fleet().properties(`${host}/${HOME}/conf/2m-2s-sync/${broker}.properties`);
      expect(properties).toMatchObject({
        ...own,
        brokerIP1: address,
        metricsExporterType: 'OTLP_GRPC',
        metricsGrpcExporterTarget: 'http://otel.example.com:4317',
      });
    });

    test.each([master, slave])(
      'the secret is in the file of %s, which its owner reads, and in no other text',
      (broker) => {
        const file = `${host}/${HOME}/conf/2m-2s-sync/${broker}.properties`;
        expect(fleet().properties(file)['metricsGrpcExporterHeader']).toBe('authorization:Bearer of-nobody');
        expect(fleet().modes.get(file)).toBe('600');
        const start = `${host}/${HOME}/bin/start-${broker}.sh`;
        expect(fleet().lines(start)).toEqual(
          expect.arrayContaining(['umask 077', 'export RMQCTL_SECRET_KEYS=metricsGrpcExporterHeader']),
        );
        expect(fleet().modes.get(start)).toBe('700');
        expect(fleet().commands(host)).toContain(
          `install -d -m 700 -o orders-mq -g orders-mq /var/log/rocketmq/${broker}\n`,
        );
        const holders = fleet().paths.filter(
          (path) => path.startsWith(`${host}/`) && fleet().text(path).includes('of-nobody'),
        );
        expect(holders.sort()).toEqual(
          [master, slave].map((other) => `${host}/${HOME}/conf/2m-2s-sync/${other}.properties`).sort(),
        );
      },
    );

    test('everything belongs to its own system user', () => {
      expect(fleet().commands(host)).toContain(
        'useradd --system --user-group --no-create-home --home-dir / --shell /usr/sbin/nologin orders-mq\n',
      );
      expect(fleet().commands(host)).not.toMatch(/-o rocketmq\b/);
      expect(fleet().madeDirectories(host, 'orders-mq')).toEqual(
        expect.arrayContaining([
          `/usr/local/rocketmq/store/${master}/commitlog`,
          `/var/log/rocketmq/${slave}`,
        ]),
      );
      for (const instance of [`namesrv-${host}`, master, slave])
        expect(fleet().lines(`${host}/etc/systemd/system/orders-${instance}.service`)).toEqual(
          expect.arrayContaining(['User=orders-mq', 'Group=orders-mq']),
        );
    });

    test('the host downloads the archive itself, and holds it against the checksum', () => {
      const commands = fleet().commands(host);
      const url = 'https://repo.example.com/rocketmq-all-5.5.0-bin-release.zip';
      const sha512 = 'c0ffee00'.repeat(16);
      expect(commands).toContain(
        `curl -fL -o release.download ${url}\necho '${sha512}  release.download' | sha512sum -c -\n`,
      );
      expect(commands).toContain('unzip -q release.download -d release.tree\n');
      expect(commands).not.toContain('rmqctl fetch');
    });

    test('its kernel is tuned, for good and at once', () => {
      const path = '/etc/sysctl.d/90-rmqctl-orders.conf';
      const settings = fleet()
        .lines(`${host}${path}`)
        .filter((line) => !line.startsWith('#'));
      expect(settings).toEqual([
        'vm.max_map_count = 655360',
        'vm.overcommit_memory = 1',
        'vm.swappiness = 1',
      ]);
      expect(fleet().commands(host)).toContain(`install -m 644 .${path} ${path}\nsysctl -p ${path}\n`);
    });

    test('its Java is its own', () => {
      const java = host === 'mq3' ? '/opt/jdk-17' : '/usr';
      for (const instance of [`namesrv-${host}`, master, slave])
        expect(fleet().lines(`${host}/${HOME}/bin/start-${instance}.sh`)).toContain(
          `export JAVA_HOME=${java}`,
        );
      expect(fleet().lines(`${host}/etc/profile.d/rocketmq.sh`)).toContain(`JAVA_HOME=${java}`);
    });
  });

  test('every host knows all nine aliases', () => {
    const block = fleet().lines('mq1/etc/hosts');
    expect(block).toHaveLength(11);
    for (const host of ['mq2', 'mq3']) expect(fleet().lines(`${host}/etc/hosts`)).toEqual(block);
  });

  test('a secret that is not set in the environment is told with its place', async () => {
    const file = exampleFile('fleet_behind_bastion');
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('${OTEL_HEADER}')) + 1;
    const { code, out } = await rmqctl(['validate', file], { env: { HOME: '/home/me' } });
    expect(code).toBe(3);
    expect(out).toMatch(new RegExp(`fleet_behind_bastion.yaml:${line}:\\d+ .*OTEL_HEADER`));
  });
});

describe('the guide of 3.2.6', () => {
  const FILES = [
    ['logback_namesrv.xml', '${RMQCTL_LOGS:-/software/rocketmq/logs}'],
    ['logback_broker.xml', '${RMQCTL_LOGS:-/software/rocketmq/logs}'],
    ['logback_filtersrv.xml', '${RMQCTL_LOGS:-/software/rocketmq/logs}'],
    ['logback_tools.xml', '${HOME:-/tmp}'],
  ];
  test.each(FILES)('%s logs to %s in place of the home of a user', (file, place) => {
    const path = `/software/alibaba-rocketmq/conf/${file}`;
    for (const host of ['node1', 'node2'])
      expect(example('guide_3.2.6_two_masters').commands(host)).toContain(
        `  sed -e 's|\\\${user\\.home}|${place}|g' ${path} >${path}.rmqctl-new\n`,
      );
  });

  test.each([
    ['node1', 'broker-a'],
    ['node2', 'broker-b'],
  ])('%s knows by the words of 3.2.6 that %s is registered', (host, name) => {
    const log = `/software/rocketmq/logs/${name}/logs/rocketmqlogs/broker.log`;
    for (const number of [1, 2])
      expect(example('guide_3.2.6_two_masters').commands(host)).toContain(
        `await ${log} 'register broker to name server rocketmq-nameserver${number}:9876 OK'\n`,
      );
  });

  test('its main classes and its release are those of Alibaba', () => {
    const start = (instance: string): string =>
      example('guide_3.2.6_two_masters').text(`node1/software/alibaba-rocketmq/bin/start-${instance}.sh`);
    expect(start('broker-a')).toContain(
      ' com.alibaba.rocketmq.broker.BrokerStartup -c /software/alibaba-rocketmq/conf/2m-noslave/broker-a.properties ',
    );
    expect(start('namesrv-node1')).toContain(
      ' com.alibaba.rocketmq.namesrv.NamesrvStartup -c /software/alibaba-rocketmq/conf/namesrv-node1.properties ',
    );
    expect(start('broker-a')).toContain('export RMQCTL_LOGS=/software/rocketmq/logs/broker-a\n');
  });
});
