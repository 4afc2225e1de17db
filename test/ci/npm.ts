import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../bed/run.ts';
import { ROOT } from './runner.ts';

/** What packing needs of the project, besides node_modules. */
const SOURCES = ['bin', 'src', 'scripts', 'templates', 'inventories', 'tsconfig.json', 'tsconfig.build.json'];
const TEXTS = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** npm's own settings for a process whose HOME is another: this machine's cache, used where it will do, and its configuration. */
export function npmEnvironment(): Record<string, string> {
  const home = homedir();
  const config = process.env['npm_config_userconfig'] ?? join(home, '.npmrc');
  const network = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && /_proxy$|^npm_config_|^NODE_EXTRA_CA_CERTS$|^SSL_CERT_/i.test(name)
      ? [[name, value]]
      : [],
  );
  return {
    ...Object.fromEntries(network),
    npm_config_prefer_offline: 'true',
    npm_config_fetch_retries: '1',
    npm_config_cache: process.env['npm_config_cache'] ?? join(home, '.npm'),
    ...(existsSync(config) && { npm_config_userconfig: config }),
  };
}

/**
 * Packs the project from a copy, so that nothing is built where other tests run.
 * @param directory an empty one
 * @returns the path of the package
 */
export async function pack(directory: string): Promise<string> {
  const copy = join(directory, 'project');
  await mkdir(copy);
  for (const name of [...SOURCES, ...TEXTS])
    if (existsSync(join(ROOT, name))) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const packed = await run(['npm', 'pack', '--silent', '--pack-destination', directory], {
    cwd: copy,
    timeout: 180_000,
  });
  const name = (await readdir(directory)).find((file) => file.endsWith('.tgz'));
  if (packed.code !== 0 || name === undefined) throw new Error(`npm pack: ${packed.stdout}${packed.stderr}`);
  return join(directory, name);
}
