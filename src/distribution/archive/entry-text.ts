/**
 * The text of an archive's entry. What is not UTF-8 is ISO-8859-1, as java.util.Properties reads it; its characters beyond ASCII
 * become \\uXXXX escapes, so that the same is read from it when it is written in any encoding.
 */
export function entryText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // an escaped character beyond ASCII is the character itself, and a backslash before it would escape ours
    return Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(/\\([\0-\x7F])|\\?([\x80-\xFF])/g, (whole, _ascii, beyond?: string) =>
        beyond === undefined ? whole : `\\u00${beyond.charCodeAt(0).toString(16).toUpperCase()}`,
      );
  }
}
