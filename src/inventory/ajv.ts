import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { JsonSchema } from './json-schema.ts';

export type SchemaError = ErrorObject;

/**
 * A function that holds data against a schema and gives every violation. The one place that knows ajv.
 * `verbose` brings value and schema of each violation, of which the messages are made. The schema is ours and tested, so it
 * is not itself validated, which would double the time.
 */
export function compileSchema(schema: JsonSchema): (value: unknown) => readonly SchemaError[] {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, validateSchema: false, allowUnionTypes: true });
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
