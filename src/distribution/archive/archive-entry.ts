import type { Readable } from 'node:stream';

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
