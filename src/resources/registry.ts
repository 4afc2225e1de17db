import { block } from './block.ts';
import { directory } from './directory.ts';
import { file } from './file.ts';
import { firewall } from './firewall.ts';
import { manifest } from './manifest.ts';
import { program } from './program.ts';
import { release } from './release.ts';
import { replacement } from './replacement.ts';
import type { AnyKind } from './resource.ts';
import { service } from './service.ts';
import { store } from './store.ts';
import { sysctl } from './sysctl.ts';
import { unit } from './unit.ts';
import { user } from './user.ts';

/** Every kind of resource. A new kind is a file and a line here. */
const KINDS: readonly AnyKind[] = [
  manifest,
  user,
  directory,
  store,
  release,
  program,
  replacement,
  file,
  unit,
  block,
  firewall,
  sysctl,
  service,
];

const BY_NAME = new Map(KINDS.map((kind) => [kind.kind, kind]));

/** The kind of that name, or undefined: a manifest may have been written by another version of rmqctl. */
export function findKind(name: string): AnyKind | undefined {
  return BY_NAME.get(name);
}

/** @throws Error when there is no such kind, which is a bug */
export function kindNamed(name: string): AnyKind {
  const kind = findKind(name);
  if (kind === undefined) throw new Error(`there is no resource kind "${name}"`);
  return kind;
}
