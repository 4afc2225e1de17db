import { RmqctlError } from '../errors.ts';

/** The archive cannot be used as a release: what was found, and what would have been right. */
export function archiveInvalid(archive: string, found: string, cause?: unknown): RmqctlError {
  return new RmqctlError('ARCHIVE_INVALID', `${archive} is not a usable RocketMQ release: ${found}`, {
    hint: 'Give the binary release as published, for example rocketmq-all-4.9.4-bin-release.zip, or a .tar.gz of it.',
    cause,
  });
}
