/** What a command says before its body, request and response alike. */
export interface CommandHeader {
  /** a request code, or in a response a response code */
  readonly code: number;
  /** the MQVersion ordinal of who wrote it */
  readonly version: number;
  /** the number by which a response finds its request */
  readonly opaque: number;
  /** bit 0: response; bit 1: oneway, no response wanted */
  readonly flag: number;
  readonly remark: string | null;
  readonly extFields: Readonly<Record<string, string>>;
}
