import { supervisorNamed } from '../../hosts/supervisors/registry.ts';
import { keyOf } from '../../model/resource-address.ts';
import type { Directory } from '../../resources/directory.ts';
import { isFile, type File } from '../../resources/file.ts';
import type { Unit } from '../../resources/unit.ts';
import type { PresentResource } from '../../resources/resource.ts';
import type { Service } from '../../resources/service.ts';
import type { Blueprint } from '../../roles/role.ts';
import { secretKeys } from '../../model/property.ts';
import { Secret } from '../../redaction/secret.ts';
import { hasSecret, isConfigFile } from '../../rocketmq/configuration/config-file.ts';
import { isPrivate, restartMark, unitName, type InstanceContext } from './instance-context.ts';
import { present } from './instance-context.ts';
import { pidFile, startDigest, startScript, startScriptPath } from './start-script.ts';

/** What an instance and its start script write to its log directory, which is its home directory, too (decision 0005). */
const WRITTEN_TO_LOGS = [
  'console.log',
  'console.log.1',
  'pid',
  '.log-offset',
  'gc.log*',
  'hs_err_pid*.log',
  'logs',
  'namesrv',
  'rocketmq-namesrv',
  '.rocketmq_offsets',
  'kvConfig.json*',
  'namesrv.properties*',
];

/** Everything that makes one instance: its directories and files, whatever else its role asks for, its unit and process. */
export function instanceResources(context: InstanceContext): PresentResource[] {
  const { site, instance, blueprint, places } = context;
  const own = { mode: '755', owner: site.owner, made: site.made };
  const directories = [
    directory(context, {
      ...own,
      // what a broker says of its secrets is masked in its logs (roles/common/logback.ts), but not what it says without their names
      mode: isPrivate(context) ? '700' : own.mode,
      path: places.logs,
      contents: WRITTEN_TO_LOGS,
    }),
    ...blueprint.directories.map((path) =>
      directory(context, { ...own, path, contents: blueprint.contents?.[path], store: true }),
    ),
  ];
  const extras = extraResources(context, directories);
  const restarting = extras.filter(({ marks }) => marks !== undefined);
  const unit = unitFile(context);
  const inputs = [...inputFiles(context, restarting), ...restarting, ...(unit === undefined ? [] : [unit])];
  const needs = [...new Set([...directories, ...extras, ...inputs])];
  return [...needs, service(context, needs, inputs)].map((resource) => ({
    ...resource,
    instance: instance.name,
  }));
}

function directory({ site, hostKeys }: InstanceContext, desired: Directory): PresentResource {
  return present(site, 'directory', desired.path, { desired, needs: hostKeys });
}

/** What the role asks for besides directories and files; what the instance is started from carries its mark. */
function extraResources(
  context: InstanceContext,
  directories: readonly PresentResource[],
): PresentResource[] {
  const { site, instance, blueprint, places, homeKey, hostKeys } = context;
  const above = [...hostKeys, ...directories.map(keyOf)];
  return (blueprint.extras ?? []).map(({ kind, name, desired, inHome, restarts }) => {
    const home = inHome === true ? [homeKey] : [];
    return {
      ...present(site, kind, name, { desired, needs: [...above, ...home], inputs: home }),
      ...(inHome === true && { home: places.home }),
      ...(restarts === true && { marks: [restartMark(site, instance.name)] }),
    };
  });
}

/**
 * The role's files and the start script. What lies in the instance's home is made anew with it; the start script, which carries a
 * digest of all the others, is written anew with any of them.
 * @param others what the process is started from besides; looked at before these
 */
function inputFiles(context: InstanceContext, others: readonly PresentResource[]): PresentResource[] {
  const { site, blueprint, homeKey, instance, places } = context;
  const resourceOf = (input: Input, inputs: readonly PresentResource[]): PresentResource => ({
    ...present(site, 'file', input.path, {
      desired: fileOf(input, context),
      needs: [homeKey],
      inputs: [homeKey, ...inputs.map(keyOf)],
    }),
    instance: instance.name,
    home: places.home,
    marks: [restartMark(site, instance.name)],
  });
  const files = blueprint.files.map((file) => resourceOf(file, []));
  return [...files, resourceOf(startScript(context), [...others, ...files])];
}

/** A file that an instance is started from. */
type Input = Blueprint['files'][number] | ReturnType<typeof startScript>;

/** The file as it is to be on the host: one with a secret in it is the service user's alone. */
function fileOf(input: Input, { site, hidden }: InstanceContext): File {
  const { owner } = site;
  if ('entries' in input) {
    const all = new Set([...secretKeys(input.entries), ...hidden]);
    const mode = hasSecret(input) ? '600' : '644';
    return { path: input.path, content: input, mode, owner, hidden: [...all] };
  }
  const { content, mode = '644' } = input;
  // without what it gives to others
  return { ...input, mode: content instanceof Secret ? `${mode.slice(0, -2)}00` : mode, owner };
}

/** True if the process writes the file anew while it runs. */
function isRewritable({ content }: File): boolean {
  return isConfigFile(content) && content.rewritten === true;
}

/** What the host's supervisor must have of the instance, where it needs more than the start script. */
function unitFile(context: InstanceContext): PresentResource | undefined {
  const { site, topology, instance } = context;
  const found = supervisorNamed(site.supervisor).unitFile?.(unitName(topology.cluster, instance.name), {
    description: `RocketMQ ${instance.name} of ${topology.cluster}`,
    user: site.user,
    group: site.user,
    startScript: startScriptPath(context),
    limits: topology.tuning !== 'none',
  });
  if (found === undefined) return undefined;
  const { path, content, mode = '644' } = found;
  const desired: Unit = { path, content, mode, owner: 'root:root', supervisor: site.supervisor };
  return { ...present(site, 'unit', path, { desired }), marks: [restartMark(site, instance.name)] };
}

function service(
  context: InstanceContext,
  needs: readonly PresentResource[],
  inputs: readonly PresentResource[],
): PresentResource {
  const { site, instance, topology, places, timeout, homeKey, blueprint } = context;
  const files = inputs.filter(isFile).map((file) => file.desired);
  const desired: Service = {
    instance: instance.name,
    unit: unitName(topology.cluster, instance.name),
    startScript: startScriptPath(context),
    pidFile: pidFile(context),
    user: site.facts.root ? site.user : '',
    supervisor: site.supervisor,
    digest: context.identity === '' ? '' : startDigest(context),
    sources: {
      read: files.filter((file) => !isRewritable(file)).map(({ path }) => path),
      rewritten: files.filter(isRewritable).map(({ path }) => path),
    },
    restartMark: restartMark(site, instance.name),
    timeout,
    restartsLast: blueprint.restartsLast,
    jvm: blueprint.jvm,
    ready: {
      ...blueprint.ready,
      console: places.console,
      logOffset: places.logOffset,
      ...(blueprint.log === undefined ? {} : { log: blueprint.log }),
    },
  };
  return present(site, 'service', desired.unit, {
    desired,
    needs: [...context.hostKeys, ...needs.map(keyOf), ...context.after],
    inputs: [homeKey, ...inputs.map(keyOf)],
  });
}
