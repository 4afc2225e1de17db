import { RmqctlError } from '../errors.ts';
import { newMark, wrap } from '../probes/remote-script.ts';
import type { Transport } from '../transport/transport.ts';
import { LIVE, LOST, readLogsScript, type Position, type Start } from './follow-script.ts';
import { FrameStream } from './frame-stream.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LogFile } from './log-file.ts';
import { RecordReader, type OpenRecord } from './record.ts';

/** Bytes of a script's output that the transport keeps, which has no use for it. */
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
    const { code, stderr } = await transport.run(wrap(readLogsScript({ logs, follow }), mark), options);
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
