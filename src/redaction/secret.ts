import { inspect } from 'node:util';

/** What stands where a secret would stand. */
export const REDACTED = '[redacted]';

/**
 * A text that nobody may read but the file it is meant for. However it is printed - as a string, as JSON, by util.inspect,
 * in a template literal - it is "[redacted]"; `reveal` is the one way to it, so that a reader can search for every use.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: for what is sent to a host, and for comparing with what is there. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  /** What a template literal and `+` ask for; a number is never made of it. */
  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  /** What console.log and a failed assertion show. */
  [inspect.custom](): string {
    return REDACTED;
  }
}

/** A text that may be a secret. */
export type Text = string | Secret;

/** The text itself, secret or not. */
export function reveal(text: Text): string {
  return typeof text === 'string' ? text : text.reveal();
}

/** A text as it was, a secret where what it was made from is one. */
export function secretIf(isSecret: boolean, text: string): Text {
  return isSecret ? new Secret(text) : text;
}

/** JSON in which secrets stand as they are: for digests and comparisons, never to be shown. */
export function revealingJson(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key, shown: unknown) {
    const held = this[key];
    return held instanceof Secret ? { secret: held.reveal() } : shown;
  });
}
