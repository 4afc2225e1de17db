import { LEVELS, parseSince, recordFilter } from '../logs/filter.ts';
import type { Start } from '../logs/follow-script.ts';
import { usageError } from '../errors.ts';
import { defineCommand, inventory } from './frame/command.ts';
import { selectedInstances } from '../operations/hosts/reach.ts';
import { withSession } from '../operations/session.ts';
import { showLogs } from '../operations/inspection/show-logs.ts';

/** Lines of each instance that are shown where nothing says how many. */
const LINES = 10;
const LOG_NAME = /^[A-Za-z0-9_.-]+$/;

export const command = defineCommand({
  example: 'rmqctl logs inventory.yaml -f --level warn',
  arguments: { inventory },
  options: {
    follow: {
      type: 'flag',
      alias: 'f',
      summary: 'go on with what is written from now on, until interrupted',
    },
    lines: {
      type: 'number',
      alias: 'n',
      value: 'LINES',
      integer: true,
      summary: `of what was written before, the last lines of each instance; default ${LINES}, with --since all`,
    },
    since: {
      type: 'text',
      value: 'TIME',
      summary: 'what was written since: 10m, 2h, 2026-11-22T08:26:06Z; rolled logs too',
    },
    grep: { type: 'text', value: 'REGEXP', summary: 'only messages that match, with their stack traces' },
    level: { type: 'text', choices: LEVELS, summary: 'only messages of this level and above' },
    log: {
      type: 'list',
      value: 'NAME',
      summary:
        "other logs than the console and the role's own: console, store, storeerror, remoting, gc, ...",
    },
    utc: { type: 'flag', summary: "show times in UTC, not in this machine's time zone" },
  },
  document: true,
  async run(args, context) {
    const since = args.since === undefined ? undefined : parseSince(args.since, context.now());
    const grep = args.grep === undefined ? undefined : expression(args.grep);
    for (const name of args.log)
      if (!LOG_NAME.test(name))
        throw usageError(`--log is "${name}"`, 'it is the name of a log: store, remoting');
    const lines = args.lines ?? (since === undefined ? LINES : undefined);
    return withSession(args, context, (session) =>
      showLogs(session, {
        instances: selectedInstances(session.topology, args.limit),
        names: args.log,
        start: startOf({ since, lines, filtered: grep !== undefined || args.level !== undefined }),
        lines,
        wanted: recordFilter({ since, grep, level: args.level }),
        follow: args.follow,
        utc: args.utc,
        json: args.json,
      }),
    );
  },
});

/** What must be read to find what is to be shown: with a filter, the last lines may be anywhere in the log. */
function startOf(asked: { since: number | undefined; lines: number | undefined; filtered: boolean }): Start {
  if (asked.since !== undefined) return { from: 'since', time: asked.since };
  if (asked.filtered || asked.lines === undefined) return { from: 'beginning' };
  return { from: 'last', lines: asked.lines };
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw usageError(
      `--grep is "${text}"`,
      error instanceof Error ? error.message : 'it is a regular expression',
    );
  }
}
