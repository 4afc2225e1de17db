import { RmqctlError } from '../errors.ts';
import { sh } from '../shell/script.ts';
import { defineKind } from './resource.ts';
import { markerProbe, removeHome, staging, unpackByHand, unpackSent, type Unpacking } from './unpacked.ts';

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

function unpacking({ home, version, owner }: ReleaseHome): Unpacking {
  return { home, marker: MARKER, label: version, owner };
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
  probe: ({ home }) => markerProbe(home, MARKER),
  parse(output) {
    const [version = '', sha256] = output.trim().split(' ');
    return sha256 === undefined ? { exists: version !== '' } : { exists: true, marker: { version, sha256 } };
  },
  diff(desired, found) {
    const { home, version, sha256 } = desired;
    const { marker } = found;
    if (found.exists && marker === undefined) {
      throw new RmqctlError('HOME_OCCUPIED', `${home} exists and was not put there by rmqctl`, {
        hint: `move it away (mv ${home} ${home}.by-hand), or set paths.home in the inventory to another directory`,
      });
    }
    if (marker !== undefined && marker.version === version && (sha256 ?? marker.sha256) === marker.sha256) {
      return undefined;
    }
    return {
      action: found.exists ? 'update' : 'create',
      summary: `unpack RocketMQ ${version} to ${home}`,
      upload: { ...staging(home), release: version, made: desired.made },
      // the walker defines $release_sha256 in scripts of batches that unpack a release
      apply: unpackSent(unpacking(desired), sh`"$release_sha256"`),
    };
  },
  destroy({ home, made = '' }, { marker }) {
    if (marker === undefined) return undefined;
    return {
      action: 'delete',
      summary: `remove RocketMQ ${marker.version} from ${home}`,
      apply: removeHome(home, MARKER, made),
    };
  },
  byHand: (desired) => ({ commands: unpackByHand(unpacking(desired), sh`"$release"`) }),
});
