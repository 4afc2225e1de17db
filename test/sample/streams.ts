import { createPalette } from '../../src/report/colour.ts';
import type { ReporterOptions } from '../../src/report/reporter.ts';

/** No colours: text is compared as it reads. */
export const plain = createPalette(0);

/** A stream that remembers. */
export class Written {
  text = '';
  write(text: string): void {
    this.text += text;
  }
  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }
}

/** A clock that stands until it is moved, and the calls that are repeated by it. */
export class FakeClock {
  milliseconds = 0;
  readonly calls = new Set<{ call: () => void; each: number; next: number }>();

  readonly now = (): number => this.milliseconds;

  readonly every = (call: () => void, each: number): (() => void) => {
    const entry = { call, each, next: this.milliseconds + each };
    this.calls.add(entry);
    return () => this.calls.delete(entry);
  };

  /** Moves on in steps of 10 ms and calls what is due. */
  advance(milliseconds: number): void {
    const end = this.milliseconds + milliseconds;
    while (this.milliseconds < end) {
      this.milliseconds += 10;
      for (const entry of this.calls) {
        if (entry.next > this.milliseconds) continue;
        entry.next += entry.each;
        entry.call();
      }
    }
  }
}

export interface Stage {
  readonly options: ReporterOptions;
  readonly stdout: Written;
  readonly stderr: Written;
  readonly clock: FakeClock;
}

/** What a reporter needs, all of it fake. */
export function stage(over: Partial<ReporterOptions> = {}): Stage {
  const stdout = new Written();
  const stderr = new Written();
  const clock = new FakeClock();
  const options: ReporterOptions = {
    json: false,
    quiet: false,
    verbose: false,
    colour: 0,
    stdout,
    stderr,
    isTTY: false,
    env: {},
    cwd: '/work',
    columns: () => 80,
    rows: () => 24,
    now: clock.now,
    every: clock.every,
    ...over,
  };
  return { options, stdout, stderr, clock };
}
