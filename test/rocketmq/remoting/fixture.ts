/** What was captured of a real server: name, request and response of each exchange, in a text file of hex. */

import { readFileSync, writeFileSync } from 'node:fs';

export interface Captured {
  readonly name: string;
  readonly server: string;
  readonly request: Buffer;
  readonly response: Buffer;
}

const LINE_DIGITS = 120;

const fileOf = (release: string): URL => new URL(`fixtures/${release}.txt`, import.meta.url);

export function readCaptured(release: string): Captured[] {
  const [, ...sections] = readFileSync(fileOf(release), 'utf8').split(/^# /m);
  return sections.map((section) => {
    const [title = '', ...lines] = section.split('\n');
    const [, name = '', server = ''] = /^(.*) \((\w+)\)$/.exec(title) ?? [];
    return { name, server, request: bytesOf(lines, '> '), response: bytesOf(lines, '< ') };
  });
}

export function writeCaptured(release: string, exchanges: readonly Captured[]): void {
  const head =
    `RocketMQ ${release}: frames of a name server and of a master with one slave, one exchange a section.\n` +
    'Lines with > are what the client sent, lines with < what the server answered, in hex.\n';
  const sections = exchanges.map(
    ({ name, server, request, response }) =>
      `\n# ${name} (${server})\n${linesOf(request, '> ')}\n${linesOf(response, '< ')}\n`,
  );
  writeFileSync(fileOf(release), head + sections.join(''));
}

function bytesOf(lines: readonly string[], mark: string): Buffer {
  const hex = lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
  return Buffer.from(hex.join(''), 'hex');
}

function linesOf(bytes: Buffer, mark: string): string {
  const lines = bytes.toString('hex').match(new RegExp(`.{1,${LINE_DIGITS}}`, 'g')) ?? [];
  return lines.map((line) => mark + line).join('\n');
}
