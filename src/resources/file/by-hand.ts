import { sh } from '../../shell/script.ts';
import type { ByHand, WholeFile } from '../resource.ts';

/** Options of install(1) for an owner. @param owner "user:group", or empty where everything is the login user's */
export function installOwner(owner: string): readonly string[] {
  const [user = '', group = ''] = owner.split(':');
  return user === '' ? [] : ['-o', user, '-g', group];
}

/** A file that lies beside the commands and is put in its place, in a directory of the same owner. */
export function installFile({ path, content, mode, owner }: WholeFile & { readonly owner: string }): ByHand {
  const own = installOwner(owner);
  const directory = path.slice(0, path.lastIndexOf('/')) || '/';
  return {
    file: { path, content, mode },
    first: sh`[ -d ${directory} ] || install ${['-d', ...own, directory]}`,
    commands: sh`install ${['-m', mode, ...own, `.${path}`, path]}`,
  };
}
