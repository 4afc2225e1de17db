import { framed, runScript } from '../probes/remote-script.ts';
import { sh } from '../shell/script.ts';
import type { Transport } from '../transport/transport.ts';

/** What comes behind the name of a log in its file's name. */
const ENDING = '.log';

/**
 * The names that --log takes, of the logs that lie in these folders of a host.
 * @throws RmqctlError of runScript
 */
export async function logNames(
  transport: Transport,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const said = { text: '' };
  await runScript({
    transport,
    signal,
    body: framed(
      'names',
      sh`
      for folder in ${folders}; do
        for file in "$folder"/*${ENDING}; do [ ! -f "$file" ] || echo "\${file##*/}"; done
      done`,
    ),
    onFrame: ({ text }) => (said.text = text),
  });
  const names = said.text.split('\n').filter((name) => name.endsWith(ENDING));
  return names.map((name) => name.slice(0, -ENDING.length));
}
