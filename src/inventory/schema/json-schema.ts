import type { XStatic } from 'typebox/schema';

/**
 * A JSON Schema (2020-12) as a literal (`as const`), from which typebox infers the type of what it admits. Only types are
 * imported: the library's builder takes 70 ms to load, which every command would pay.
 * `title` says in a message what is expected ("a size such as 512m or 4g"); `description` is what an editor shows.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The type of the data that a schema literal admits. */
export type Static<Schema> = XStatic<Schema>;
