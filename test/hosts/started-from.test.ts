import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isStartedFrom, parseStartedFrom, startedFromProbe } from '../../src/hosts/started-from.ts';
import { lines, sh } from '../../src/shell/script.ts';
import { ResourceHost } from '../sample/resource-host.ts';
import { SHELLS } from '../sample/shells.ts';

/** Processes of today's form and of the one before, looked at by real shells. */

const WANTED = '2:0123456789abcdef';
const EARLIER = 'f6e62a3003e59ffc';
const RMQCTLS = '# broker-a of c; written by rmqctl: change the inventory, not this file\nbrokerId=0\n';
const BROKERS = 'brokerId=0\nflushDiskType=ASYNC_FLUSH\n';

describe.each(SHELLS)('by %s', (shell) => {
  let root: string;
  let child: ChildProcess | undefined;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "rmqctl started ' from-"));
  });
  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(root, { recursive: true });
  });

  const path = (name: string): string => join(root, name);
  /** @param age seconds before the process became what it is */
  const write = (name: string, text: string, age: number): void => {
    writeFileSync(path(name), text);
    const time = Date.now() / 1000 - 1000 - age;
    utimesSync(path(name), time, time);
  };
  const script = (digest: string): string => `#!/bin/sh\nexport RMQCTL_DIGEST=${digest}\nexec java x\n`;

  /** What is found of a process with that digest; the files are as its start left them but for what a case writes. */
  const look = async (digest: string | undefined, change: () => void = () => undefined) => {
    write('start.sh', script(digest ?? ''), 10);
    write('run.sh', 'exec java "$@"\n', 10);
    write('conf.properties', RMQCTLS, 10);
    write('pid', '7\n', 0);
    change();
    child = spawn('sleep', ['60'], { env: digest === undefined ? {} : { RMQCTL_DIGEST: digest } });
    const probe = startedFromProbe({
      instance: 'broker-a',
      unit: 'c-broker-a.service',
      user: '',
      startScript: path('start.sh'),
      pidFile: path('pid'),
      digest: WANTED,
      sources: { read: [path('run.sh'), path('start.sh')], rewritten: [path('conf.properties')] },
    });
    const said = await new ResourceHost(shell).run(lines([sh`pid=${`${child.pid}`}`, probe]));
    const found = parseStartedFrom((name) => new RegExp(`^${name}=(.*)$`, 'm').exec(said)?.[1]);
    expect(found.digest).toBe(digest ?? '');
    return isStartedFrom({ digest: WANTED }, found);
  };

  test.each<[string, string | undefined, boolean, (() => void)?]>([
    ['the wanted digest, whatever its files are', WANTED, true, () => write('run.sh', 'x\n', -10)],
    ['another digest of today’s form', '2:0123456789abcde0', false],
    ['no digest', undefined, false],
    ['an earlier digest, and nothing has changed since', EARLIER, true],
    [
      'an earlier digest, and its start script has another one',
      EARLIER,
      false,
      () => write('start.sh', script('f6e62a3003e59ff0'), 10),
    ],
    [
      'an earlier digest, and its start script has one of today',
      EARLIER,
      false,
      () => write('start.sh', script(WANTED), 10),
    ],
    ['an earlier digest, and no start script', EARLIER, false, () => rmSync(path('start.sh'))],
    [
      'an earlier digest, and a file was written since',
      EARLIER,
      false,
      () => write('run.sh', 'exec java "$@"\n', -10),
    ],
    [
      'an earlier digest, and its start script was written since',
      EARLIER,
      false,
      () => write('start.sh', script(EARLIER), -10),
    ],
    [
      'an earlier digest, and its properties were written since',
      EARLIER,
      false,
      () => write('conf.properties', RMQCTLS, -10),
    ],
    [
      'an earlier digest, and it has written its properties itself',
      EARLIER,
      true,
      () => write('conf.properties', BROKERS, -10),
    ],
    ['an earlier digest, and nobody knows when it was started', EARLIER, false, () => rmSync(path('pid'))],
  ])('a process with %s', async (_, digest, same, change) => {
    expect(await look(digest, change)).toBe(same);
  });
});
