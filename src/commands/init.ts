/** Writes an inventory to start from. */
import { ExitCode, usageError } from '../errors.ts';
import { VERSIONS } from '../rocketmq/releases.ts';
import { defineCommand } from './frame/command.ts';
import { starterInventory } from '../operations/files/starter-inventory.ts';
import { writeOutput } from '../operations/files/write-output.ts';

/** Addresses of nobody (RFC 5737), to be replaced. */
const PLACEHOLDERS = ['192.0.2.11', '192.0.2.12'];

export const command = defineCommand({
  example: 'rmqctl init --mode sync --hosts 192.168.47.146,192.168.47.145 -o inventory.yaml',
  document: true,
  arguments: {},
  options: {
    mode: {
      type: 'text',
      choices: ['single', 'masters', 'async', 'sync'],
      default: 'sync',
      summary: 'how messages are kept safe',
    },
    hosts: {
      type: 'text',
      value: 'A,B',
      summary: 'addresses or names of the hosts, or local for this machine',
    },
    output: {
      type: 'text',
      alias: 'o',
      value: 'FILE',
      summary: 'where to; default: standard output. A file that is there is overwritten only with --yes',
    },
  },
  async run({ mode, hosts, output, yes }, context) {
    const given = hosts?.split(',').map((host) => host.trim()) ?? PLACEHOLDERS;
    if (given.some((host) => !/^[\w.-]+$/.test(host)))
      throw usageError(`--hosts is "${hosts}"`, 'addresses or names with commas between: 10.0.0.1,10.0.0.2');
    if ((mode === 'async' || mode === 'sync') && given.length === 1 && given[0] !== 'local')
      throw usageError(
        `mode ${mode} with one host`,
        'name at least two: a slave protects nothing beside its master',
      );
    const version = VERSIONS.at(-1)!;
    await writeOutput(starterInventory({ mode, version, hosts: given }), output, {
      ...context,
      flag: yes ? 'w' : 'wx',
    });
    return ExitCode.ok;
  },
});
