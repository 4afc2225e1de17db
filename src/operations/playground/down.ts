import { ExitCode } from '../../errors.ts';
import { toStop } from '../../plan/steps/operations.ts';
import { readIfThere } from '../../std/errno.ts';
import type { CommandContext } from '../context.ts';
import { destroy } from '../deployment/destroy.ts';
import { operate } from '../deployment/operate.ts';
import { withSession } from '../session.ts';
import { playgroundFor, withoutObvious, type PlaygroundArguments } from './places.ts';
import { forgetPlayground } from './playground.ts';

interface DownOptions extends PlaygroundArguments {
  /** remove it, messages and all; else it is only stopped */
  readonly purge: boolean;
  readonly force: boolean;
}

/** Stops a playground, or removes it: with the stop and destroy of any inventory. */
export async function stopPlayground(options: DownOptions, outer: CommandContext): Promise<ExitCode> {
  const context = withoutObvious(outer);
  const places = playgroundFor(options, context);
  const { inventory } = places;
  if ((await readIfThere(inventory)) === undefined) {
    const message = `there is no playground ${options.name}`;
    context.emit({ event: 'diagnostic', severity: 'note', code: 'NO_PLAYGROUND', message });
    return ExitCode.ok;
  }
  const exit = await withSession({ ...options, inventory }, context, (session) =>
    options.purge
      ? destroy(session, { limit: [], yes: true, purgeStore: true, force: options.force })
      : operate(session, { limit: [] }, { resources: (hosts, selected) => toStop(hosts, selected, options) }),
  );
  if (options.purge && exit === ExitCode.ok) await forgetPlayground(places);
  return exit;
}
