/** Every command: a name and a line for the help, and its module, which is loaded only when it is run. */
import type { Command } from './frame/command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** In the order of the help. A new command is one new file and one line here. */
export const registry: readonly CommandEntry[] = [
  {
    name: 'trust',
    summary: 'show the host keys of an inventory and, when agreed, write them to known_hosts beside it',
    load: () => import('./trust.ts'),
  },
  {
    name: 'check',
    summary: 'ask the hosts whether the deployment can work, before anything is deployed; changes nothing',
    load: () => import('./check.ts'),
  },
  {
    name: 'plan',
    summary: 'show what deploy would do, with diffs',
    load: () => import('./plan.ts'),
  },
  {
    name: 'deploy',
    summary: 'make the hosts match the inventory, and prove that the cluster works',
    load: () => import('./deploy.ts'),
  },
  {
    name: 'verify',
    summary: 'prove that the cluster works: processes, ports, paths, configuration, replication, messages',
    load: () => import('./verify.ts'),
  },
  {
    name: 'status',
    summary: 'one line an instance: state, pid, uptime, role, address, version, messages a second, lag, disk',
    load: () => import('./status.ts'),
  },
  {
    name: 'logs',
    summary: "show every instance's log, merged by time",
    load: () => import('./logs.ts'),
  },
  {
    name: 'dashboard',
    summary: 'open the page of the dashboard or console on this machine, through SSH, until interrupted',
    load: () => import('./dashboard.ts'),
  },
  {
    name: 'start',
    summary: 'start what is deployed and does not run: name servers, masters, slaves',
    load: () => import('./start.ts'),
  },
  {
    name: 'stop',
    summary: 'stop slaves, masters, name servers; they flush and keep their stores',
    load: () => import('./stop.ts'),
  },
  {
    name: 'restart',
    summary: 'restart one instance after another, each proven ready and in sync before the next',
    load: () => import('./restart.ts'),
  },
  {
    name: 'destroy',
    summary: 'remove what was deployed; stores stay unless --purge-store names them',
    load: () => import('./destroy.ts'),
  },
  {
    name: 'playground',
    summary: 'a whole real cluster on this machine: no root, no SSH, no inventory; --down ends it',
    load: () => import('./playground.ts'),
  },
  {
    name: 'exec',
    summary: 'run a command on the hosts',
    load: () => import('./exec.ts'),
  },
  {
    name: 'admin',
    summary: "run RocketMQ's mqadmin on a name server's host",
    load: () => import('./admin.ts'),
  },
  {
    name: 'fetch',
    summary:
      "get a version's distribution into the cache, or as an archive to carry to a machine without the network",
    load: () => import('./fetch.ts'),
  },
  {
    name: 'validate',
    summary: 'say what is wrong with an inventory; touches no host',
    load: () => import('./validate.ts'),
  },
  {
    name: 'render',
    summary: 'write every file of every host, and the commands, to a directory; touches no host',
    load: () => import('./render.ts'),
  },
  {
    name: 'graph',
    summary: 'draw the topology',
    load: () => import('./graph.ts'),
  },
  {
    name: 'init',
    summary: 'write a commented inventory to start from',
    load: () => import('./init.ts'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of the inventory, for editors',
    load: () => import('./schema.ts'),
  },
  {
    name: 'completion',
    summary: 'print a script that completes commands and options in a shell',
    load: async () => ({ command: (await import('./completion.ts')).completion(everyCommand) }),
  },
  {
    name: 'man',
    summary: 'print the manual page, for man -l -',
    load: async () => ({ command: (await import('./man.ts')).man(everyCommand) }),
  },
];

/** What the commands that describe all of them are given. */
async function everyCommand(): Promise<readonly Command[]> {
  const modules = await Promise.all(registry.map(({ load }) => load()));
  return modules.map(({ command }) => command);
}
