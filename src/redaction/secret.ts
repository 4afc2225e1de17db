import { inspect } from 'node:util';

/** The text printed in place of a secret. */
export const REDACTED = '[redacted]';

/**
 * A text that only the file it is meant for may hold. However it is printed - as a string, as JSON, by util.inspect,
 * in a template literal - it is "[redacted]"; only `reveal` gives it, so that every use can be found by a search.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, to send to a host or to compare with the text there. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  /** For template literals and `+`. */
  [Symbol.toPrimitive](): string {
    return REDACTED;
  }

  /** For console.log and failed assertions. */
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

/** A text, as a secret if what it was made from is one. */
export function secretIf(isSecret: boolean, text: string): Text {
  return isSecret ? new Secret(text) : text;
}

/** JSON that contains secrets in the clear: for digests and comparisons, never to be shown. */
export function revealingJson(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key, shown: unknown) {
    const held = this[key];
    return held instanceof Secret ? { secret: held.reveal() } : shown;
  });
}
