// Plays a JVM that runs RocketMQ 4.9.4, as far as a deployment can see it: options it does not know, ports, the boot line,
// log lines of registration, and the name server's answer to request 106. Written without the project's own codec, so that
// it bears witness against it.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';

const RUNTIME_INFO = 28;
const REGISTER = 103;
const CLUSTER_INFO = 106;

const words = process.argv.slice(2);
const unknown = words.find((word) => /^-XX:.*NoSuchOption/.test(word));
if (unknown !== undefined) {
  console.log(`Unrecognized VM option '${unknown.replace(/^-XX:\+/, '')}'`);
  console.log('Error: Could not create the Java Virtual Machine.');
  process.exit(1);
}
const home = words.find((word) => word.startsWith('-Duser.home=')).slice('-Duser.home='.length);
const config = Object.fromEntries(
  readFileSync(words[words.indexOf('-c') + 1], 'utf8')
    .split('\n')
    .filter((line) => line.includes('=') && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
process.on('SIGTERM', () => process.exit(143));

/** A line of a log of RocketMQ's. */
function log(name, line) {
  const path = `${home}/logs/rocketmqlogs/${name}.log`;
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `2026-11-22 00:00:00 INFO main - ${line}\n`);
}

/** One frame: total length, length of the header (JSON is type 0), header, body. */
function frame(header, body = '') {
  const head = Buffer.from(
    JSON.stringify({ language: 'JAVA', version: 399, serializeTypeCurrentRPC: 'JSON', ...header }),
  );
  const lengths = Buffer.alloc(8);
  lengths.writeInt32BE(4 + head.length + Buffer.byteLength(body), 0);
  lengths.writeInt32BE(head.length, 4);
  return Buffer.concat([lengths, head, Buffer.from(body)]);
}

/** Calls back with the header of each frame that comes. */
function eachHeader(socket, take) {
  let pending = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
      take(JSON.parse(pending.toString('utf8', 8, 8 + (pending.readInt32BE(4) & 0xff_ffff))));
      pending = pending.subarray(4 + pending.readInt32BE(0));
    }
  });
}

function listen(port, serve) {
  return new Promise((resolve) => {
    const server = createServer(serve);
    server.on('error', (error) => {
      console.log(`java.net.BindException: Address already in use (${error.code})`);
      process.exit(1);
    });
    server.listen(port, '0.0.0.0', resolve);
  });
}

async function nameServer() {
  /** broker address to what it registered with */
  const brokers = new Map();
  /** where the master of that broker sends its log from */
  const masterOf = (asking) =>
    [...brokers.values()].find(
      ({ brokerName, brokerId }) => brokerName === asking?.brokerName && brokerId === '0',
    )?.haServerAddr;
  await listen(Number(config.listenPort), (socket) => {
    eachHeader(socket, ({ code, opaque, extFields }) => {
      if (code === REGISTER) {
        const { brokerAddr } = extFields;
        if (!brokers.has(brokerAddr))
          log('namesrv', `new broker registered, ${brokerAddr} HAServer: ${extFields.haServerAddr}`);
        brokers.set(brokerAddr, extFields);
        socket.once('close', () => brokers.delete(brokerAddr));
      }
      const body = code === CLUSTER_INFO ? clusterInfo([...brokers.values()]) : '';
      socket.write(
        frame({ code: 0, opaque, flag: 1, extFields: { haServerAddr: masterOf(extFields) } }, body),
      );
    });
  });
  console.log('The Name Server boot success. serializeType=JSON');
}

/** As fastjson writes it: numbers as keys, without quotes. */
function clusterInfo(brokers) {
  const names = [...new Set(brokers.map(({ brokerName }) => brokerName))];
  const groups = names.map((name) => {
    const members = brokers.filter(({ brokerName }) => brokerName === name);
    const addresses = members.map(({ brokerId, brokerAddr }) => `${brokerId}:"${brokerAddr}"`);
    return `"${name}":{"brokerAddrs":{${addresses.join(',')}},"brokerName":"${name}","cluster":"${members[0].clusterName}"}`;
  });
  const clusters = Object.fromEntries(
    brokers.map(({ clusterName }) => {
      const members = brokers.filter((each) => each.clusterName === clusterName);
      return [clusterName, [...new Set(members.map(({ brokerName }) => brokerName))]];
    }),
  );
  return `{"brokerAddrTable":{${groups.join(',')}},"clusterAddrTable":${JSON.stringify(clusters)}}`;
}

async function broker() {
  const port = Number(config.listenPort);
  for (const each of [port, port - 2, port + 1])
    await listen(each, (socket) => {
      eachHeader(socket, ({ code, opaque }) => {
        const body = code === RUNTIME_INFO ? '{"table":{"commitLogMaxOffset":"4096"}}' : '';
        socket.write(frame({ code: 0, opaque, flag: 1 }, body));
      });
    });
  const address = `${config.brokerIP1}:${port}`;
  const servers = config.namesrvAddr.split(';');
  for (const server of servers) register(server, address);
  console.log(
    `The broker[${config.brokerName}, ${address}] boot success. serializeType=JSON and name server is ${config.namesrvAddr}`,
  );
}

/** Registers, and again whenever the connection broke; addresses of the inventory are all this machine. */
function register(server, brokerAddr) {
  const { brokerName, brokerId, brokerClusterName: clusterName, brokerIP2 } = config;
  const socket = connect(Number(server.split(':')[1]), '127.0.0.1');
  const extFields = {
    brokerName,
    brokerId,
    clusterName,
    brokerAddr,
    haServerAddr: `${brokerIP2}:${Number(config.listenPort) + 1}`,
  };
  socket.on('connect', () => socket.write(frame({ code: REGISTER, opaque: 1, flag: 0, extFields })));
  socket.on('close', () => setTimeout(() => register(server, brokerAddr), 100));
  eachHeader(socket, ({ extFields: { haServerAddr: master } }) => {
    log('broker', `register broker[${brokerId}]to name server ${server} OK`);
    if (brokerId !== '0' && master !== undefined) copy(Number(master.split(':')[1]));
  });
}

/** the ports of masters that this slave copies */
const copied = new Set();

/** Keeps a connection to the master's replication port, as a slave does. */
function copy(port) {
  if (copied.has(port)) return;
  copied.add(port);
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    copied.delete(port);
    setTimeout(() => copy(port), 100);
  });
}

await (words.some((word) => word.endsWith('.NamesrvStartup')) ? nameServer() : broker());
