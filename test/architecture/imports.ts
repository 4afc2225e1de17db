import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One import or re-export of a source file. */
export interface Import {
  /** relative to the root: src/plan/steps/plan.ts */
  readonly from: string;
  /** the same, or a package's name, or node: and a module */
  readonly to: string;
  /** gone after compilation */
  readonly typeOnly: boolean;
  /** loaded when it is needed: import(), or require() of what is CommonJS */
  readonly later?: true;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below a folder of the project. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => sourceFile(join(folder, name)))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, imports: importsOf(path, withoutComments(text)) };
}

/** Comments of whole lines; an import in one is none. */
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/^\s*\/\*[^]*?\*\//gm, '');
}

const STATEMENT = /^(?:import|export)\s(?<what>[^;'"]*?)\s?from\s'(?<of>[^']+)'|^import\s'(?<bare>[^']+)'/gm;
const DYNAMIC = /\b(?:import|require)\('([^']+)'\)/g;

function importsOf(path: string, text: string): Import[] {
  const from = path;
  const fixed = [...text.matchAll(STATEMENT)].map(({ groups }): Import => {
    const { what = '', of, bare } = groups!;
    return { from, to: target(path, of ?? bare ?? ''), typeOnly: isTypeOnly(what) };
  });
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, of = '']): Import => ({
    from,
    to: target(path, of),
    typeOnly: false,
    later: true,
  }));
  return [...fixed, ...dynamic];
}

/** `type { A }`, or `{ type A, type B }`. */
function isTypeOnly(what: string): boolean {
  if (/^type\s/.test(what)) return true;
  const names =
    /^\{([^}]*)\}$/
      .exec(what.trim())?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return names.length > 0 && names.every((name) => name.startsWith('type '));
}

/** A relative path from the root, or a package without the path inside of it. */
function target(path: string, of: string): string {
  if (of.startsWith('.')) return relative(ROOT, join(ROOT, dirname(path), of));
  if (of.startsWith('node:')) return of;
  return of
    .split('/')
    .slice(0, of.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The folder of src that a file is in: "plan"; "" for files of src itself. */
export function layerOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts[1]! : '';
}
