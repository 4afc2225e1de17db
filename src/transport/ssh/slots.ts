/**
 * Sessions on one connection, never more than the server allows at once: sshd's MaxSessions is 10 by default, and some
 * set less. Who asks for more waits for one to end.
 */
export class Slots {
  #limit: number;
  #used = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether who asks now has to wait. */
  get full(): boolean {
    return this.#used >= this.#limit;
  }

  /** Waits for a free slot. @returns what gives it back, once */
  async take(): Promise<() => void> {
    if (this.full) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#used += 1;
    let held = true;
    return () => {
      if (held) this.#give();
      held = false;
    };
  }

  /**
   * To be told, before the slot is given back, that the server refused a session.
   * @returns whether it is worth waiting: others are open, and no more than these will be opened from now on
   */
  refused(): boolean {
    const others = this.#used - 1;
    if (others < 1) return false;
    this.#limit = Math.min(this.#limit, others);
    return true;
  }

  #give(): void {
    const next = this.#used <= this.#limit ? this.#waiting.shift() : undefined;
    if (next) next();
    else this.#used -= 1;
  }
}
