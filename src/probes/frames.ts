/** One answer of a script on a host. */
export interface Frame {
  readonly id: string;
  /** exit status, or a word of the script's own ("blocked", "started") */
  readonly status: string;
  readonly text: string;
}

/**
 * Reads the frames that `frame` of the prelude writes: a line "MARK ID STATUS LENGTH", then LENGTH bytes. What comes
 * before or between frames (a noisy shell start-up) is passed over; a frame that is not whole is not an answer.
 */
export class FrameReader {
  readonly #header: RegExp;
  #pending: Buffer = Buffer.alloc(0);

  /** @param mark the random word that begins this script's frames */
  constructor(mark: string) {
    this.#header = new RegExp(`\n${mark} (\\S+) (\\S+) (\\d+)\n`);
  }

  /** Takes the next bytes and gives the frames they complete. */
  push(chunk: Buffer): Frame[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      // latin1: one character a byte, so that positions in the text are positions in the buffer
      const match = this.#header.exec(this.#pending.toString('latin1'));
      if (match === null) return frames;
      const [header, id = '', status = '', length = '0'] = match;
      const start = match.index + header.length;
      const end = start + Number(length);
      if (this.#pending.length < end) return frames;
      frames.push({ id, status, text: this.#pending.toString('utf8', start, end) });
      this.#pending = this.#pending.subarray(end);
    }
  }
}
