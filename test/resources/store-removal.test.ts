import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directory } from '../../src/resources/directory.ts';
import { SHELLS } from '../sample/shells.ts';
import { ResourceHost } from '../sample/resource-host.ts';

describe.each(SHELLS)('the removal of a store, by %s', (shell) => {
  const host = new ResourceHost(shell);
  let root = '';
  let broker: ChildProcess | undefined;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rmqctl store '));
    mkdirSync(join(root, 'store'));
    writeFileSync(join(root, 'store/lock'), '');
    symlinkSync('store', join(root, 'alias'));
  });
  afterEach(() => {
    broker?.kill('SIGKILL');
    rmSync(root, { recursive: true });
  });

  async function remove(name: string): Promise<string> {
    const desired = { path: join(root, name), made: join(root, 'made'), contents: ['lock'], store: true };
    const found = { exists: true, mode: '755', owner: '', removable: true };
    return host.run(directory.destroy!({ ...desired, mode: '755', owner: '' }, found)!.apply);
  }

  test.each(['store', 'alias'])(
    'by the name %s, waits for nobody and takes nothing from who uses it',
    async (name) => {
      broker = spawn('sh', ['-c', 'exec 3<"$1"; echo up; exec sleep 600', 'sh', join(root, 'store/lock')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(broker.stdout!, 'data');
      await expect(remove(name)).rejects.toThrow(
        `process ${broker.pid} has files open in ${join(root, name)}, which is left as it is`,
      );
      expect(existsSync(join(root, 'store/lock'))).toBe(true);
      const ended = once(broker, 'exit');
      broker.kill('SIGKILL');
      await ended;
      await remove(name);
      expect(existsSync(join(root, 'store/lock'))).toBe(false);
    },
  );
});
