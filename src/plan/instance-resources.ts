import type { Site } from '../os/site.ts';
import { renderTemplate } from '../render/templates.ts';
import { unitFile as unitText } from '../render/unit.ts';
import type { Directory } from '../resources/directory.ts';
import type { File } from '../resources/file.ts';
import { resourceKey, type Resource, type ResourceKey } from '../resources/resource.ts';
import type { Service } from '../resources/service.ts';
import type { Blueprint, Places } from '../roles/role.ts';
import { quote } from '../shell/quote.ts';
import type { Instance, Topology } from '../topology/topology.ts';
import { digest } from './digest.ts';

/** What the resources of one instance are made from. */
export interface InstanceContext {
  readonly topology: Topology;
  readonly instance: Instance;
  readonly site: Site;
  readonly blueprint: Blueprint;
  readonly places: Places;
  /** the release's resource, and what else on the host must be so before a process starts */
  readonly releaseKey: ResourceKey;
  readonly hostKeys: readonly ResourceKey[];
  /** the services that must be ready before this one starts */
  readonly after: readonly ResourceKey[];
  /** what the running process is to be told apart by, besides its files: the release's identity */
  readonly releaseIdentity: string;
  /** seconds a start may take */
  readonly timeout: number;
}

/** <cluster>-<instance>.service */
export function unitName(cluster: string, instance: string): string {
  return `${cluster}-${instance}.service`;
}

/** The id of an instance's service on its host. */
export function serviceId(cluster: string, instance: string): string {
  return `service:${unitName(cluster, instance)}`;
}

/** Where an instance's logs are on its host. */
export function placesOf(site: Site, instance: Instance): Places {
  const logs = `${site.logs}/${instance.name}`;
  return { logs, console: `${logs}/console.log`, logOffset: `${logs}/.log-offset` };
}

/** Everything that makes one instance: its directories, files, start script, unit and process. */
export function instanceResources(context: InstanceContext): Resource[] {
  const { site, instance, blueprint, places } = context;
  const directories = [places.logs, ...blueprint.directories].map((path) =>
    directory(context, { path, mode: '755', owner: site.owner }),
  );
  const inputs = inputFiles(context);
  const unit = unitFile(context);
  const all = [...inputs, ...(unit === undefined ? [] : [unit])];
  return [...directories, ...all, service(context, [...directories, ...all], all, blueprint)].map(
    (resource) => ({
      ...resource,
      instance: instance.name,
    }),
  );
}

function restartMark({ site, instance }: InstanceContext): string {
  return `${site.state}/restart/${instance.name}`;
}

function directory({ site, hostKeys }: InstanceContext, desired: Directory): Resource {
  return make(site, 'directory', desired.path, { desired, needs: hostKeys, inputs: [] });
}

/** The role's files and the start script, all in the release's home. */
function inputFiles(context: InstanceContext): Resource[] {
  const { site, blueprint, releaseKey, instance } = context;
  const start = { path: startScriptPath(context), content: startScript(context), mode: '755' };
  return [...blueprint.files, start].map((input) => {
    const desired: File = { mode: '644', ...input, owner: site.owner };
    const resource = make(site, 'file', input.path, { desired, needs: [releaseKey], inputs: [releaseKey] });
    return { ...resource, instance: instance.name, home: site.home, marks: [restartMark(context)] };
  });
}

function startScriptPath({ site, instance }: InstanceContext): string {
  return `${site.home}/bin/start-${instance.name}.sh`;
}

/** Everything the process is started from, so that a process started from anything else is noticed. */
function digestOf(context: InstanceContext): string {
  const { blueprint } = context;
  return digest([
    context.releaseIdentity,
    startScript(context, ''),
    ...blueprint.files.flatMap(({ path, content }) => [path, content]),
  ]);
}

function startScript(context: InstanceContext, identity = digestOf(context)): string {
  const { blueprint, instance, places } = context;
  const env = { ...blueprint.env, RMQCTL_INSTANCE: instance.name, RMQCTL_DIGEST: identity };
  return renderTemplate('common/launch.sh', {
    instance: instance.name,
    env: Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`),
    logs: quote(places.logs),
    logFile: quote(blueprint.log ?? ''),
    pidFile: quote(pidFile(context)),
    command: blueprint.command.map(quote).join(' '),
  });
}

function pidFile({ places }: InstanceContext): string {
  return `${places.logs}/pid`;
}

function unitFile(context: InstanceContext): Resource | undefined {
  const { site, topology, instance } = context;
  if (site.supervisor !== 'systemd') return undefined;
  const desired: File = {
    path: `/etc/systemd/system/${unitName(topology.cluster, instance.name)}`,
    content: unitText({
      description: `RocketMQ ${instance.name} of ${topology.cluster}`,
      user: site.user,
      group: site.user,
      startScript: startScriptPath(context),
      tuning: topology.tuning,
    }),
    mode: '644',
    owner: 'root:root',
  };
  return {
    ...make(site, 'unit', desired.path, { desired, needs: [], inputs: [] }),
    marks: [restartMark(context)],
  };
}

function service(
  context: InstanceContext,
  needs: readonly Resource[],
  inputs: readonly Resource[],
  blueprint: Blueprint,
): Resource {
  const { site, instance, topology, places, timeout, releaseKey } = context;
  const desired: Service = {
    instance: instance.name,
    unit: unitName(topology.cluster, instance.name),
    startScript: startScriptPath(context),
    pidFile: pidFile(context),
    user: site.facts.root ? site.user : '',
    supervisor: site.supervisor,
    digest: digestOf(context),
    restartMark: restartMark(context),
    timeout,
    ready: {
      ...blueprint.ready,
      console: places.console,
      logOffset: places.logOffset,
      ...(blueprint.log === undefined ? {} : { log: blueprint.log }),
    },
  };
  return make(site, 'service', desired.unit, {
    desired,
    needs: [...context.hostKeys, ...needs.map(({ key }) => key), ...context.after],
    inputs: [releaseKey, ...inputs.map(({ key }) => key)],
  });
}

/** A resource of a host from its kind, name and the rest. */
export function make(
  site: Site,
  kind: string,
  name: string,
  rest: Pick<Resource, 'desired' | 'needs' | 'inputs'>,
): Resource {
  const id = `${kind}:${name}`;
  return { key: resourceKey(site.host.name, id), host: site.host.name, id, kind, ...rest };
}
