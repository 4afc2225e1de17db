import type { ReleaseSupply } from '../../resources/release.ts';
import { sh } from '../../shell/script.ts';
import { sendFile } from './send-file.ts';
import type { Supplier } from './supplier.ts';

/** A release in its normal form on this machine, ready to be sent. */
export interface ReleaseFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Sends the release, and sets `release_sha256` for the script that unpacks it.
 * @param provide gets the release; asked at most once, when a host needs it
 */
export function releaseSupplier(provide: () => Promise<ReleaseFile>): Supplier<ReleaseSupply> {
  const got: { release?: Promise<ReleaseFile> } = {};
  return {
    kind: 'release',
    async supply(supply, context) {
      got.release ??= provide();
      const release = await got.release;
      const content = { ...release, title: `RocketMQ ${supply.version}` };
      await sendFile(supply, content, context);
      return sh`release_sha256=${release.sha256}`;
    },
  };
}
