/** A longer line is given in pieces: what is kept of a log without line breaks has an end. */
const LONGEST_LINE = 1024 * 1024;
const LINE_BREAK = 10;

/** Makes lines of the bytes of one log, whatever pieces they come in; a character is never cut. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #length = 0;

  /** Takes the next bytes and gives the lines they complete, without their line breaks. */
  push(bytes: Buffer): string[] {
    const end = bytes.lastIndexOf(LINE_BREAK) + 1;
    if (end === 0) return this.#keep(bytes);
    const whole = this.#joined(bytes.subarray(0, end));
    const rest = this.#keep(bytes.subarray(end));
    const lines = whole.toString('utf8', 0, whole.length - 1).split('\n');
    return [...(whole.includes(13) ? lines.map((line) => line.replace(/\r$/, '')) : lines), ...rest];
  }

  /** Gives what came without a line break, if anything: nothing more will come. */
  end(): string[] {
    const rest = this.#joined(Buffer.alloc(0)).toString('utf8');
    return rest === '' ? [] : [rest];
  }

  #keep(bytes: Buffer): string[] {
    if (bytes.length === 0) return [];
    // a copy: a small rest must not keep the whole packet it came in
    this.#parts.push(Buffer.from(bytes));
    this.#length += bytes.length;
    return this.#length > LONGEST_LINE ? this.end() : [];
  }

  /** Takes what was kept, and these bytes behind it. */
  #joined(bytes: Buffer): Buffer {
    const kept = this.#parts;
    this.#parts = [];
    this.#length = 0;
    return kept.length === 0 ? bytes : Buffer.concat([...kept, bytes]);
  }
}
