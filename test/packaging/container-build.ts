import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { npmEnvironment } from '../ci/npm.ts';
import { ROOT } from '../ci/runner.ts';
import { run, type Result } from '../bed/run.ts';
import { containerFile, containerIgnored } from './container-file.ts';

/** Made anew in every image; the rest is this machine's own, read-only, and /usr below a layer of the image's own. */
const OWN = ['dev', 'home', 'npm-cache', 'proc', 'root', 'run', 'src', 'sys', 'tmp', 'usr', 'work'];

/** Runs in a mount namespace that ends with it. $1 is the image, $2 the cache of npm, $3 who (uid:gid), $4 where; then the words. */
const ENTER = `set -e
image=$1 cache=$2 who=$3 where=$4; shift 4
mount -t overlay usr -o "lowerdir=/usr,upperdir=$image/upper,workdir=$image/workdir" "$image/root/usr"
for path in "$image"/root/*/; do
  name=$(basename "$path")
  case " ${OWN.join(' ')} " in *" $name "*) continue ;; esac
  if [ ! -L "$image/root/$name" ]; then mount --rbind "/$name" "$path"; mount -o remount,bind,ro "$path" 2>/dev/null || :; fi
done
mount -t proc proc "$image/root/proc"
mount --rbind /dev "$image/root/dev"
mount --bind "$cache" "$image/root/npm-cache"
exec chroot --userspec="$who" "$image/root" sh -c 'cd "$0" && exec "$@"' "$where" "$@"`;

/** A stage of a Containerfile while it is built, and the image that it becomes. */
export class Stage {
  readonly #directory: string;
  readonly #env: Record<string, string> = {};
  #cwd = '/';
  #words: readonly string[] = [];
  #defaults: readonly string[] = [];
  #user = '0';

  /** @param directory an empty one on a file system that can hold the upper layer of an overlay */
  constructor(directory: string) {
    this.#directory = directory;
    for (const name of ['upper/local/bin', 'workdir', ...OWN.map((own) => `root/${own}`), 'root/home/node'])
      mkdirSync(join(directory, name), { recursive: true });
    chmodSync(this.path('/tmp'), 0o777);
    chownSync(this.path('/home/node'), 1000, 1000);
    for (const name of readdirSync('/').filter((entry) => !OWN.includes(entry))) {
      const machines = lstatSync(`/${name}`);
      if (machines.isSymbolicLink()) symlinkSync(readlinkSync(`/${name}`), this.path(name));
      else if (machines.isDirectory()) mkdirSync(this.path(name));
    }
    // the Node that runs the tests is the image's, and npm installs beside it
    copyFileSync(process.execPath, join(directory, 'upper/local/bin/node'));
  }

  path(path: string): string {
    return join(this.#directory, 'root', path);
  }

  /** Makes what an instruction says. @param stages those before, by name; @param args the build arguments that are given */
  async apply(
    { name, rest }: { readonly name: string; readonly rest: string },
    given: { readonly stages: ReadonlyMap<string, Stage>; readonly args: Readonly<Record<string, string>> },
  ): Promise<void> {
    if (name === 'RUN') {
      const { code, stdout, stderr } = await this.#enter(['/bin/sh', '-c', rest], '0:0', '/root');
      if (code !== 0) throw new Error(`RUN ${rest}\n${stdout}${stderr}`);
    } else if (name === 'COPY') this.#copy(rest.split(/\s+/), given.stages);
    else if (name === 'WORKDIR') mkdirSync(this.path((this.#cwd = rest)), { recursive: true });
    else if (name === 'USER') this.#user = rest;
    else if (name === 'ENTRYPOINT') this.#words = words(rest);
    else if (name === 'CMD') this.#defaults = words(rest);
    else if (name === 'ARG') {
      const [key = '', otherwise = ''] = rest.split('=');
      this.#env[key] = given.args[key] ?? otherwise;
    } else throw new Error(`${name} is not known here`);
  }

  /** Runs the image as `podman run IMAGE WORDS` would. */
  run(...argv: readonly string[]): Promise<Result> {
    const all = [...this.#words, ...(argv.length > 0 ? argv : this.#defaults)];
    return this.#enter(all, `${this.#user}:${this.#user}`, '/home/node');
  }

  #enter(argv: readonly string[], who: string, home: string): Promise<Result> {
    const { npm_config_cache: cache = join(homedir(), '.npm'), ...npm } = npmEnvironment();
    mkdirSync(cache, { recursive: true });
    const enter = ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', ENTER, 'sh'] as const;
    const PATH = '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    // npm that runs the tests tells its own prefix to whom it starts; the image's is beside the image's Node
    const places = { npm_config_cache: '/npm-cache', npm_config_prefix: '/usr/local' };
    const env = { ...npm, ...places, npm_config_userconfig: '/dev/null', ...this.#env };
    return run([...enter, this.#directory, cache, who, this.#cwd, ...argv], {
      env: { ...env, PATH, HOME: home },
      timeout: 300_000,
    });
  }

  #copy(parts: readonly string[], stages: ReadonlyMap<string, Stage>): void {
    const from = /^--from=(.*)$/.exec(parts[0]!)?.[1];
    const sources = parts.slice(from === undefined ? 0 : 1, -1);
    const target = join(this.path(parts.at(-1)!.startsWith('/') ? '/' : this.#cwd), parts.at(-1)!);
    for (const source of sources) {
      const path = from === undefined ? join(ROOT, source) : only(stages.get(from)!.path(source));
      if (source === '.') copyProject(target);
      else cpSync(path, parts.at(-1)!.endsWith('/') ? join(target, basename(path)) : target);
    }
  }
}

/** Builds the Containerfile as an engine would, and gives the image of its last stage. */
export async function buildImage(directory: string, args: Readonly<Record<string, string>>): Promise<Stage> {
  const stages = new Map<string, Stage>();
  const last: { stage?: Stage } = {};
  for (const instruction of containerFile()) {
    if (instruction.name === 'FROM') {
      last.stage = new Stage(join(directory, `${stages.size}`));
      stages.set(instruction.rest.split(' AS ')[1] ?? 'last', last.stage);
    } else await last.stage!.apply(instruction, { stages, args });
  }
  return last.stage!;
}

function words(text: string): readonly string[] {
  const read: unknown = JSON.parse(text);
  return Array.isArray(read) ? read.map(String) : [];
}

/** The one file that a path with `*` in its name means. */
function only(path: string): string {
  const pattern = new RegExp(`^${basename(path).replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const found = readdirSync(dirname(path)).filter((name) => pattern.test(name));
  if (found.length !== 1) throw new Error(`${path}: ${found.length} files`);
  return join(dirname(path), found[0]!);
}

function copyProject(target: string): void {
  for (const name of readdirSync(ROOT).filter((entry) => !containerIgnored().includes(entry)))
    if (existsSync(join(ROOT, name)))
      cpSync(join(ROOT, name), join(target, name), { recursive: true, verbatimSymlinks: true });
}
