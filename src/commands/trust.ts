import { trustKeys } from '../operations/hosts/trust-keys.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
  name: 'trust',
  summary: 'show the host keys of an inventory and, when agreed, write them to known_hosts beside it',
  example: 'rmqctl trust inventory.yaml',
  arguments: { inventory },
  options: {
    replace: {
      type: 'list',
      value: 'HOST',
      summary: 'also replace the key of this host, which shows another one than before; repeatable',
    },
  },
  run: trustKeys,
});
