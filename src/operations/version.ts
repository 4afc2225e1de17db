import { readFileSync } from 'node:fs';

/** What `npm run build` and `npm pack` write beside the program (scripts/build-info.mjs); nothing asks git at run time. */
interface BuildInfo {
  /** abbreviated hash, with "-dirty" where the work tree had changes of its own */
  readonly commit: string;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

function commit(): string | undefined {
  try {
    const info: BuildInfo = JSON.parse(read('../build-info.json'));
    return info.commit;
  } catch {
    // built without git: from a source archive, or run from the sources
    return undefined;
  }
}

/** The version of package.json and, where it is known, the commit: `0.1.0 (783406f)`. */
export function version(): string {
  const manifest: { version: string } = JSON.parse(read('../../package.json'));
  const built = commit();
  return built === undefined ? manifest.version : `${manifest.version} (${built})`;
}
