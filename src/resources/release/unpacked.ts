import { RmqctlError } from '../../errors.ts';
import { sh, type Script } from '../../shell/script.ts';
import { installOwner } from '../file/by-hand.ts';
import type { Resource } from '../resource.ts';

/** The home that a resource is: of the release, or of an instance's own program. */
export function unpackedHome({ kind, name }: Pick<Resource, 'kind' | 'name'>): string | undefined {
  return kind === 'release' || kind === 'program' ? name : undefined;
}

/** Where the tar is sent to: beside the home, so that unpacking ends in a rename. */
export function staging(home: string): { readonly directory: string; readonly file: string } {
  const slash = home.lastIndexOf('/');
  return { directory: home.slice(0, slash) || '/', file: `.${home.slice(slash + 1)}.rmqctl-upload` };
}

/** Prints the marker of a home; "foreign" for a directory with something in it that rmqctl did not put there. */
export function markerProbe(home: string, marker: string): Script {
  return sh`
    if [ -f ${`${home}/${marker}`} ]; then cat ${`${home}/${marker}`}
    elif [ -d ${home} ] && [ -n "$(ls -A ${home})" ]; then echo foreign
    fi`;
}

/** @param or what else the user can do, as a clause */
export function homeOccupied(home: string, or = ''): RmqctlError {
  const hint = `move it away (mv ${home} ${home}.by-hand)${or}`;
  return new RmqctlError('HOME_OCCUPIED', `${home} exists and was not put there by rmqctl`, { hint });
}

export interface Unpacking {
  readonly home: string;
  /** the file in it that tells what was unpacked, and its text but for what it is told apart by at its end */
  readonly marker: string;
  readonly label: string;
  /** "user:group", or empty */
  readonly owner: string;
}

/**
 * Unpacks what was sent, so that all that was in the home is replaced at once.
 * @param sum the word of the tar's sha256
 * @param identity what the marker tells it apart by; absent: that sum
 */
export function unpackSent(unpacking: Unpacking, sum: Script, identity?: string): Script {
  const { home } = unpacking;
  const { directory, file } = staging(home);
  const sent = `${directory}/${file}`;
  const fresh = freshHome(home);
  return sh`
    printf '%s  %s\n' ${sum} ${sent} | sha256sum -c - >/dev/null ||
      { echo "the archive arrived damaged: its sha256 is not "${sum}; exit 1; }
    rm -rf ${fresh}
    mkdir -p ${fresh}
    tar -xf ${sent} -C ${fresh}
    ${placed(unpacking, identity === undefined ? sum : sh`${identity}`)}
    rm -rf ${sent}`;
}

/** Where something is unpacked before it takes the place of a home. */
export function freshHome(home: string): string {
  return `${home}.rmqctl-new`;
}

/** Puts what was unpacked in the place of the home: what was there before stays until the new one stands. */
export function placed({ home, marker, label, owner }: Unpacking, identity: Script): Script {
  const fresh = freshHome(home);
  const old = `${home}.rmqctl-old`;
  return sh`
    printf '%s %s\n' ${label} ${identity} >${`${fresh}/${marker}`}
    ${owner === '' ? sh`` : sh`chown -R ${owner} ${fresh}`}
    rm -rf ${old}
    [ ! -e ${home} ] || mv ${home} ${old}
    mv ${fresh} ${home}
    relabel ${home}
    rm -rf ${old}`;
}

/** Removes a home, its marker last: a home without it is not ours to remove. @param made the list of what was made */
export function removeHome(home: string, marker: string, made: string): Script {
  return sh`
    find ${home} -mindepth 1 -maxdepth 1 ! -name ${marker} -exec rm -rf {} +
    rm -rf ${home}
    sweep ${made} ${home.slice(0, home.lastIndexOf('/'))}`;
}

/** The same unpacking as a person does it. @param archive the word of the tar's name @param identity as of unpackSent */
export function unpackByHand(
  { home, marker, label, owner }: Unpacking,
  archive: Script,
  identity?: string,
): Script {
  const sum = sh`"$(sha256sum <${archive} | cut -d' ' -f1)"`;
  return sh`
    install ${['-d', ...installOwner(owner), home]}
    tar -xf ${archive} -C ${home}
    echo ${label} ${identity === undefined ? sum : sh`${identity}`} >${`${home}/${marker}`}
    ${owner === '' ? sh`` : sh`chown -R ${owner} ${home}`}`;
}
