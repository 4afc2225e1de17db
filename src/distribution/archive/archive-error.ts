import { RmqctlError } from '../../errors.ts';
import type { Readable } from 'node:stream';

/** An archive that cannot be used: a release, unless who unpacks it says what else it should be. */
export class ArchiveInvalid extends RmqctlError {
  /** what is wrong with it, without its name */
  readonly found: string;

  constructor(archive: string, found: string, cause?: unknown) {
    super('ARCHIVE_INVALID', `${archive} is not a usable RocketMQ release: ${found}`, {
      hint: 'Give the binary release as published, for example rocketmq-all-4.9.4-bin-release.zip, or a .tar.gz of it.',
      cause,
    });
    this.found = found;
  }
}

/** One entry of an archive, whatever its format. `content` must be read, or the next entry does not come. */
export type ArchiveEntry =
  | { readonly kind: 'directory'; readonly name: string }
  | { readonly kind: 'file'; readonly name: string; readonly content: Readable }
  | { readonly kind: 'symlink' | 'hardlink'; readonly name: string; readonly target: string }
  | { readonly kind: 'other'; readonly name: string; readonly what: string };

export interface UnpackOptions {
  /** what to call the archive in messages */
  readonly label: string;
  /** bytes of the archive read so far, of all */
  readonly progress: (bytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal | undefined;
}
