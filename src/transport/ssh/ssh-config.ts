import { matchesPattern } from '../host-keys/known-hosts.ts';

/** One line of an ssh_config file; an Include carries the files it stands for. */
export interface Directive {
  /** lower case */
  readonly keyword: string;
  readonly args: readonly string[];
  readonly included?: readonly (readonly Directive[])[];
}

/** What a host is asked for: the name as written, and the users on both sides. */
export interface ConfigQuestion {
  readonly name: string;
  /** the login user when the inventory says so: it wins over the file, and `Match user` sees it */
  readonly user?: string | undefined;
  readonly localUser: string;
}

/** Keyword (lower case) to its values in their order; only IdentityFile and CertificateFile collect several lines. */
export type ConfigValues = ReadonlyMap<string, readonly string[]>;

/** Under this, which no file has as a keyword, are the criteria of Match that could not be judged. */
export const NOT_JUDGED = 'match ';

/** Splits ssh_config text into directives: `Keyword args`, `Keyword=args`, double quotes, comments (ssh_config(5)). */
export function parseSshConfig(text: string): Directive[] {
  return text.split('\n').flatMap((raw) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return [];
    const [, keyword = '', rest = ''] = /^([^\s=]+)(?:\s*=\s*|\s+)?(.*)$/.exec(line) ?? [];
    const name = keyword.toLowerCase();
    // a command is not taken apart: the shell does that
    return [{ keyword: name, args: name === 'proxycommand' ? [rest] : splitWords(rest) }];
  });
}

function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
    if (plain?.startsWith('#')) break;
    words.push(quoted ?? plain ?? '');
  }
  return words;
}

/** The settings that apply to a host: the first value found wins, but files of keys and certificates add up (ssh_config(5)). */
export function evaluate(directives: readonly Directive[], question: ConfigQuestion): ConfigValues {
  const values = new Map<string, string[]>();
  walk(directives, true, { question, values });
  return values;
}

interface Walk {
  readonly question: ConfigQuestion;
  readonly values: Map<string, string[]>;
}

function walk(directives: readonly Directive[], enclosing: boolean, state: Walk): void {
  let active = enclosing;
  for (const { keyword, args, included } of directives) {
    if (keyword === 'host') active = enclosing && matchesHost(args, state.question.name);
    else if (keyword === 'match') active = enclosing && matchesAll(args, state);
    else if (active && included) included.forEach((file) => walk(file, active, state));
    else if (active) store(keyword, args, state.values);
  }
}

const ADDING_UP = ['identityfile', 'certificatefile'];

function store(keyword: string, args: readonly string[], values: Map<string, string[]>): void {
  const held = values.get(keyword);
  if (held === undefined) values.set(keyword, [...args]);
  else if (ADDING_UP.includes(keyword)) held.push(...args);
}

/** Any pattern that matches, unless a negated one does too. */
function matchesHost(patterns: readonly string[], name: string): boolean {
  const negated = patterns.some(
    (pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name),
  );
  return !negated && patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(pattern, name));
}

/**
 * `Match` with host, originalhost, user, localuser and all, each negatable. What it cannot judge (exec, which would run a
 * command, ...) is no match, and is remembered where everything before it did match.
 */
function matchesAll(args: readonly string[], { question, values }: Walk): boolean {
  const words = [...args];
  for (let criterion = words.shift(); criterion !== undefined; criterion = words.shift()) {
    const negated = criterion.startsWith('!');
    const kind = criterion.replace('!', '').toLowerCase();
    const matched = kind === 'all' || judge(kind, words.shift() ?? '', { question, values });
    if (matched === 'unsupported') values.set(NOT_JUDGED, [...(values.get(NOT_JUDGED) ?? []), kind]);
    if (matched === 'unsupported' || matched === negated) return false;
  }
  return true;
}

function judge(kind: string, list: string, { question, values }: Walk): boolean | 'unsupported' {
  const patterns = list.split(',');
  const { name, user, localUser } = question;
  if (kind === 'host')
    return matchesHost(patterns, values.get('hostname')?.[0]?.replaceAll('%h', name) ?? name);
  if (kind === 'originalhost') return matchesHost(patterns, name);
  if (kind === 'user') return matchesHost(patterns, user ?? values.get('user')?.[0] ?? localUser);
  if (kind === 'localuser') return matchesHost(patterns, localUser);
  return 'unsupported';
}

/** Replaces `%h`-like tokens and `${NAME}` of the environment; what is unknown stays as it is. */
export function expandTokens(
  text: string,
  tokens: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string | undefined>> = {},
): string {
  const replaced = text.replaceAll(/%([%a-zA-Z])/g, (token, name: string) =>
    name === '%' ? '%' : (tokens[name] ?? token),
  );
  return replaced.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => env[name] ?? whole);
}
