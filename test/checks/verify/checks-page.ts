import type { Check } from '../../../src/checks/verify/check.ts';

/** The page of every check (docs/reference/checks.md), from the checks themselves. */
export function checksReference(checks: readonly Check[]): string {
  return `# Checks

What \`rmqctl verify\` asks, in this order: a cause stands before what follows from it. What is wrong only because something that
stands earlier is wrong is told as skipped, with its cause; so what fails is a cause. Exit code 6 when any fails.

A *quick* verification, after a deployment that changed nothing, is the checks marked so; after one that changed something
all are made (\`deploy --verify full|quick|none\`). Those that *settle* may take half a minute to come right after a start, and are
awaited until everything has run that long. Only \`deploy\` by itself does not wait for the slaves of a broker that it has just started: what they would
prove is told as skipped, and \`verify\` proves it. This page is written from the code (src/checks/verify/registry.ts).

${checks.map((check) => section(check)).join('\n')}`;
}

function section({ id, title, asks, on, severity, hint, ...check }: Check): string {
  const marks = (['quick', 'settles'] as const).filter((mark) => check[mark] === true);
  return `## ${id}

${title[0]!.toUpperCase()}${title.slice(1)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}

- **asks** ${asks}
- **on** ${on}
- **severity** ${severity}
- **when it is wrong** ${hint}
`;
}
