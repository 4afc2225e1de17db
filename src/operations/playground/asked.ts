import { homedir } from 'node:os';
import { usageError } from '../../errors.ts';
import type { RmqctlEvent } from '../../model/events.ts';
import type { CommonArguments } from '../common-arguments.ts';
import type { CommandContext } from '../context.ts';
import { playgroundPaths, type PlaygroundPaths } from './places.ts';

/** What is asked of a playground, whatever is to become of it. */
export interface PlaygroundArguments extends CommonArguments {
  readonly name: string;
}

/** Where a playground is. */
export interface Whereabouts {
  /** of the user */
  readonly home: string;
  readonly places: PlaygroundPaths;
}

const NAME = /^[a-z][a-z0-9-]*$/;

/** @throws RmqctlError USAGE for a name that is none */
export function whereaboutsOf(
  { name }: PlaygroundArguments,
  { env }: Pick<CommandContext, 'env'>,
): Whereabouts {
  if (!NAME.test(name)) throw usageError(`--name is "${name}"`, 'small letters, digits and - make a name');
  const home = env['HOME'] ?? homedir();
  return { home, places: playgroundPaths(home, name) };
}

/** A context that does not say the obvious: a playground is one machine, and what is on it is lost with it. */
export function withoutObvious(context: CommandContext): CommandContext {
  const isObvious = (event: RmqctlEvent): boolean =>
    event.event === 'diagnostic' && event.code === 'SLAVE_WITH_MASTER';
  return { ...context, emit: (event) => (isObvious(event) ? undefined : context.emit(event)) };
}
