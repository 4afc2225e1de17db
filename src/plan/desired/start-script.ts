import { renderTemplate } from '../../render/templates.ts';
import { revealingJson } from '../../redaction/secret.ts';
import { quote } from '../../shell/quote.ts';
import { digest } from './digest.ts';
import { isPrivate, type InstanceContext, unitName } from './instance-context.ts';

/** How an instance is started: the script that becomes its process, and what the process can be told apart by. */

/** Where the script lies: in the instance's home, so that going back to a release goes back to its scripts. */
export function startScriptPath({ places, instance }: Pick<InstanceContext, 'places' | 'instance'>): string {
  return `${places.home}/bin/start-${instance.name}.sh`;
}

/** Where the script writes the pid before it becomes the process. */
export function pidFile({ places }: Pick<InstanceContext, 'places'>): string {
  return `${places.logs}/pid`;
}

/** The text of the start script, which tells the process by its environment whose it is (RMQCTL_UNIT) and what it runs (RMQCTL_DIGEST). */
export function startScript(context: InstanceContext, identity = digestOf(context)): string {
  const { blueprint, instance, places } = context;
  const env = {
    ...blueprint.env,
    RMQCTL_INSTANCE: instance.name,
    RMQCTL_UNIT: unitName(context.topology.cluster, instance.name),
    RMQCTL_DIGEST: identity,
  };
  return renderTemplate('common/launch.sh', {
    instance: instance.name,
    private: isPrivate(context),
    env: Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`),
    logs: quote(places.logs),
    logFile: quote(blueprint.log ?? ''),
    pidFile: quote(pidFile(context)),
    command: blueprint.command.map(quote).join(' '),
  });
}

/** Everything the process is started from, so that a process started from anything else is noticed. */
export function digestOf(context: InstanceContext): string {
  const { blueprint } = context;
  return digest([
    context.identity,
    startScript(context, ''),
    ...blueprint.files.flatMap(({ path, content }) => [path, content]),
    ...(blueprint.extras ?? [])
      .filter(({ restarts }) => restarts === true)
      .flatMap(({ kind, name, desired }) => [`${kind}:${name}`, revealingJson(desired)]),
  ]);
}
