/** Whether a file or a directory on the way to it is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** What went wrong, for a message. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
