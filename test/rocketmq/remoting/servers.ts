/** Real name server and brokers on loopback, with small heaps and stores of their own, for the live tests. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portOf } from '../../sample/remoting-server.ts';
import type { Server } from './scenario.ts';

export interface RunningServers {
  readonly ports: Readonly<Record<Server, number>>;
  stop(): Promise<void>;
}

/** RocketMQ 3.2.6 and 4.9.4 reach into the JDK; the heap is for three processes on one small machine. */
const JVM_FLAGS = [
  '-Xms256m',
  '-Xmx256m',
  '-XX:MaxDirectMemorySize=256m',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
  '--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED',
];

/** Where the jars of a release are, or undefined: RMQCTL_JARS names a folder with `<release>/lib/*.jar`. */
export function jarsOf(release: string): string | undefined {
  const lib = join(process.env['RMQCTL_JARS'] ?? '', release, 'lib');
  return process.env['RMQCTL_JARS'] !== undefined && existsSync(lib) ? lib : undefined;
}

export async function startServers(release: string, lib: string): Promise<RunningServers> {
  const home = mkdtempSync(join(tmpdir(), 'rmqctl-remoting-'));
  const base = await freeBase();
  const ports = { namesrv: base, master: base + 10, slave: base + 20 };
  writeLogging(home);
  const prefix = release.startsWith('3.') ? 'com.alibaba.rocketmq' : 'org.apache.rocketmq';
  const start = (server: Server, main: string, config: Record<string, string | number>): ChildProcess => {
    const file = join(home, `${server}.conf`);
    writeFileSync(
      file,
      Object.entries(config)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    );
    const out = openSync(join(home, `${server}.out`), 'w');
    const flags = [...JVM_FLAGS, `-Duser.home=${home}`, '-cp', `${join(home, 'conf')}:${lib}/*`];
    const child = spawn('java', [...flags, `${prefix}.${main}`, '-c', file], {
      stdio: ['ignore', out, out],
      env: { ...process.env, ROCKETMQ_HOME: home },
    });
    closeSync(out);
    return child;
  };
  const children = [
    start('namesrv', 'namesrv.NamesrvStartup', {
      listenPort: ports.namesrv,
      kvConfigPath: join(home, 'kvConfig.json'),
    }),
    start('master', 'broker.BrokerStartup', broker(home, ports, 'master')),
    start('slave', 'broker.BrokerStartup', broker(home, ports, 'slave')),
  ];
  return {
    ports,
    stop: async () => {
      await Promise.all(children.map(stopChild));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function broker(
  home: string,
  ports: RunningServers['ports'],
  server: 'master' | 'slave',
): Record<string, string | number> {
  const store = join(home, `store-${server}`);
  return {
    brokerClusterName: 'TestCluster',
    brokerName: 'broker-a',
    brokerId: server === 'master' ? 0 : 1,
    brokerRole: server === 'master' ? 'ASYNC_MASTER' : 'SLAVE',
    namesrvAddr: `127.0.0.1:${ports.namesrv}`,
    brokerIP1: '127.0.0.1',
    brokerIP2: '127.0.0.1',
    listenPort: ports[server],
    haListenPort: ports[server] + 1,
    autoCreateTopicEnable: 'false',
    storePathRootDir: store,
    storePathCommitLog: join(store, 'commitlog'),
    mapedFileSizeCommitLog: 16_777_216,
    mappedFileSizeCommitLog: 16_777_216,
    haSendHeartbeatInterval: 500,
  };
}

function writeLogging(home: string): void {
  const conf = join(home, 'conf');
  mkdirSync(conf);
  const quiet = '<configuration><root level="OFF"/></configuration>';
  for (const role of ['broker', 'namesrv', 'tools']) {
    writeFileSync(join(conf, `logback_${role}.xml`), quiet);
    writeFileSync(join(conf, `rmq.${role}.logback.xml`), quiet);
  }
}

/** A free port; that the twenty after it are free too is likely, not promised. */
async function freeBase(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe.address());
  probe.close();
  await once(probe, 'close');
  return port > 60_000 ? port - 30_000 : port;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exited;
  clearTimeout(force);
}
