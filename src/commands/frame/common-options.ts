/** The options every command takes. */
import type { CommonArguments } from '../../operations/context.ts';
import type { OptionSpec } from './command.ts';

export const commonOptions = {
  limit: {
    type: 'list',
    value: 'PATTERN',
    summary: 'only these hosts, roles or instances; globs, repeatable',
  },
  json: { type: 'flag', summary: 'one JSON object a line on stdout; the last is the summary' },
  yes: { type: 'flag', alias: 'y', summary: 'do not ask before changing anything' },
  parallel: { type: 'number', value: 'N', least: 1, integer: true, summary: 'work on so many hosts at once' },
  timeout: {
    type: 'number',
    value: 'SECONDS',
    least: 1,
    summary: 'give up waiting for something after so long',
  },
  quiet: { type: 'flag', alias: 'q', summary: 'say only what went wrong' },
  verbose: { type: 'flag', alias: 'v', summary: 'also say what did not change, and show diffs' },
  noColor: { type: 'flag', summary: 'no colours (NO_COLOR does the same)' },
  acceptNew: { type: 'flag', summary: 'record the keys of hosts that known_hosts does not hold yet' },
  jsonFile: { type: 'text', value: 'FILE', summary: 'also write what --json prints to a file' },
  markdown: {
    type: 'text',
    value: 'FILE',
    summary: "also write the run as Markdown, for a comment; a GitHub job's summary gets it anyway",
  },
  askPassword: {
    type: 'flag',
    summary: 'ask for the password to log in with (or set RMQCTL_SSH_PASSWORD); keys go first',
  },
  askBecomePass: { type: 'flag', summary: "ask for sudo's password (or set RMQCTL_BECOME_PASSWORD)" },
} as const satisfies { readonly [Key in keyof CommonArguments]: OptionSpec };
