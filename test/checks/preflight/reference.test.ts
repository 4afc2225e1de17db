import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hostChecks, otherChecks } from '../../../src/checks/preflight/registry.ts';

const INTRODUCTION = `# What \`check\` asks

\`rmqctl check INVENTORY\` asks the hosts whether the deployment can work, before anything is deployed. It changes nothing and leaves
nothing: each host gets one script that only reads, then listeners stand for a few seconds on the ports that are free, and the hosts that
will need them dial these. Exit code 6 when a check fails, 4 when a host cannot be reached or logged in to.

A listener is made with what the host has: Python, Perl, a JDK from 11 on, or nc. It ends with the run, with the connection, and by
its own clock after a minute. Dialling goes through each host's own sshd; where that forwards nothing, by bash, Python or Perl there.

`;

/** The page as Markdown. */
function page(): string {
  const rows = [...hostChecks, ...otherChecks].map(({ id, asks }) => `| \`${id}\` | ${asks} |`);
  return `${INTRODUCTION}| check | what is asked |\n|---|---|\n${rows.toSorted().join('\n')}\n`;
}

// `npx vitest run test/preflight -u` writes it anew
test('docs/reference/preflight.md follows from the checks', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/reference/preflight.md');
});

test('every check has a name of its own, and its file is in the registry', () => {
  const ids = [...hostChecks, ...otherChecks].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const files = readdirSync(new URL('../../../src/checks/preflight/checks/', import.meta.url));
  expect(files.map((name) => name.replace(/\.ts$/, '')).sort()).toEqual(
    hostChecks.map(({ id }) => id).sort(),
  );
});
