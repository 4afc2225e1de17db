// Writes dist/build-info.json: the commit that was built, for `rmqctl --version`. Part of `npm run build`.
// RMQCTL_COMMIT says it where the source has come without git, as into an image. Without either it writes nothing: the version
// then has no commit.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = `${root}dist/build-info.json`;

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', ['-C', root, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function commit() {
  // inside somebody else's repository (vendored, or below node_modules) its commit would say nothing about us
  if (!existsSync(`${root}.git`)) return undefined;
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short=10', 'HEAD')}${changed ? '-dirty' : ''}`;
  } catch {
    return undefined;
  }
}

const found = process.env.RMQCTL_COMMIT || commit();
if (found === undefined) rmSync(file, { force: true });
else writeFileSync(file, `${JSON.stringify({ commit: found })}\n`);
