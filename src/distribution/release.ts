import type { Release } from '../rocketmq/releases.ts';
import type { DistributionSpec } from '../model/topology.ts';

/** Where the bytes of a release came from: a file or URL of the inventory, the cache, Apache's site, Maven. */
export type Origin = 'archive' | 'cache' | 'apache' | 'maven';

/** What has to be known of a version to get it. */
export type ReleaseFacts = Pick<
  Release,
  'version' | 'artifactVersion' | 'javaPackage' | 'modules' | 'exclusions' | 'shadedLogback'
>;

export interface ReleaseRequest {
  readonly release: ReleaseFacts;
  /** a relative `archive` is relative to the working directory; the inventory's loader makes it absolute */
  readonly spec: DistributionSpec;
  /** where releases are kept; see releaseCacheDir */
  readonly cacheDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What goes on while a release is got; `totalBytes` is absent where it cannot be known. */
export interface ReleaseProgress {
  readonly stage: string;
  readonly bytes?: number;
  readonly totalBytes?: number;
}

export interface ReleaseHooks {
  /** told what a user should know: what failed and what is tried next, that another run is waited for */
  readonly notice: (message: string) => void;
  readonly progress: (progress: ReleaseProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A release in its normal form (see normal-form.ts), ready to be streamed to a host. */
export interface ReleaseArchive {
  readonly version: string;
  /** an uncompressed tar without a top folder */
  readonly path: string;
  /** of the file at `path`, lower-case hex */
  readonly sha256: string;
  readonly bytes: number;
  readonly origin: Origin;
}
