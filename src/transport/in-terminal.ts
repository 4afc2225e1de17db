import { quote } from '../shell/quote.ts';

/**
 * A command that runs with a terminal, as sudo's `requiretty` wants it: `script` (util-linux) makes one and runs the command in
 * it. Only that it is there counts; standard input, output and errors remain what they were, byte for byte, by way of the
 * descriptors 3 to 5. Its exit status is the command's.
 */
export function inTerminal(words: readonly string[]): readonly string[] {
  const command = `exec ${words.map(quote).join(' ')} <&3 >&4 2>&5 3<&- 4>&- 5>&-`;
  return [
    'sh',
    '-c',
    'exec env SHELL=/bin/sh script -qefc "$0" /dev/null 3<&0 4>&1 5>&2 </dev/null >/dev/null',
    command,
  ];
}
