/** Reads an inventory and says what is wrong with it; touches no host. */
import { ExitCode } from '../errors.ts';
import { count } from '../report/units.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { loadTopology } from '../operations/files/load-topology.ts';

export const command = defineCommand({
  example: 'rmqctl validate inventory.yaml',
  arguments: { inventory },
  options: {},
  async run(args, context) {
    const { cluster, version, mode, hosts, instances } = await loadTopology(args.inventory, context);
    const size = `${count(hosts.length, 'host')}, ${count(instances.length, 'instance')}`;
    context.emit({
      event: 'diagnostic',
      severity: 'note',
      code: 'VALID',
      message: `${cluster}: RocketMQ ${version}, mode ${mode}, ${size}`,
    });
    return ExitCode.ok;
  },
});
