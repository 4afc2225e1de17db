import { sh } from '../shell/script.ts';
import { defineKind, type LocalFile, type SentFile, type Supply } from './resource.ts';
import {
  homeOccupied,
  markerProbe,
  removeHome,
  staging,
  unpackByHand,
  unpackSent,
  type Unpacking,
} from './release/unpacked.ts';

export interface ProgramHome {
  /** absolute path of its home directory */
  readonly home: string;
  /** the host's list of what was made there (hosts/site.ts) */
  readonly made: string;
  /** its instance: "console" */
  readonly name: string;
  /** sha256 of the tar it is unpacked from; '' where nobody knows (UNKNOWN_PROGRAM) */
  readonly sha256: string;
  readonly owner: string;
  /** its tar (distribution/program.ts) */
  readonly source: LocalFile;
}

/** A program that is sent. */
export interface ProgramSupply extends Supply, SentFile {
  readonly kind: 'program';
  readonly source: LocalFile;
}

/** sha256 of the tar that rmqctl unpacked there; undefined: there is nothing; "": somebody else's things. */
type Found = string | undefined;

/** The file in a home that says what rmqctl unpacked there: the instance, blank, sha256 of the tar. */
const MARKER = '.rmqctl-program';

function unpacking({ home, name, owner }: ProgramHome): Unpacking {
  return { home, marker: MARKER, label: name, owner };
}

/**
 * What an instance runs that is no part of RocketMQ's release, unpacked beside its home and renamed. It goes when its instance
 * does: what must outlive it lies elsewhere.
 */
export const program = defineKind<Pick<ProgramHome, 'home' | 'made'>, ProgramHome, Found>({
  kind: 'program',
  ref: ({ home, made }) => ({ home, made }),
  probe: ({ home }) => markerProbe(home, MARKER),
  parse(output) {
    const text = output.trim();
    return text === '' ? undefined : (text.split(' ')[1] ?? '');
  },
  diff(desired, found) {
    const { home, source, sha256, made } = desired;
    if (sha256 === '') throw new Error(`the files of ${desired.name} were not asked for, and cannot be sent`);
    if (found === sha256) return undefined;
    if (found === '') throw homeOccupied(home);
    return {
      action: found === undefined ? 'create' : 'update',
      summary: `unpack ${source.title} to ${home}`,
      supplies: [{ kind: 'program', source, ...staging(home), made } satisfies ProgramSupply],
      apply: unpackSent(unpacking(desired), sh`${sha256}`),
    };
  },
  remove({ home, made }, found) {
    if (found === undefined || found === '') return undefined;
    return { action: 'delete', summary: `remove ${home}`, apply: removeHome(home, MARKER, made) };
  },
  byHand: (desired) => ({ commands: unpackByHand(unpacking(desired), sh`${`${desired.name}.tar`}`) }),
});
