import { ExitCode, RmqctlError } from '../errors.ts';
import { commitLogOf } from '../model/paths.ts';
import type { StoreFormat } from '../rocketmq/store-format.ts';
import { sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';

interface Store {
  readonly path: string;
  readonly format: StoreFormat;
}

/** Bytes of one file of each kind; absent where the store has none yet. */
interface Found {
  readonly commitLog?: number;
  readonly consumeQueue?: number;
}

/**
 * A broker's store: never made, changed or removed, but its files must have the sizes that the broker will demand of them
 * before one is started on it.
 */
export const store = defineKind<Pick<Store, 'path'>, Store, Found>({
  kind: 'store',
  ref: ({ path }) => ({ path }),
  // loops in loops, so that the first file ends the search however many topics there are
  probe: ({ path }) => sh`
    for file in ${commitLogOf(path)}/[0-9]*; do
      if [ -f "$file" ]; then stat -L -c 'commitLog %s' "$file"; break; fi
    done
    for topic in ${path}/consumequeue/*; do
      for queue in "$topic"/*; do
        for file in "$queue"/[0-9]*; do
          if [ -f "$file" ]; then stat -L -c 'consumeQueue %s' "$file"; break 3; fi
        done
      done
    done`,
  parse(output) {
    const sizeOf = (kind: string): number =>
      Number(new RegExp(`^${kind} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
    const [commitLog, consumeQueue] = [sizeOf('commitLog'), sizeOf('consumeQueue')];
    return { ...(commitLog === 0 ? {} : { commitLog }), ...(consumeQueue === 0 ? {} : { consumeQueue }) };
  },
  diff({ path, format }, found) {
    for (const part of ['commitLog', 'consumeQueue'] as const) {
      const { key, bytes } = format[part];
      const held = found[part];
      if (held === undefined || held === bytes) continue;
      const message = `the store ${path} was made with ${key}=${held}: a broker with ${bytes} does not start on it`;
      const hint = `set the property ${key}: ${held}, or give the broker another \`store\``;
      throw new RmqctlError('STORE_FORMAT_CHANGE', message, { hint, exit: ExitCode.inventory });
    }
    return undefined;
  },
});
