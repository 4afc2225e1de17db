import type { PropertyType } from './row.ts';

/** A type in words, and a test for texts that the loader understands; it silently drops others. */
interface Reader {
  readonly expects: string;
  readonly reads: (text: string) => boolean;
  /** the same value as the loader reads it, where that can be told */
  readonly meant?: (text: string) => string | undefined;
}

const WHOLE = /^[+-]?\d+$/;

/** Integer.parseInt and Long.parseLong: digits of that many bits, no blanks, no separators. */
function whole(bits: 32n | 64n): Reader {
  const limit = 2n ** (bits - 1n);
  const reads = (text: string): boolean =>
    WHOLE.test(text) && BigInt.asIntN(Number(bits), BigInt(plain(text))) === BigInt(plain(text));
  return {
    expects: `a whole number from -${limit} to ${limit - 1n}`,
    reads,
    meant(text) {
      const digits = text.trim().replaceAll(/(?<=\d)[_, ](?=\d{3})/g, '');
      return digits !== text && reads(digits) ? digits : undefined;
    },
  };
}

/** BigInt knows no plus sign. */
function plain(text: string): string {
  return text.replace(/^\+/, '');
}

const YES = /^(yes|on|y|1|enabled?)$/i;
const NO = /^(no|off|n|0|disabled?)$/i;

/** Boolean.parseBoolean: whatever is not "true" is false. */
const BOOLEAN: Reader = {
  expects: 'true or false',
  reads: (text) => /^(true|false)$/i.test(text),
  meant(text) {
    const word = text.trim();
    if (YES.test(word)) return 'true';
    if (NO.test(word)) return 'false';
    return /^(true|false)$/i.test(word) ? word : undefined;
  },
};

/** Enum.valueOf: the very word. @param most where the setter takes numbers too: the last of them, the first is 0 */
function oneOf(words: readonly string[], most?: number): Reader {
  return {
    expects: `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
    reads: (text) =>
      words.includes(text) || (most !== undefined && /^\d$/.test(text) && Number(text) <= most),
    meant: (text) => words.find((word) => word === text.trim().toUpperCase().replaceAll('-', '_')),
  };
}

/** MixAll.properties2Object and, for the enumerations, the setters that it calls. */
const READERS: Readonly<Record<PropertyType, Reader>> = {
  String: { expects: 'text', reads: () => true },
  int: whole(32n),
  long: whole(64n),
  double: {
    expects: 'a number such as 0.75',
    reads: (text) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text),
  },
  boolean: BOOLEAN,
  BrokerRole: oneOf(['ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE']),
  FlushDiskType: oneOf(['SYNC_FLUSH', 'ASYNC_FLUSH']),
  MessageRequestMode: oneOf(['PULL', 'POP']),
  MetricsExporterType: oneOf(['DISABLE', 'OTLP_GRPC', 'PROM', 'LOG'], 3),
  TieredStorageLevel: oneOf(['DISABLE', 'NOT_IN_DISK', 'NOT_IN_MEM', 'FORCE'], 3),
};

/** The fault of a value that the loader would read otherwise than it looks. */
interface ValueFault {
  /** "true or false" */
  readonly expects: string;
  /** what RocketMQ does with it instead: "use false", "keep the default" */
  readonly otherwise: string;
  /** the value that was most likely meant */
  readonly meant?: string | undefined;
}

/**
 * The fault of a value.
 * @param text as written in the inventory, and in the file
 * @returns undefined where the loader reads it
 */
export function valueFault(type: PropertyType, text: string): ValueFault | undefined {
  const { expects, reads, meant } = READERS[type];
  if (reads(text)) return undefined;
  const otherwise = type === 'boolean' ? 'use false' : 'keep the default';
  return { expects, otherwise, meant: meant?.(text) };
}
