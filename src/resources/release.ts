import { RmqctlError } from '../errors.ts';
import { sh } from '../shell/script.ts';
import { ownership } from './by-hand.ts';
import { defineKind } from './resource.ts';

interface ReleaseRef {
  /** absolute path of the home directory */
  readonly home: string;
  /** the host's list of what was made there (os/site.ts) */
  readonly made?: string | undefined;
}

export interface ReleaseHome extends ReleaseRef {
  readonly version: string;
  /** sha256 of the archive the inventory names; undefined: any distribution of the version will do */
  readonly sha256?: string | undefined;
  readonly owner: string;
}

interface Found {
  readonly exists: boolean;
  /** what rmqctl noted when it unpacked the release there */
  readonly marker?: { readonly version: string; readonly sha256: string };
}

/** The file in a home that says which release rmqctl unpacked there: version, blank, sha256 of the tar. */
export const MARKER = '.rmqctl-release';

/** Where the archive is sent to: beside the home, so that unpacking ends in a rename. */
function staging(home: string): { directory: string; file: string } {
  const slash = home.lastIndexOf('/');
  return { directory: home.slice(0, slash) || '/', file: `.${home.slice(slash + 1)}.rmqctl-upload` };
}

/**
 * A RocketMQ release, unpacked beside its home and renamed. The home of a version holds its binaries, properties and
 * scripts together (design: a release is a unit); it stays when another version takes over, and goes with the cluster.
 */
export const release = defineKind<ReleaseRef, ReleaseHome, Found>({
  kind: 'release',
  ref: ({ home }) => ({ home }),
  // going back to it is a restart
  remembered: true,
  probe: ({ home }) => sh`
    if [ -f ${`${home}/${MARKER}`} ]; then cat ${`${home}/${MARKER}`}
    elif [ -d ${home} ] && [ -n "$(ls -A ${home})" ]; then echo foreign
    fi`,
  parse(output) {
    const [version = '', sha256] = output.trim().split(' ');
    return sha256 === undefined ? { exists: version !== '' } : { exists: true, marker: { version, sha256 } };
  },
  diff(desired, found) {
    const { home, version, sha256, owner } = desired;
    const { marker } = found;
    if (found.exists && marker === undefined) {
      throw new RmqctlError('HOME_OCCUPIED', `${home} exists and was not put there by rmqctl`, {
        hint: `move it away (mv ${home} ${home}.by-hand), or set paths.home in the inventory to another directory`,
      });
    }
    if (marker !== undefined && marker.version === version && (sha256 ?? marker.sha256) === marker.sha256) {
      return undefined;
    }
    const upload = staging(home);
    const sent = `${upload.directory}/${upload.file}`;
    const fresh = `${home}.rmqctl-new`;
    const old = `${home}.rmqctl-old`;
    return {
      action: found.exists ? 'update' : 'create',
      summary: `unpack RocketMQ ${version} to ${home}`,
      upload: { ...upload, release: version, made: desired.made },
      // the walker defines $release_sha256 in scripts of batches that unpack a release
      apply: sh`
        printf '%s  %s\n' "$release_sha256" ${sent} | sha256sum -c - >/dev/null ||
          { echo "the archive arrived damaged: its sha256 is not $release_sha256"; exit 1; }
        rm -rf ${fresh} ${old}
        mkdir -p ${fresh}
        tar -xf ${sent} -C ${fresh}
        printf '%s %s\n' ${version} "$release_sha256" >${`${fresh}/${MARKER}`}
        ${owner === '' ? sh`` : sh`chown -R ${owner} ${fresh}`}
        [ ! -e ${home} ] || mv ${home} ${old}
        mv ${fresh} ${home}
        rm -rf ${old} ${sent}`,
    };
  },
  destroy({ home, made = '' }, { marker }) {
    if (marker === undefined) return undefined;
    return {
      action: 'delete',
      summary: `remove RocketMQ ${marker.version} from ${home}`,
      // the marker goes last: a home without it is not ours to remove
      apply: sh`
        find ${home} -mindepth 1 -maxdepth 1 ! -name ${MARKER} -exec rm -rf {} +
        rm -rf ${home}
        sweep ${made} ${home.slice(0, home.lastIndexOf('/'))}`,
    };
  },
  byHand: ({ home, version, owner }) => ({
    commands: sh`
      install ${['-d', ...ownership(owner), home]}
      tar -xf "$release" -C ${home}
      echo ${version} "$(sha256sum <"$release" | cut -d' ' -f1)" >${`${home}/${MARKER}`}
      ${owner === '' ? sh`` : sh`chown -R ${owner} ${home}`}`,
  }),
});
