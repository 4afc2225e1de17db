import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../../errors.ts';
import type { CommandContext, CommonArguments } from '../context.ts';

export interface PlaygroundArguments extends CommonArguments {
  readonly name: string;
}

/** The paths of a playground on this machine: all are below the user's home. */
export interface PlaygroundPaths {
  /** the directory of every playground of the user */
  readonly all: string;
  readonly root: string;
  /** its inventory, by which every other command finds it */
  readonly inventory: string;
  /** of all playgrounds: what rmqctl remembers of them */
  readonly state: string;
}

/** @param home absolute path of the user's home */
export function playgroundPaths(home: string, name: string): PlaygroundPaths {
  const all = join(home, 'rocketmq', 'playground');
  const root = join(all, name);
  return { all, root, inventory: join(root, 'inventory.yaml'), state: join(all, '.state') };
}

/** The paths of the playground that is asked for. @throws RmqctlError USAGE for an invalid name */
export function playgroundFor({ name }: PlaygroundArguments, { env }: CommandContext): PlaygroundPaths {
  const isName = /^[a-z][a-z0-9-]*$/.test(name);
  if (!isName) throw usageError(`--name is "${name}"`, 'small letters, digits and - make a name');
  return playgroundPaths(env['HOME'] ?? homedir(), name);
}

/** A context without the warnings that are true of every playground: one machine has all of it. */
export function withoutObvious(context: CommandContext): CommandContext {
  return {
    ...context,
    emit(event) {
      const isObvious = event.event === 'diagnostic' && event.code === 'SLAVE_WITH_MASTER';
      if (!isObvious) context.emit(event);
    },
  };
}
