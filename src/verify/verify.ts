import pLimit from 'p-limit';
import { RmqctlError } from '../errors.ts';
import { framed, runScript } from '../execute/remote-script.ts';
import type { Surveyed } from '../execute/survey.ts';
import type { CheckEvent, Emit } from '../report/events.ts';
import { isService } from '../resources/service.ts';
import { RemotingClient } from '../rocketmq/remoting/client.ts';
import { clusterInfo } from '../rocketmq/remoting/name-server.ts';
import { lines } from '../shell/script.ts';
import { instancesOf, type Instance, type Topology } from '../topology/topology.ts';
import { instanceProbe, judgeInstance } from './instances.ts';
import { judgeRegistration } from './registration.ts';

export interface VerifyOptions {
  readonly topology: Topology;
  readonly hosts: readonly Surveyed[];
  readonly emit: Emit;
  readonly parallel: number;
  readonly mark: () => string;
  /** milliseconds to wait for a broker that is not registered (yet): brokers register again every 30 s */
  readonly patience: number;
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks whether the cluster works: every instance's process, boot line and ports, and every name server for its brokers.
 * Each answer is a check event.
 * @returns whether no check failed
 */
export async function verify(options: VerifyOptions): Promise<boolean> {
  const limit = pLimit(options.parallel);
  const onHosts = options.hosts.map((host) => limit(() => hostChecks(options, host)));
  const alive = (await Promise.all(onHosts)).every(Boolean);
  const servers = instancesOf(options.topology, 'namesrv').flatMap((instance) => {
    const host = options.hosts.find(({ site }) => site.host.name === instance.host);
    return host === undefined ? [] : [registrationCheck(options, host, { instance, patient: alive })];
  });
  const registered = (await Promise.all(servers)).every(Boolean);
  return alive && registered;
}

/** The checks of a host's instances, by one script. */
async function hostChecks(
  options: VerifyOptions,
  { site, resources, transport }: Surveyed,
): Promise<boolean> {
  const services = resources.filter(isService);
  const outputs = new Map<string, string>();
  await runScript({
    transport,
    body: lines(services.map(({ desired }, index) => framed(String(index), instanceProbe(desired)))),
    mark: options.mark(),
    signal: options.signal,
    onFrame: ({ id, text }) => outputs.set(id, text),
  });
  const results = services.flatMap(({ desired, instance }, index) =>
    judgeInstance(desired, outputs.get(String(index)) ?? '').map((result): CheckEvent => {
      return { event: 'check', host: site.host.name, instance, ...result };
    }),
  );
  for (const result of results) options.emit(result);
  return results.every(({ status }) => status !== 'fail');
}

/**
 * Asks a name server through its host's own connection, so that the control machine needs no route to it.
 * @param asked patient: wait for brokers that are missing, since all processes are there
 */
async function registrationCheck(
  options: VerifyOptions,
  { transport, site }: Surveyed,
  asked: { instance: Instance; patient: boolean },
): Promise<boolean> {
  const { instance } = asked;
  const { address, port } = instance;
  const client = new RemotingClient({
    peer: `${address}:${port}`,
    host: site.host.name,
    release: options.topology.version,
    dial: () => transport.dial(address, port),
  });
  try {
    const until = options.now() + (asked.patient ? options.patience : 0);
    for (;;) {
      const result = await ask(options.topology, client);
      if (result.status === 'fail' && options.now() < until && options.signal?.aborted !== true) {
        options.emit({
          event: 'progress',
          host: site.host.name,
          instance: instance.name,
          stage: `waiting: ${result.detail}`,
        });
        await new Promise((resolve) => setTimeout(resolve, 500));
        continue;
      }
      options.emit({ event: 'check', host: site.host.name, instance: instance.name, ...result });
      return result.status !== 'fail';
    }
  } finally {
    client.close();
  }
}

async function ask(topology: Topology, client: RemotingClient): Promise<Omit<CheckEvent, 'event'>> {
  try {
    return judgeRegistration(topology, await clusterInfo(client));
  } catch (error) {
    if (!(error instanceof RmqctlError)) throw error;
    return { check: 'registration', status: 'fail', detail: error.message, hint: error.hint };
  }
}
