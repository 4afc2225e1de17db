/**
 * What is wrong with a page of Markdown as this project writes it: fences and folds that are not closed, tables whose rows have
 * different numbers of cells, HTML besides the few elements that GitHub and GitLab let through.
 */
export function markdownFaults(text: string): string[] {
  const { outside, open } = withoutFences(text.split('\n'));
  const balance = (tag: string): number =>
    outside.join('\n').split(`<${tag}>`).length - outside.join('\n').split(`</${tag}>`).length;
  const tags = outside.join('\n').matchAll(/<\/?([a-zA-Z][\w-]*)[^>]*>/g);
  return [
    ...(open ? ['a fence is not closed'] : []),
    ...['details', 'summary', 'code']
      .filter((tag) => balance(tag) !== 0)
      .map((tag) => `<${tag}> is not closed`),
    ...[...tags]
      .filter(([, tag]) => !['details', 'summary', 'code', 'br'].includes(tag!))
      .map(([all]) => all),
    ...tables(outside)
      .filter((rows) => new Set(rows.map(cells)).size !== 1)
      .map((rows) => `uneven: ${rows[0]}`),
    ...tables(outside)
      .filter(([, rule = '']) => !/^\|( --- \|)+$/.test(rule))
      .map(([head]) => `no rule below ${head}`),
  ];
}

function withoutFences(lines: readonly string[]): { readonly outside: string[]; readonly open: boolean } {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of lines) {
    const marker = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && marker !== undefined) fence = marker;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence === undefined) outside.push(line);
  }
  return { outside, open: fence !== undefined };
}

const cells = (row: string): number => row.split('|').length;

function tables(lines: readonly string[]): string[][] {
  const found: string[][] = [];
  lines.forEach((line, at) => {
    if (!line.startsWith('|')) return;
    if (at > 0 && lines[at - 1]!.startsWith('|')) found.at(-1)!.push(line);
    else found.push([line]);
  });
  return found;
}
