import { ask, type Probe } from '../probes/probe.ts';
import { sh } from '../shell/script.ts';
import type { Transport } from '../transport/transport.ts';

/** What comes behind the name of a log in its file's name. */
const ENDING = '.log';

/** The names that --log takes, of the logs that lie in these folders of a host. */
function namesIn(folders: readonly string[]): Probe<readonly string[]> {
  return {
    id: 'log-names',
    script: sh`
      for folder in ${folders}; do
        for file in "$folder"/*${ENDING}; do [ ! -f "$file" ] || echo "\${file##*/}"; done
      done`,
    parse: (text) =>
      text
        .split('\n')
        .filter((name) => name.endsWith(ENDING))
        .map((name) => name.slice(0, -ENDING.length)),
  };
}

/** Asks a host for them. @throws RmqctlError of `ask` */
export async function logNames(
  transport: Transport,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = namesIn(folders);
  return (await ask(transport, [names], { signal })).of(names);
}
