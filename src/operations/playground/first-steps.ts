import { compareVersions } from '../../model/version.ts';
import { instancesOf, type Instance, nameServersIn } from '../../model/instance.ts';
import type { Topology } from '../../model/topology.ts';
import { roles } from '../../roles/registry.ts';

/** The help for a running playground: its addresses, how to use it, how to inspect it, how to stop it. */
export function firstSteps(topology: Topology, inventory: string, logs: string): string {
  const { cluster, version, instances } = topology;
  const server = nameServersIn(topology).map(addressOf).join(';');
  const clients = roles.flatMap(({ id, playground }) => {
    const addresses = instancesOf(topology, id).map(addressOf).join(';');
    return addresses === '' ? [] : (playground?.clients(addresses) ?? []);
  });
  const name = cluster === DEFAULT_NAME ? '' : ` --name ${cluster}`;
  return `
RocketMQ ${version}, mode ${topology.mode}, runs and is verified.

${table(instances.map((instance) => [instance.name, addressOf(instance), `${logs}/${instance.name}/`]))}

A first message:
${byMqadmin(version, inventory)}  Java     DefaultMQProducer p = new DefaultMQProducer("g"); p.setNamesrvAddr("${server}"); p.start(); p.send(new Message("first", "hello".getBytes()));
  Go       p, _ := rocketmq.NewProducer(producer.WithNameServer([]string{"${server}"})); p.Start(); p.SendSync(ctx, primitive.NewMessage("first", []byte("hello")))
${(clients.length === 0 ? byRemoting(server) : clients).join('\n')}

Look:  rmqctl status ${inventory}
       rmqctl logs ${inventory} -f
End:   rmqctl playground${name} --down            (--down --purge removes its messages too)`;
}

/** mqadmin can send since 4.3.0 (SendMessageCommand). */
function byMqadmin(version: string, inventory: string): string {
  if (compareVersions(version, '4.3.0') < 0) return '';
  return `  mqadmin  rmqctl admin ${inventory} -- sendMessage -t first -p hello\n`;
}

/** @param server addresses of the name servers */
function byRemoting(server: string): string[] {
  return [
    `  Node     const p = new Producer({ group: 'g', namesrvAddr: '${server}' }); await p.ready(); await p.send(new Message('first', 'hello'))`,
    `  Python   p = Producer("g"); p.set_name_server_address("${server}"); p.start(); m = Message("first"); m.set_body("hello"); p.send_sync(m)`,
  ];
}

/** The name of a playground without --name. */
export const DEFAULT_NAME = 'playground';

function addressOf({ address, port }: Instance): string {
  return `${address}:${port}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`).join('\n');
}
