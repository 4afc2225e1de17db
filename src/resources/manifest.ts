import { dirname } from 'node:path/posix';
import { sh } from '../shell/script.ts';
import { installFile } from './file/by-hand.ts';
import { defineKind, isPresent } from './resource.ts';

interface ManifestFile {
  readonly path: string;
  /** written before anything else, and once more when what had to go is gone */
  readonly phase: 'first' | 'last';
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
  readonly content: string;
}

/** What rmqctl manages on the host, kept there (plan/memory/manifest.ts). */
export const manifest = defineKind<Pick<ManifestFile, 'path' | 'phase'>, ManifestFile, string>({
  kind: 'manifest',
  ref: ({ path, phase }) => ({ path, phase }),
  probe: ({ path }) => sh`[ ! -f ${path} ] || cat ${path}`,
  parse: (output) => output,
  byHand: ({ path, content }) => installFile({ path, content, mode: '600', owner: '' }),
  destroy({ path, made }, found) {
    if (found === '') return undefined;
    const directory = dirname(path);
    return {
      action: 'delete',
      summary: 'forget what rmqctl managed here',
      apply: sh`
        rm -rf ${`${directory}/restart`}
        rm -f ${path}
        sweep ${made} ${directory}`,
    };
  },
  diff({ path, content, phase, made }, found) {
    if (content === found) return undefined;
    return {
      action: found === '' && phase === 'first' ? 'create' : 'update',
      summary: phase === 'first' ? 'note what rmqctl manages here' : 'forget what was removed',
      apply: sh`
        make_directory ${made} ${dirname(path)}
        put ${path} 600 '' ${content}`,
    };
  },
});

export const isManifest = isPresent<ManifestFile>(manifest);
