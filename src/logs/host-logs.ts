import { RmqctlError } from '../errors.ts';
import { newMark, wrap } from '../probes/remote-script.ts';
import type { Transport } from '../transport/transport.ts';
import { LIVE, LOST, type Position, readLogsScript, type Start } from './follow-script.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LogFile } from './log-file.ts';
import { type OpenRecord, RecordReader } from './record.ts';

/** Bytes of a script's output that the transport keeps: no one reads them. */
const KEPT_OUTPUT = 64 * 1024;

export interface HostLogsHandlers {
  readonly onRecord: (record: OpenRecord) => void;
  /** all that was there at the beginning has come */
  readonly onLive: () => void;
  /** something that was written to this log may be missing */
  readonly onLost: (file: LogFile) => void;
}

interface Reader {
  readonly file: LogFile;
  readonly lines: LineSplitter;
  readonly records: RecordReader;
  position: Position | undefined;
}

export interface ReadLogsOptions {
  readonly transport: Transport;
  readonly start: Start;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** The logs of one host, and how far each was read: reading continues there, through another connection if need be. */
export class HostLogs {
  readonly #readers: readonly Reader[];
  readonly #handlers: HostLogsHandlers;
  #live = false;

  constructor(files: readonly LogFile[], handlers: HostLogsHandlers) {
    this.#readers = files.map((file) => ({
      file,
      lines: new LineSplitter(),
      records: new RecordReader(file),
      position: undefined,
    }));
    this.#handlers = handlers;
  }

  /**
   * Reads on, where `follow` until the connection breaks or the signal is aborted.
   * @param start where to begin; a log that appears later is read from its beginning
   * @throws RmqctlError of Transport.run; INCOMPLETE_ANSWER when the script ended early, or a log was cut while it was read;
   *   the signal's reason
   */
  async read({ transport, start, follow, signal }: ReadLogsOptions): Promise<void> {
    const mark = newMark();
    const over = new AbortController();
    let current: Reader | undefined;
    const stream = new FrameStream(mark, {
      onHeader: (id, status) => (current = this.#header(id, status)),
      onBytes: (bytes) => this.#bytes(current, bytes),
    });
    const options = {
      cap: KEPT_OUTPUT,
      signal: AbortSignal.any([signal, over.signal]),
      onStdout: (chunk: Buffer): void => {
        if (over.signal.aborted) return;
        try {
          stream.push(chunk);
        } catch (error) {
          over.abort(error);
        }
      },
    };
    const fallback: Start = this.#live ? { from: 'beginning' } : start;
    const logs = this.#readers.map(({ file, position }) => ({ path: file.path, from: position ?? fallback }));
    const { code, stderr } = await transport.run(wrap(readLogsScript(logs, follow), mark), options);
    if (follow || !this.#live) throw endedEarly(transport.host, code, stderr.toString('utf8'));
    for (const reader of this.#readers) this.#emit(reader, reader.lines.end());
  }

  #header(id: string, status: string): Reader | undefined {
    if (id === LIVE) {
      this.#live = true;
      this.#handlers.onLive();
    }
    const reader = this.#readers[Number(id) - 1];
    if (reader === undefined) return undefined;
    if (status === LOST) {
      this.#handlers.onLost(reader.file);
      return undefined;
    }
    const [inode = '', offset, written, head = ''] = status.split(':');
    // another file, and not the same one after it was rolled: what had no line break gets none any more
    if (reader.position !== undefined && inode !== reader.position.inode && head !== reader.position.head)
      this.#emit(reader, reader.lines.end());
    reader.position = { inode, offset: Number(offset), written: Number(written), head };
    return reader;
  }

  #bytes(reader: Reader | undefined, bytes: Buffer): void {
    if (reader?.position === undefined) return;
    reader.position = { ...reader.position, offset: reader.position.offset + bytes.length };
    this.#emit(reader, reader.lines.push(bytes));
  }

  #emit({ records, position }: Reader, lines: readonly string[]): void {
    const written = (position?.written ?? 0) * 1000;
    for (const line of lines) {
      const record = records.push(line, written);
      if (record !== undefined) this.#handlers.onRecord(record);
    }
  }
}

function endedEarly(host: string, code: number | null, stderr: string): RmqctlError {
  const said = stderr.trim().split('\n').slice(-3).join('; ');
  return new RmqctlError(
    'INCOMPLETE_ANSWER',
    `the script that reads logs on ${host} ended (exit status ${code ?? 'unknown'}): ${said}`,
    {
      host,
      hint: 'rmqctl needs a POSIX sh and coreutils on the host; log in by ssh and try `sh -c "echo ok"`',
    },
  );
}

/** Longer than any header that the script writes. */
const LONGEST_HEADER = 4096;

interface FrameHandlers {
  /** a frame begins */
  readonly onHeader: (id: string, status: string) => void;
  /** the next bytes of the frame that began last */
  readonly onBytes: (bytes: Buffer) => void;
}

/**
 * Reads the frames of probes/frames.ts without waiting for the whole of one, since a frame may be a log of many megabytes.
 * What a shell's start-up says before the first frame is passed over; behind it, frame follows frame.
 */
export class FrameStream {
  readonly #begin: Buffer;
  readonly #handlers: FrameHandlers;
  #pending: Buffer = Buffer.alloc(0);
  /** bytes that the frame still has to bring */
  #left = 0;
  #begun = false;

  /** @param mark the random word that begins this script's frames */
  constructor(mark: string, handlers: FrameHandlers) {
    this.#begin = Buffer.from(`\n${mark} `);
    this.#handlers = handlers;
  }

  /**
   * Takes the next bytes.
   * @throws RmqctlError INCOMPLETE_ANSWER when a frame is not as long as it was said to be (a log was emptied meanwhile)
   */
  push(chunk: Buffer): void {
    const data = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    let at = 0;
    while (at < data.length) {
      const bytes = data.subarray(at, at + this.#left);
      this.#left -= bytes.length;
      at += bytes.length;
      if (bytes.length > 0) this.#handlers.onBytes(bytes);
      else {
        const end = this.#header(data, at);
        if (end === undefined) break;
        at = end;
      }
    }
    this.#pending = data.subarray(at);
  }

  /** Reads the header at `at` or, before the first one, behind it. @returns where it ends; undefined: not there yet */
  #header(data: Buffer, at: number): number | undefined {
    const start = data.indexOf(this.#begin, at);
    if (this.#begun && start !== at && data.length - at >= this.#begin.length) throw outOfStep();
    if (start < 0) return undefined;
    const end = data.indexOf(10, start + 1);
    if (end < 0) {
      if (data.length - start > LONGEST_HEADER) throw outOfStep();
      return undefined;
    }
    const words = data.toString('latin1', start + this.#begin.length, end).split(' ');
    const [id = '', status = '', length = ''] = words;
    if (words.length !== 3 || !/^\d+$/.test(length)) throw outOfStep();
    this.#begun = true;
    this.#left = Number(length);
    this.#handlers.onHeader(id, status);
    return end + 1;
  }
}

function outOfStep(): RmqctlError {
  return new RmqctlError('INCOMPLETE_ANSWER', 'a log was cut while it was read', {
    hint: 'the connection was lost: run it again',
  });
}
