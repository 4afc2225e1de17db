import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { ExitCode, RmqctlError, messageOf } from '../errors.ts';

/**
 * The one door to handlebars. Templates are files below templates/ of the package; values are strings and lists of
 * strings, each already quoted for the language it is inserted into.
 */
export type TemplateValue =
  | string
  | boolean
  | readonly string[]
  | readonly Readonly<Record<string, string>>[];
export type TemplateValues = Readonly<Record<string, TemplateValue>>;

type Render = (values: TemplateValues) => string;

/** The package's root is two levels up from here in src/ and in dist/ alike. */
const ROOT = new URL('../../templates/', import.meta.url);
const environment = createEnvironment();
const compiled = new Map<string, Render>();

/**
 * Renders a template.
 * @param name path below templates/ without its ending: "broker/runbroker.sh"
 * @param values every name the template uses
 * @returns text with LF alone, no blanks at a line's end, and one LF at its own end
 * @throws RmqctlError TEMPLATE_FAILED when there is no such template, a value is missing or not text, or the result is
 *   not clean: a fault of the program, exit 1
 */
export function renderTemplate(name: string, values: TemplateValues): string {
  const odd = Object.entries(values).find(([, value]) => !isText(value));
  if (odd !== undefined) throw failed(name, `the value ${odd[0]} is not text`);
  const text = attempt(name, () => templateOf(name)(values));
  const fault = uncleanness(text);
  if (fault !== undefined) throw failed(name, fault);
  return text;
}

function templateOf(name: string): Render {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const source = read(name);
  for (const [, partial] of source.matchAll(/\{\{> ([\w./-]+)\}\}/g)) {
    environment.registerPartial(partial!, read(partial!));
  }
  const render: Render = environment.compile(source, { noEscape: true, strict: true });
  compiled.set(name, render);
  return render;
}

function read(name: string): string {
  return readFileSync(new URL(`${name}.hbs`, ROOT), 'utf8');
}

/** `strict` does not see a missing name in `{{#if name}}` and `{{#each name}}`; these helpers do. */
function createEnvironment(): typeof Handlebars {
  const own = Handlebars.create();
  // built in, and printing to standard output whenever a template says {{log}}
  own.unregisterHelper('log');
  for (const block of ['if', 'unless', 'each']) {
    const builtIn = own.helpers[block]!;
    own.registerHelper(
      block,
      function demanding(this: unknown, value: unknown, options: Handlebars.HelperOptions) {
        if (value === undefined) throw new Error(`a value of {{#${block}}} is missing`);
        return builtIn.call(this, value, options) as unknown;
      },
    );
  }
  return own;
}

/** Numbers are refused: handlebars 4.7.10 adds up neighbouring ones, so that `{{a}}{{b}}` with 1 and 2 gives 3. */
function isText(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => isText(item) && typeof item !== 'boolean');
  if (typeof value === 'object' && value !== null)
    return Object.values(value).every((v) => typeof v === 'string');
  return typeof value === 'string' || typeof value === 'boolean';
}

function uncleanness(text: string): string | undefined {
  if (text.includes('\r')) return 'the result holds a carriage return';
  if (/[ \t]$/m.test(text)) return 'the result has blanks at the end of a line';
  if (!text.endsWith('\n') || text.endsWith('\n\n')) return 'the result does not end in one line feed';
  return undefined;
}

function attempt(name: string, render: () => string): string {
  try {
    return render();
  } catch (cause) {
    throw failed(name, messageOf(cause), cause);
  }
}

function failed(name: string, found: string, cause?: unknown): RmqctlError {
  return new RmqctlError('TEMPLATE_FAILED', `the template ${name} could not be rendered: ${found}`, {
    hint: 'this is a fault of rmqctl: please report it',
    exit: ExitCode.bug,
    cause,
  });
}
