import { readdir, readFile, readlink } from 'node:fs/promises';
import { parseSockets, TCP_TABLES, type Socket } from '../../hosts/sockets.ts';

/** Who listens on a port of this machine. */
export interface LocalListener {
  /** the number of the user whose socket it is */
  readonly uid: number;
  /** absent where this user may not look at that process */
  readonly pid?: number | undefined;
  /** its command line, cut */
  readonly command?: string | undefined;
}

const SHOWN = 100;

/** Who listens on a port here, by the kernel's tables (proc(5)); undefined where nobody does. */
export async function portOwner(port: number): Promise<LocalListener | undefined> {
  const socket = (await listeners()).get(port);
  if (socket === undefined) return undefined;
  const pid = await processWith(`socket:[${socket.inode}]`);
  if (pid === undefined) return { uid: socket.uid };
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const command = words.replaceAll('\0', ' ').trim();
  return {
    uid: socket.uid,
    pid,
    command: command.length > SHOWN ? `${command.slice(0, SHOWN)}...` : command,
  };
}

/** The ports that somebody listens on here. */
export async function takenPorts(): Promise<ReadonlySet<number>> {
  return new Set((await listeners()).keys());
}

/** @returns port to its socket */
async function listeners(): Promise<Map<number, Socket>> {
  const tables = await Promise.all(TCP_TABLES.map((path) => readFile(path, 'utf8').catch(() => '')));
  const sockets = parseSockets(tables.join('\n')).filter(({ state }) => state === 'listening');
  return new Map(sockets.map((socket) => [socket.local.port, socket]));
}

/** The process that holds a socket open. */
async function processWith(link: string): Promise<number | undefined> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const fd of open) {
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === link) return Number(pid);
    }
  }
  return undefined;
}
