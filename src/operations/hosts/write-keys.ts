import { rename, writeFile } from 'node:fs/promises';
import { ExitCode, RmqctlError } from '../../errors.ts';
import { count } from '../../report/units.ts';
import { recordKeys } from '../../transport/host-keys/record-keys.ts';
import type { SeenHostKey } from '../../transport/transport.ts';
import type { CommandContext } from '../context.ts';
import { readIfThere } from '../../std/errno.ts';

/**
 * Writes keys into the known_hosts files that they belong to, each beside and renamed, and says so.
 * @throws RmqctlError KNOWN_HOSTS_UNWRITABLE
 */
export async function writeKeys(
  keys: readonly SeenHostKey[],
  { emit }: Pick<CommandContext, 'emit'>,
): Promise<void> {
  for (const file of new Set(keys.flatMap((key) => key.file ?? []))) {
    const group = keys.filter((key) => key.file === file);
    const lines = group.map(({ name, key, host, verdict }) => ({
      name,
      key,
      comment: host,
      replace: verdict.kind === 'changed',
    }));
    try {
      const before = await readIfThere(file);
      await writeFile(`${file}.new`, recordKeys(before ?? '', lines));
      await rename(`${file}.new`, file);
    } catch (cause) {
      throw new RmqctlError('KNOWN_HOSTS_UNWRITABLE', `cannot write ${file}`, {
        hint: 'make it writable, or name another file as ssh.knownHosts',
        exit: ExitCode.connect,
        cause,
      });
    }
    const message = `wrote ${count(group.length, 'key')} to ${file}: it can be reviewed and committed`;
    emit({ event: 'diagnostic', severity: 'note', code: 'HOST_KEYS_WRITTEN', message });
  }
}
