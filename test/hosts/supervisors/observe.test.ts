import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nohup } from '../../../src/hosts/supervisors/nohup.ts';
import type { Supervised, Supervisor } from '../../../src/hosts/supervisors/supervisor.ts';
import { systemd } from '../../../src/hosts/supervisors/systemd.ts';
import { framed } from '../../../src/probes/remote-script.ts';
import { lines, sh } from '../../../src/shell/script.ts';
import { framesOf, shellTransport } from '../../sample/real-shell.ts';
import { SHELLS } from '../../sample/shells.ts';

describe.each(SHELLS)('what a supervisor knows of its instances, by %s', (shell) => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rmqctl-observe-'));
    for (const tool of ['sh', 'bash', 'cat', 'tr', 'grep', 'head', 'cut'])
      symlinkSync(join('/usr/bin', tool), join(root, tool));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const instance = (name: string): Supervised => ({
    instance: name,
    unit: `c-${name}.service`,
    startScript: join(root, `${name}.sh`),
    pidFile: join(root, `${name}.pid`),
    user: '',
  });

  /** A line an instance: its unit, and the four variables. */
  async function observed(supervisor: Supervisor, names: readonly string[]): Promise<string[]> {
    const script = lines([
      sh`told() { echo "$1 $pid <$restarts> <$returning> <$exit_status>"; }`,
      supervisor.observe(names.map(instance), sh`told`),
    ]);
    const [frame] = await framesOf(shellTransport(shell, { PATH: root }), framed('0', script));
    expect(frame!.status).toBe('0');
    return frame!.text.trim().split('\n');
  }

  test('systemd: each unit by one call, and nothing of one in the next', async () => {
    const shown = [
      'Id=c-a.service\nMainPID=42\nNRestarts=7\nSubState=running\nExecMainStatus=0',
      'Id=c-b.service\nMainPID=0\nNRestarts=2\nSubState=auto-restart\nExecMainStatus=253',
      // 219 counts nothing, and has never heard of this one
      'Id=c-c.service\nMainPID=0\nSubState=dead',
    ];
    writeFileSync(join(root, 'shown'), `${shown.join('\n\n')}\n`);
    writeFileSync(join(root, 'systemctl'), `#!/bin/sh\necho "$*" >>'${root}/calls'\ncat '${root}/shown'\n`);
    chmodSync(join(root, 'systemctl'), 0o755);
    expect(await observed(systemd, ['a', 'b', 'c'])).toEqual([
      'c-a.service 42 <7> <> <0>',
      'c-b.service 0 <2> <yes> <253>',
      'c-c.service 0 <> <> <>',
    ]);
    expect(readFileSync(join(root, 'calls'), 'utf8').trim().split('\n')).toEqual([
      expect.stringMatching(/^show .* c-a\.service c-b\.service c-c\.service$/),
    ]);
  });

  test('nohup: the pid files, and nothing beside', async () => {
    writeFileSync(join(root, 'a.pid'), `${process.pid}\n`); // lives, but is nobody's instance
    expect(await observed(nohup, ['a', 'b'])).toEqual(['c-a.service 0 <> <> <>', 'c-b.service 0 <> <> <>']);
  });
});
