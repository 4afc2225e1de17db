import { compileSchema, type SchemaError } from './schema/ajv.ts';
import type { RuleFinding } from './diagnostic.ts';
import type { JsonSchema } from './schema/json-schema.ts';
import { isRecord } from '../std/record.ts';
import { findingOf } from './schema/schema-messages.ts';

export type Validator = (value: unknown) => RuleFinding[];

/**
 * Holds data against the inventory's schema.
 * @returns a function from data to what is wrong with it, one finding a fault; empty where the schema admits the data
 */
export function validator(schema: JsonSchema): Validator {
  const violations = compileSchema(schema);
  return (value) => withoutNoise(violations(value)).map(findingOf);
}

/**
 * Of the violations of an `anyOf`, ajv gives those of every branch. Of use are those of the branch that was meant, told
 * by the type of the data; where none is of that type, the `anyOf` itself says what is expected.
 */
function withoutNoise(errors: readonly SchemaError[]): SchemaError[] {
  const mistyped = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map((error) => error.instancePath),
  );
  return errors.filter(
    (error) =>
      errors.every((choice) => !isNoise(error, choice)) &&
      // how large something is that is no number is no news
      !(/^(minimum|maximum)$/.test(error.keyword) && mistyped.has(error.instancePath)),
  );
}

function isNoise(error: SchemaError, choice: SchemaError): boolean {
  if (choice.keyword !== 'anyOf') return false;
  const meant = branches(choice).findIndex((branch) => admitsType(branch, choice.data));
  if (error === choice) return meant !== -1;
  const inside = `${choice.schemaPath}/`;
  const sameValue = error.instancePath === choice.instancePath;
  if (!error.schemaPath.startsWith(inside)) return false;
  if (!sameValue && !error.instancePath.startsWith(`${choice.instancePath}/`)) return false;
  return meant === -1 || !error.schemaPath.startsWith(`${inside}${meant}/`);
}

function branches(choice: SchemaError): readonly JsonSchema[] {
  return Array.isArray(choice.schema) ? choice.schema.filter(isRecord) : [];
}

function admitsType(branch: JsonSchema, data: unknown): boolean {
  if (Array.isArray(data)) return branch['type'] === 'array';
  if (data === null) return false;
  if (typeof data === 'object') return branch['type'] === 'object';
  return branch['type'] === typeof data;
}
