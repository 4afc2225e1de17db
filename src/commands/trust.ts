import { trustKeys } from '../operations/hosts/trust-keys.ts';
import { defineCommand, inventory } from './frame/command.ts';

export const command = defineCommand({
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
