/** The commands there are, in the order of the help, which is made without loading any of their modules. */
import type { Command } from './frame/command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const MODULES = {
  trust: () => import('./trust.ts'),
  check: () => import('./check.ts'),
  plan: () => import('./plan.ts'),
  deploy: () => import('./deploy.ts'),
  verify: () => import('./verify.ts'),
  status: () => import('./status.ts'),
  logs: () => import('./logs.ts'),
  dashboard: () => import('./dashboard.ts'),
  start: () => import('./start.ts'),
  stop: () => import('./stop.ts'),
  restart: () => import('./restart.ts'),
  destroy: () => import('./destroy.ts'),
  playground: () => import('./playground.ts'),
  exec: () => import('./exec.ts'),
  admin: () => import('./admin.ts'),
  fetch: () => import('./fetch.ts'),
  validate: () => import('./validate.ts'),
  render: () => import('./render.ts'),
  graph: () => import('./graph.ts'),
  init: () => import('./init.ts'),
  schema: () => import('./schema.ts'),
  completion: () => import('./completion.ts'),
  man: () => import('./man.ts'),
};

const SUMMARIES: Readonly<Record<string, string>> = {
  trust: 'show the host keys of an inventory and, when agreed, write them to known_hosts beside it',
  check: 'ask the hosts whether the deployment can work, before anything is deployed; changes nothing',
  plan: 'show what deploy would do, with diffs',
  deploy: 'make the hosts match the inventory, and prove that the cluster works',
  verify: 'prove that the cluster works: processes, ports, paths, configuration, replication, messages',
  status: 'one line an instance: state, pid, uptime, role, address, version, messages a second, lag, disk',
  logs: "show every instance's log, merged by time",
  dashboard: 'open the page of the dashboard or console on this machine, through SSH, until interrupted',
  start: 'start what is deployed and does not run: name servers, masters, slaves',
  stop: 'stop slaves, masters, name servers; they flush and keep their stores',
  restart: 'restart one instance after another, each proven ready and in sync before the next',
  destroy: 'remove what was deployed; stores stay unless --purge-store names them',
  playground: 'a whole real cluster on this machine: no root, no SSH, no inventory; --down ends it',
  exec: 'run a command on the hosts',
  admin: "run RocketMQ's mqadmin on a name server's host",
  fetch:
    "get a version's distribution into the cache, or as an archive to carry to a machine without the network",
  validate: 'say what is wrong with an inventory; touches no host',
  render: 'write every file of every host, and the commands, to a directory; touches no host',
  graph: 'draw the topology',
  init: 'write a commented inventory to start from',
  schema: 'print the JSON Schema of the inventory, for editors',
  completion: 'print a script that completes commands and options in a shell',
  man: 'print the manual page, for man -l -',
} satisfies Readonly<Record<keyof typeof MODULES, string>>;

/** A new command is a file, its module and its summary here. */
export const registry: readonly CommandEntry[] = Object.entries(MODULES).map(([name, module]) => {
  const heading = { name, summary: SUMMARIES[name] ?? '' };
  return { ...heading, load: async () => ({ ...heading, ...(await module()).command }) };
});
