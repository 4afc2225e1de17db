import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { JsonSchema } from './json-schema.ts';

export type SchemaError = ErrorObject;

/**
 * `verbose` brings value and schema of each violation, of which the messages are made. All else is left out, which halves the
 * time to compile: that the schema is right and strict is asked by a test, and ajv's own messages are not shown.
 */
const OPTIONS = {
  allErrors: true,
  verbose: true,
  validateSchema: false,
  meta: false,
  strict: false,
  messages: false,
  code: { optimize: false },
} as const;

/** A function that holds data against a schema and gives every violation. The one place that knows ajv. */
export function compileSchema(schema: JsonSchema): (value: unknown) => readonly SchemaError[] {
  const validate = new Ajv2020(OPTIONS).compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
