import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, PROJECT } from './pages.ts';

test.each(pages().map(({ path, text }) => [path, text] as const))(
  'every link of %s leads somewhere',
  (path, text) => {
    const links = [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(
      ([, link]) => link!,
    );
    const lost = links.filter((link) => !/^https?:/.test(link)).filter((link) => !leads(path, link));
    expect(lost).toEqual([]);
  },
);

function leads(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = join(PROJECT, file === '' ? from : join(dirname(from), file));
  if (!existsSync(target)) return false;
  return anchor === undefined || anchors(readFileSync(target, 'utf8')).includes(anchor);
}

/** What headings are called in links. */
function anchors(page: string): string[] {
  return [...page.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
