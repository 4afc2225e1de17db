import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Example, withBody } from './examples.ts';

/** The project's directory, with a slash at its end. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

export interface Page {
  /** relative to the project's directory */
  readonly path: string;
  readonly text: string;
}

const read = (path: string): Page => ({ path, text: readFileSync(`${PROJECT}${path}`, 'utf8') });

/** The pages of the guide. */
export const guide = (): Page[] => pagesIn('docs/guide');

/** Every page for users: the README, the guide and what stands beside it. Decisions speak of what was, too. */
export const pages = (): Page[] => [
  ...['README.md', 'docs/coverage.md'].map(read),
  ...pagesIn('docs/guide'),
  ...pagesIn('docs/reference'),
];

function pagesIn(folder: string): Page[] {
  return readdirSync(`${PROJECT}${folder}`)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => read(`${folder}/${name}`));
}

/** Writes another body for an example into its page, and leaves the rest as it is now. */
export function writeBody(path: string, example: Example, body: string): void {
  writeFileSync(`${PROJECT}${path}`, withBody(read(path).text, example, body));
}
