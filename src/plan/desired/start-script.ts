import { revealingJson } from '../../redaction/secret.ts';
import { byName, contentMeaning } from '../../render/meaning.ts';
import { kindNamed } from '../../resources/registry.ts';
import { sha256 } from '../../std/hash.ts';
import { renderTemplate } from '../../render/templates.ts';
import type { File } from '../../resources/file.ts';
import { EARLIER_DIGEST } from '../../hosts/started-from.ts';
import type { InputFile } from '../../roles/role.ts';
import { quote } from '../../shell/quote.ts';
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

/** The process's environment: what its role sets, and what tells whose it is (RMQCTL_UNIT) and what it runs (RMQCTL_DIGEST). */
function environment(context: InstanceContext): Record<string, string> {
  const { blueprint, instance, topology } = context;
  const own = {
    ...blueprint.env,
    RMQCTL_INSTANCE: instance.name,
    RMQCTL_UNIT: unitName(topology.cluster, instance.name),
  };
  return { ...own, [DIGEST]: digestOf(context, own) };
}

const DIGEST = 'RMQCTL_DIGEST';

/** The digest that the process carries. */
export function startDigest(context: InstanceContext): string {
  return environment(context)[DIGEST]!;
}

/** The start script as a file of the instance. A script with a digest of another form is left until what it covers changes. */
export function startScript(context: InstanceContext): InputFile & Pick<File, 'earlier'> {
  const { blueprint, instance, places } = context;
  const env = environment(context);
  const content = renderTemplate('common/launch.sh', {
    instance: instance.name,
    private: isPrivate(context),
    env: Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`),
    logs: quote(places.logs),
    logFile: quote(blueprint.log ?? ''),
    pidFile: quote(pidFile(context)),
    command: blueprint.command.map(quote).join(' '),
  });
  return {
    path: startScriptPath(context),
    content,
    // it carries a digest of the secrets, by which somebody who can read it could try passwords
    mode: isPrivate(context) ? '700' : '755',
    earlier: { pattern: `export ${DIGEST}=${EARLIER_DIGEST}`, now: `export ${DIGEST}=${env[DIGEST]}` },
  };
}

/** Tells these digests from those of other forms, and those from each other (hosts/started-from.ts). */
const FORM = '2:';
const DIGITS = 16;

/**
 * A digest of what an instance's process is started from: the release or program, its words and environment, what its files and
 * the things it restarts for mean. It is the same whatever the files' comments, spacing and order are, and in whatever order
 * a role lists its parts.
 * @returns "2:" and 16 hexadecimal digits; it covers secrets, so it is for the service user alone where there are some
 */
export function digestOf(
  context: Pick<InstanceContext, 'identity' | 'blueprint'>,
  variables: Readonly<Record<string, string>>,
): string {
  const { identity, blueprint } = context;
  const { command, files, extras = [] } = blueprint;
  const text = revealingJson({
    identity,
    command,
    environment: byName(Object.entries(variables)),
    private: isPrivate(context),
    files: byName(
      files.map((file) => [file.path, contentMeaning(file.path, 'entries' in file ? file : file.content)]),
    ),
    extras: byName(
      extras
        .filter(({ restarts }) => restarts === true)
        .map(({ kind, name, desired }) => [`${kind}:${name}`, kindNamed(kind).meaning?.(desired) ?? desired]),
    ),
  });
  return FORM + sha256(text).slice(0, DIGITS);
}
