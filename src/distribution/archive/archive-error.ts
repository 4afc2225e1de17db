import { RmqctlError } from '../../errors.ts';

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

/** The archive cannot be used as a release: what was found, and what would have been right. */
export function archiveInvalid(archive: string, found: string, cause?: unknown): ArchiveInvalid {
  return new ArchiveInvalid(archive, found, cause);
}
