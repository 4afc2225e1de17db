import { lines, sh } from '../shell/script.ts';
import {
  parsePrograms,
  programsProbe,
  pulledByHand,
  refuseWithoutPrograms,
  unpackPulled,
  type ProxySupply,
  type Pull,
} from './release/pull.ts';
import { defineKind, type SentFile, type Supply } from './resource.ts';
import {
  homeOccupied,
  markerProbe,
  removeHome,
  staging,
  unpackByHand,
  unpackSent,
  type Unpacking,
} from './release/unpacked.ts';

export interface ReleaseHome {
  /** absolute */
  readonly home: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
  readonly version: string;
  /** what the archive that the inventory names is told apart by; undefined: any distribution of the version will do */
  readonly identity?: string | undefined;
  readonly owner: string;
  /** the host gets the archive itself; undefined: it is sent */
  readonly pull?: Pull | undefined;
}

type ReleaseRef = Pick<ReleaseHome, 'home'>;

/** The release of a version, which is got when a host needs it and sent. */
export interface ReleaseSupply extends Supply, SentFile {
  readonly kind: 'release';
  readonly version: string;
}

interface Found {
  readonly exists: boolean;
  /** what rmqctl noted when it unpacked the release there */
  readonly marker?: { readonly version: string; readonly identity: string };
  /** programs of the host that may download or unpack an archive */
  readonly programs: readonly string[];
}

/** The file in a home that says which release rmqctl unpacked there: version, blank, what its archive is told apart by. */
export const MARKER = '.rmqctl-release';

function unpacking({ home, version, owner }: ReleaseHome): Unpacking {
  return { home, marker: MARKER, label: version, owner };
}

/**
 * A RocketMQ release, unpacked beside its home and renamed. The home of a version holds its binaries, properties and
 * scripts together; it stays when another version takes over, and goes with the cluster.
 */
export const release = defineKind<ReleaseRef, ReleaseHome, Found>({
  kind: 'release',
  ref: ({ home }) => ({ home }),
  // going back to it is a restart
  remembered: true,
  probe: ({ home, pull }: ReleaseRef & Partial<ReleaseHome>) =>
    pull === undefined ? markerProbe(home, MARKER) : lines([programsProbe, markerProbe(home, MARKER)]),
  parse(output) {
    const { programs, rest } = parsePrograms(output);
    const [version = '', identity] = rest.trim().split(' ');
    const marker = identity === undefined ? undefined : { version, identity };
    return { exists: version !== '', programs, ...(marker && { marker }) };
  },
  diff(desired, found) {
    const { home, version, identity, pull } = desired;
    const { marker } = found;
    if (found.exists && marker === undefined)
      throw homeOccupied(home, ', or set paths.home in the inventory to another directory');
    if (marker?.version === version && (identity ?? marker.identity) === marker.identity) return undefined;
    const action = found.exists ? 'update' : 'create';
    if (pull !== undefined) {
      refuseWithoutPrograms(pull, found.programs);
      return {
        action,
        summary: `download RocketMQ ${version} and unpack it to ${home}`,
        supplies: [{ kind: 'proxies' } satisfies ProxySupply],
        apply: unpackPulled(pull, unpacking(desired), desired),
      };
    }
    return {
      action,
      summary: `unpack RocketMQ ${version} to ${home}`,
      supplies: [{ kind: 'release', version, ...staging(home), made: desired.made } satisfies ReleaseSupply],
      // its supplier sets $release_sha256
      apply: unpackSent(unpacking(desired), sh`"$release_sha256"`, identity),
    };
  },
  destroy({ home, made }, { marker }) {
    if (marker === undefined) return undefined;
    return {
      action: 'delete',
      summary: `remove RocketMQ ${marker.version} from ${home}`,
      apply: removeHome(home, MARKER, made),
    };
  },
  assumed: () => ({ exists: false, programs: ['curl', 'unzip', 'gzip'] }),
  byHand: (desired) => ({
    commands:
      desired.pull === undefined
        ? unpackByHand(unpacking(desired), sh`"$release"`, desired.identity)
        : pulledByHand(desired.pull, unpacking(desired)),
  }),
});
