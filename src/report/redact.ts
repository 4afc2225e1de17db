import type { RmqctlEvent } from './events.ts';

/** What stands where a secret stood. */
const REDACTED = '[redacted]';
/** A shorter value would take away half of every text and hide nothing. */
const LEAST_LENGTH = 4;

/**
 * Takes secrets out of every text of an event, however deep.
 * @param secrets values that must not be shown, longest or not
 */
export function redactEvent<E extends RmqctlEvent>(event: E, secrets: readonly string[]): E {
  const hidden = secrets
    .filter((secret) => secret.length >= LEAST_LENGTH)
    .toSorted((a, b) => b.length - a.length);
  if (hidden.length === 0) return event;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts stay texts, so the event keeps its shape
  return redact(event, hidden) as E;
}

/** A text without secrets. */
export function redactText(text: string, secrets: readonly string[]): string {
  return redactEvent({ event: 'output', text }, secrets).text;
}

function redact(value: unknown, hidden: readonly string[]): unknown {
  if (typeof value === 'string')
    return hidden.reduce((text, secret) => text.replaceAll(secret, REDACTED), value);
  if (Array.isArray(value)) return value.map((item) => redact(item, hidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, hidden)]));
}
