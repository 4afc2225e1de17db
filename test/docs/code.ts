/** Code in Markdown: fenced blocks, words in backticks, and the calls of rmqctl among them. */

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

/** What stands in backticks in a page's sentences. */
export function wordsOf(page: string): string[] {
  const sentences = page.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/<!--[^]*?-->/g, '');
  return [...sentences.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
}

/** The shell commands of a page: those of `console` blocks, which begin with `$ `, and whole `sh` blocks. */
export function shellOf(page: string): string[] {
  return blocksOf(page).flatMap(({ language, text }) => {
    if (language === 'sh') return [text];
    if (language !== 'console') return [];
    return [...text.matchAll(/^[$>] (.*)$/gm)].map(([, command]) => command!);
  });
}

/** The arguments of every call of rmqctl in a shell command, as words without their quotes. */
export function callsIn(shell: string): string[][] {
  const calls = shell.matchAll(/(?<![\w/.-])rmqctl((?:[ \t]+(?:'[^']*'|"[^"]*"|[^\s'"|;&()<>#])+)*)/g);
  return [...calls]
    .map(([, words]) => words!.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [])
    .map((words) => words.map((word) => word.replaceAll(/['"]/g, '')))
    .filter((words) => words.length > 0);
}
