import { worstExit, usageError } from '../errors.ts';
import { sh, type Script } from '../shell/script.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { onHosts, selectedHosts } from '../operations/hosts/reach.ts';
import { runRemoteCommand } from '../operations/hosts/remote-command.ts';
import { withSession } from '../operations/session.ts';

export const command = defineCommand({
  example: "rmqctl exec inventory.yaml --limit 'node*' -- df -h",
  arguments: { inventory },
  options: {},
  rest: 'COMMAND',
  document: true,
  async run(args, context) {
    const script = scriptOf(args.rest);
    return withSession(args, context, async (session) => {
      const hosts = selectedHosts(session.topology, args.limit);
      const { results, exits } = await onHosts(session, hosts, (transport, { name }) =>
        runRemoteCommand(session, { transport, command: script, place: { host: name } }),
      );
      return worstExit([...results, ...exits]);
    });
  },
});

/** Several words are a command and its arguments; a single one is a line for the shell, as with ssh. */
function scriptOf(words: readonly string[]): Script {
  const [first, ...more] = words;
  if (first === undefined) {
    throw usageError(
      'there is no command',
      "give it behind --: rmqctl exec inventory.yaml -- 'uptime; df -h'",
    );
  }
  return more.length === 0 ? sh`exec sh -c ${first}` : sh`exec ${words}`;
}
