import { isTuned, KERNEL_SETTINGS } from '../hosts/tuning.ts';
import { lines, sh } from '../shell/script.ts';
import { installFile } from './file/by-hand.ts';
import { forget, remember } from './created-paths.ts';
import { defineKind } from './resource.ts';

/** In the directory whose settings are made at boot; each cluster of a host has a separate file. */
const PREFIX = '/etc/sysctl.d/90-rmqctl-';

export interface Sysctl {
  /** names the file */
  readonly cluster: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
}

interface KernelValue {
  readonly name: string;
  readonly value: number;
  /** false in most containers, which share their machine's kernel */
  readonly settable: boolean;
}

interface Found {
  readonly kernel: readonly KernelValue[];
  /** notes of what values were before rmqctl changed them: "sysctl vm/swappiness 60" */
  readonly notes: readonly string[];
  /** text of the file; undefined where there is none */
  readonly file: string | undefined;
}

/**
 * Settings of the kernel, for now and for every boot, in a file of our own; files of others are not touched. What a value was
 * is noted first, and comes back when the last cluster of the host no longer wants it.
 */
export const sysctl = defineKind<Sysctl, Sysctl, Found>({
  kind: 'sysctl',
  ref: ({ cluster, made }) => ({ cluster, made }),
  probe: ({ cluster, made }) => sh`
    for name in ${KERNEL_SETTINGS.map(({ name }) => name)}; do
      read -r value 2>/dev/null <"/proc/sys/$name" || continue
      if [ -w "/proc/sys/$name" ]; then how=settable; else how=fixed; fi
      echo "kernel $name $value $how"
    done
    [ ! -f ${made} ] || grep '^sysctl ' ${made} || :
    if [ -f ${pathOf(cluster)} ]; then echo file; cat ${pathOf(cluster)}; fi`,
  parse(output) {
    const [facts = '', file] = output.split(/^file\n/m, 2);
    const found = facts.split('\n').map((line) => line.split(' '));
    return {
      kernel: found
        .filter(([kind]) => kind === 'kernel')
        .map(([, name = '', value, how]) => ({ name, value: Number(value), settable: how === 'settable' })),
      notes: facts.split('\n').filter((line) => line.startsWith('sysctl ')),
      file,
    };
  },
  diff({ cluster, made }, found) {
    const content = contentFor(found);
    const unset = KERNEL_SETTINGS.filter((setting) => {
      const now = valueOf(found, setting.name);
      return now !== undefined && !isTuned(setting, now.value);
    });
    const settable = unset.filter(({ name }) => valueOf(found, name)?.settable === true);
    if (content === found.file && settable.length === 0) return undefined;
    const former = settable
      .filter(({ name }) => !found.notes.some((line) => line.startsWith(`sysctl ${name} `)))
      .map(({ name }) => `sysctl ${name} ${valueOf(found, name)?.value ?? ''}`);
    const path = pathOf(cluster);
    const values = settable.map(({ name, value }) => `${dotted(name)}=${value}`);
    return {
      action: found.file === undefined ? 'create' : 'update',
      summary: `kernel settings in ${path}${values.length === 0 ? '' : `, now: ${values.join(', ')}`}`,
      ...(content !== found.file && { diff: { path, before: found.file ?? '', after: content } }),
      apply: lines([
        remember(made, former),
        sh`put ${path} 644 '' ${content}`,
        ...settable.map(({ name, value }) => sh`echo ${value} >${`/proc/sys/${name}`}`),
        ...unset
          .filter((setting) => !settable.includes(setting))
          .map(
            ({ name, value }) =>
              sh`warn ${`${dotted(name)} stays ${valueOf(found, name)?.value ?? 'unknown'} instead of ${value}: this host may not set it (a container shares its machine's kernel)`}`,
          ),
      ]),
    };
  },
  byHand({ cluster }) {
    const path = pathOf(cluster);
    const content = contentFor({ kernel: [], notes: [], file: undefined });
    const { commands, ...rest } = installFile({ path, content, mode: '644', owner: '' });
    return { ...rest, commands: lines([commands, sh`sysctl -p ${path}`]) };
  },
  remove({ cluster, made }, found) {
    if (found.file === undefined && found.notes.length === 0) return undefined;
    const path = pathOf(cluster);
    const restored = found.notes.flatMap((line) => {
      const [, name = '', former = ''] = line.split(' ');
      const ours = KERNEL_SETTINGS.find((setting) => setting.name === name);
      const now = valueOf(found, name);
      // a value that somebody has changed since is theirs
      return now?.settable === true && now.value === ours?.value ? [{ name, former }] : [];
    });
    return {
      action: 'delete',
      summary: `remove the kernel settings ${path}`,
      apply: sh`
        rm -f ${path}
        # another cluster of this host may want them still
        if ! ls ${PREFIX}*.conf >/dev/null 2>&1; then
          ${lines(restored.map(({ name, former }) => sh`echo ${former} >${`/proc/sys/${name}`}`))}
          ${forget(made, found.notes)}
        fi`,
    };
  },
});

function pathOf(cluster: string): string {
  return `${PREFIX}${cluster}.conf`;
}

/** The text of the file; a setting that the kernel exceeds by itself is left out, lest the next boot lower it. */
function contentFor(found: Found): string {
  const settings = KERNEL_SETTINGS.filter((setting) => {
    const now = valueOf(found, setting.name);
    return now === undefined || now.value === setting.value || !isTuned(setting, now.value);
  });
  const entries = settings.map(({ name, value, why }) => `# ${why}\n${dotted(name)} = ${value}\n`);
  return ['# Written by rmqctl; change the inventory, not this file.\n', ...entries].join('');
}

function valueOf({ kernel }: Found, name: string): KernelValue | undefined {
  return kernel.find((each) => each.name === name);
}

/** As sysctl(8) spells it: vm.swappiness. */
function dotted(name: string): string {
  return name.replaceAll('/', '.');
}
