import { dirname, join, resolve } from 'node:path';
import type { Connections } from '../../transport/connect.ts';
import type { ConnectOptions } from '../../transport/transport.ts';
import type { CommandContext, CommonArguments } from '../context.ts';

/** Milliseconds a host may take to accept a connection and the login. */
const CONNECT_MS = 20_000;

/** The known_hosts beside an inventory, which `trust` writes; for standard input, in the working directory. */
export function knownHostsBeside(inventory: string, cwd: string): string {
  return join(inventory === '-' ? cwd : dirname(resolve(cwd, inventory)), 'known_hosts');
}

/**
 * The connections of a run, with the logins of its options and of the environment.
 * @param more options that differ for one command
 */
export async function createConnections(
  args: CommonArguments & { readonly inventory: string },
  context: CommandContext,
  more: Partial<ConnectOptions> = {},
): Promise<Connections> {
  // loaded here, so that no help loads an SSH client
  const { Connections: Made } = await import('../../transport/connect.ts');
  const { env, askSecret, canAsk } = context;
  return new Made({
    acceptNew: args.acceptNew,
    timeout: CONNECT_MS,
    env,
    becomePassword: secret(
      context,
      'RMQCTL_BECOME_PASSWORD',
      args.askBecomePass ? "sudo's password" : undefined,
    ),
    loginPassword: secret(context, 'RMQCTL_SSH_PASSWORD', args.askPassword ? 'the SSH password' : undefined),
    keyPassphrase: canAsk
      ? (path) => askSecret(`the passphrase of ${path}`, 'RMQCTL_KEY_PASSPHRASE')
      : undefined,
    knownHostsBeside: knownHostsBeside(args.inventory, context.cwd),
    notice: (message, host) =>
      context.emit({ event: 'diagnostic', severity: 'note', code: 'CONNECTION', message, host }),
    ...more,
  });
}

/** Reads a secret from a variable of the environment, else asks for it if there is a question. */
function secret(
  { env, askSecret }: CommandContext,
  variable: string,
  question: string | undefined,
): (() => Promise<string>) | undefined {
  const given = env[variable];
  if (given !== undefined) return () => Promise.resolve(given);
  return question === undefined ? undefined : () => askSecret(question, variable);
}
