import { expect, test } from 'vitest';
import { digestOf } from '../../../src/plan/desired/start-script.ts';
import { Secret } from '../../../src/redaction/secret.ts';
import { file } from '../../../src/resources/file.ts';
import { replacement } from '../../../src/resources/replacement.ts';
import { store } from '../../../src/resources/store.ts';
import { extra, type Blueprint } from '../../../src/roles/role.ts';

/** What an instance of a made-up role is started from. */
const PART = {
  identity: '4.9.4 abc',
  environment: { JAVA_HOME: '/usr', RMQCTL_INSTANCE: 'a' },
  command: ['sh', '/r/bin/run.sh', '-Dx=1', 'Main'] as const,
  files: [
    { path: '/r/bin/run.sh', content: '#!/bin/sh\nexec java "$@"\n', mode: '755' },
    { path: '/r/conf/a.properties', content: '# a\nx=1\ny=2\n' },
  ],
  extras: [
    extra(file, '/l/users.properties', {
      desired: { path: '/l/users.properties', content: new Secret('a=b\n'), mode: '600', owner: 'r:r' },
      restarts: true,
    }),
    extra(replacement, '/r/conf/log.xml', {
      desired: { path: '/r/conf/log.xml', from: 'x', to: 'y', owner: 'r:r', purpose: 'because' },
      restarts: true,
    }),
  ],
};
const [RUN, CONFIG] = [PART.files[0]!, PART.files[1]!];
const [USERS, LOG] = [PART.extras[0]!, PART.extras[1]!];

function digestWith(change: Partial<Omit<typeof PART, 'files' | 'command'> & Blueprint>): string {
  const { identity, environment, ...parts } = { ...PART, ...change };
  const ready = { ports: [], logged: [], rejoined: [], evidence: [] };
  return digestOf({ identity, blueprint: { directories: [], env: {}, ready, ...parts } }, environment);
}

const AS_IT_IS = digestWith({});
const users = (content: string) =>
  extra(file, USERS.name, {
    desired: { path: USERS.name, content: new Secret(content), mode: '600', owner: 'r:r' },
    restarts: true,
  });
const log = (changed: object) =>
  extra(replacement, LOG.name, {
    desired: { path: '/r/conf/log.xml', from: 'x', to: 'y', owner: 'r:r', ...changed },
    restarts: true,
  });

test('is a word of its form, the same in every build', () => {
  expect(AS_IT_IS).toBe('2:1429a2957e98e016');
});

test.each([
  ['comments and spacing of scripts', { files: [{ ...RUN, content: '# run\n\nexec  java "$@"\n' }, CONFIG] }],
  ['comments and order of properties', { files: [RUN, { ...CONFIG, content: '# z\ny=2\nx = 1\n' }] }],
  ['the order of files', { files: [CONFIG, RUN] }],
  ['the mode of a file', { files: [{ ...RUN, mode: '700' }, CONFIG] }],
  ['the order of the environment', { environment: { RMQCTL_INSTANCE: 'a', JAVA_HOME: '/usr' } }],
  ['the order of what it restarts for', { extras: [LOG, USERS] }],
  ['comments of what it restarts for', { extras: [users('# x\na=b\n'), LOG] }],
  ['what a replacement is for, in words', { extras: [USERS, log({ purpose: 'of another reason' })] }],
  [
    'what it does not restart for',
    { extras: [USERS, LOG, extra(store, '/s', { desired: { path: '/s', format: {} } })] },
  ],
])('does not tell %s', (_, change) => {
  expect(digestWith(change)).toBe(AS_IT_IS);
});

test.each([
  ['another release', { identity: '4.9.7 abc' }],
  ['another word', { command: ['sh', '/r/bin/run.sh', '-Dx=2', 'Main'] as const }],
  ['another order of words', { command: ['sh', '/r/bin/run.sh', 'Main', '-Dx=1'] as const }],
  ['another value of the environment', { environment: { ...PART.environment, JAVA_HOME: '/opt' } }],
  ['another name in the environment', { environment: { ...PART.environment, RMQCTL_HEAP: '-Xmx1g' } }],
  ['another command of a script', { files: [{ ...RUN, content: 'exec java -x "$@"\n' }, CONFIG] }],
  ['another property', { files: [RUN, { ...CONFIG, content: 'x=1\ny=3\n' }] }],
  ['a value that became a secret', { files: [RUN, { ...CONFIG, content: new Secret(CONFIG.content) }] }],
  ['another file', { files: [RUN, { ...CONFIG, path: '/r/conf/b.properties' }] }],
  ['a file less', { files: [RUN] }],
  ['a user’s other password', { extras: [users('a=c\n'), LOG] }],
  ['another replacement', { extras: [USERS, log({ to: 'z' })] }],
  ['nothing more to restart for', { extras: [] }],
])('tells %s', (_, change) => {
  expect(digestWith(change)).not.toBe(AS_IT_IS);
});
