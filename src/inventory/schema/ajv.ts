/** The one door to ajv. It is loaded only where a schema has to be compiled, as that takes longer than to read an inventory. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import type standalone from 'ajv/dist/standalone/index.js';
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
} as const;

const require = createRequire(import.meta.url);

/** A schema that was compiled before, and which one it was. */
interface Compiled {
  readonly of: string;
  readonly validate: ValidateFunction;
}

/** Written by the build (scripts/compile-schema.mjs) beside this module in dist/; there is none in src/. */
const COMPILED = fileURLToPath(new URL('compiled-schema.cjs', import.meta.url));

/** A function that holds data against a schema and gives every violation. */
export function compileSchema(schema: JsonSchema): (value: unknown) => readonly SchemaError[] {
  const validate = compiledBefore(schema) ?? ajv({ optimize: false }).compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** The text of a CommonJS module that is a `Compiled`. */
export function compiledModule(schema: JsonSchema): string {
  const { default: code }: { default: typeof standalone.default } = require('ajv/dist/standalone/index.js');
  const compiler = ajv({ source: true });
  const text = code(compiler, compiler.compile(schema));
  return `${text}\nmodule.exports = { of: ${JSON.stringify(JSON.stringify(schema))}, validate: module.exports };\n`;
}

function compiledBefore(schema: JsonSchema): ValidateFunction | undefined {
  if (!existsSync(COMPILED)) return undefined;
  const { of, validate }: Compiled = require(COMPILED);
  return of === JSON.stringify(schema) ? validate : undefined;
}

function ajv(code: { readonly optimize?: false; readonly source?: true }): Ajv2020 {
  const library: { readonly Ajv2020: typeof Ajv2020 } = require('ajv/dist/2020.js');
  return new library.Ajv2020({ ...OPTIONS, code });
}
