/** Writes what deploy would write to the hosts, to a directory of this machine; touches no host. */
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { ExitCode, RmqctlError, usageError } from '../errors.ts';
import { prelude } from '../probes/prelude.ts';
import { siteFor } from '../hosts/site.ts';
import { assumedFacts, assumedLogin, type Login } from '../hosts/assumed-facts.ts';
import { renderHosts } from '../plan/rendition/rendition.ts';
import type { DiagnosticEvent } from '../model/events.ts';
import { count } from '../report/units.ts';
import { roles } from '../roles/registry.ts';
import { releaseOf } from '../rocketmq/releases.ts';
import type { Topology } from '../model/topology.ts';
import { assumptions } from '../operations/files/assumptions.ts';
import { defineCommand, inventory } from './frame/command.ts';
import type { CommandContext } from '../operations/context.ts';
import { strictSelector } from '../operations/hosts/limit.ts';
import { loadTopology } from '../operations/files/load-topology.ts';
import { programsOf } from '../operations/programs.ts';
import { writeRendition } from '../operations/files/write-rendition.ts';

/** Seconds a start may take; no rendered file depends on it. */
const START_SECONDS = 120;

export const command = defineCommand({
  name: 'render',
  summary: 'write every file of every host, and the commands, to a directory; touches no host',
  example: 'rmqctl render inventory.yaml -o rendered',
  arguments: { inventory },
  options: {
    output: {
      type: 'text',
      alias: 'o',
      value: 'DIR',
      summary:
        'where to: DIR/<host>/<path on the host>, DIR/<host>/commands.sh; replaces what was rendered there',
    },
  },
  async run(args, context) {
    if (args.output === undefined) throw usageError('--output is missing', 'say where to: -o DIR');
    const topology = await loadTopology(args.inventory, context);
    const known = releaseOf(topology.version);
    const self = loginHere(context);
    const isSelected = strictSelector(topology, args.limit);
    const sites = topology.hosts
      .filter(({ name }) => isSelected({ host: name }))
      .map((host) => siteFor(topology, host, assumedFacts(host, known, assumedLogin(host, self)), known));
    for (const note of assumptions(topology, sites)) context.emit(note);
    const programs = await programsOf(topology, context);
    const rendered = renderHosts(
      {
        topology,
        release: known,
        roles,
        archiveIdentity: await identityOf(topology, context),
        programs,
        timeout: START_SECONDS,
        prelude: prelude().text,
        functions: readFileSync(new URL('../../templates/common/by-hand.sh', import.meta.url), 'utf8'),
      },
      sites,
    );
    const names = sites.map(({ host }) => host.name);
    const directory = resolve(context.cwd, args.output);
    const { files, secret } = await writeRendition(directory, { names, rendered });
    for (const { name, host } of topology.instances) {
      const program = names.includes(host) ? programs.get(name) : undefined;
      if (program !== undefined) await copyFile(program.path, join(directory, host, `${name}.tar`));
    }
    context.emit({
      event: 'diagnostic',
      severity: 'note',
      code: 'RENDERED',
      message: `${count(files, 'file')} for ${count(sites.length, 'host')} in ${args.output}`,
    });
    if (secret.length > 0) context.emit(secretsWritten(secret, args.output));
    return ExitCode.ok;
  },
});

function secretsWritten(files: readonly string[], directory: string): DiagnosticEvent {
  const [first = '', ...rest] = files;
  const more = rest.length === 0 ? '' : ` and ${rest.length} more`;
  return {
    event: 'diagnostic',
    severity: 'warning',
    code: 'RENDERED_SECRETS',
    message: `secrets stand in ${count(files.length, 'file')} of ${directory}, which you alone may read: ${first}${more}`,
    hint: 'remove them when you are done, and commit none of them',
  };
}

/** Who runs rmqctl, by the environment where it says so. */
function loginHere({ env }: CommandContext): Login {
  const user = env['USER'] ?? userInfo().username;
  return { user, root: user === 'root', home: env['HOME'] ?? homedir() };
}

/**
 * The identity of the archive that the inventory names, which the start scripts carry. Nothing is downloaded for it.
 * @returns undefined where there is no such archive, or it is not there: that is told
 */
async function identityOf(topology: Topology, context: CommandContext): Promise<string | undefined> {
  const { distribution: spec, version } = topology;
  if (spec.from !== 'archive') return undefined;
  if (spec.sha512 !== undefined) return spec.sha512;
  const { archiveIdentity } = await import('../distribution/provide.ts');
  const { releaseCacheDir } = await import('../distribution/cache.ts');
  const { env } = context;
  try {
    const request = { release: releaseOf(version), spec, cacheDir: releaseCacheDir(env), env };
    const found = await archiveIdentity(request);
    if (found !== undefined || /^https?:/.test(spec.archive))
      return found ?? tellUnknown(context, `${spec.archive} has not been downloaded yet`);
    const { getRelease } = await import('../operations/session.ts');
    return (await getRelease({ releaseRequest: request, context })).sha256;
  } catch (error) {
    if (error instanceof RmqctlError && error.code === 'ARCHIVE_MISSING')
      return tellUnknown(context, error.message);
    throw error;
  }
}

function tellUnknown({ emit }: CommandContext, found: string): undefined {
  emit({
    event: 'diagnostic',
    severity: 'note',
    code: 'ARCHIVE_UNKNOWN',
    message: `${found}: the start scripts that deploy writes will carry another RMQCTL_DIGEST`,
  });
}
