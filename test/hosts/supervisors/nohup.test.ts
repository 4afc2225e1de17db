import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { framed } from '../../../src/probes/remote-script.ts';
import { nohup } from '../../../src/hosts/supervisors/nohup.ts';
import type { Supervised } from '../../../src/hosts/supervisors/supervisor.ts';
import { lines, sh, type Script } from '../../../src/shell/script.ts';
import { framesOf, shellTransport } from '../../sample/real-shell.ts';
import { SHELLS } from '../../sample/shells.ts';

describe.each(SHELLS)('nohup by %s', (shell) => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rmqctl-nohup-'));
    const start = `export RMQCTL_UNIT=c1-broker-a.service RMQCTL_DIGEST=d1\necho $$ >'${root}/pid'\nexec sleep 600\n`;
    writeFileSync(join(root, 'start.sh'), start);
  });
  afterEach(async () => {
    await run(nohup.stop(supervised(), { seconds: 10 }));
    rmSync(root, { recursive: true });
  });

  const supervised = (): Supervised => ({
    instance: 'broker-a',
    unit: 'c1-broker-a.service',
    startScript: join(root, 'start.sh'),
    pidFile: join(root, 'pid'),
    user: '',
  });
  const run = async (part: Script): Promise<string> => {
    const [frame] = await framesOf(shellTransport(shell), framed('0', part));
    return `${frame!.status} ${frame!.text}`.trim();
  };
  const find = (): Promise<string> =>
    run(lines([nohup.findPid(supervised()), sh`echo "$pid"; process_variable "$pid" RMQCTL_DIGEST`]));

  test('starts a process that outlives the script, finds it with its digest, and stops it', async () => {
    expect(await run(nohup.start(supervised()))).toBe('0');
    const pid = readFileSync(join(root, 'pid'), 'utf8').trim();
    expect(await find()).toBe(`0 ${pid}\nd1`);
    const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    expect(parent[3]).toBe(pid); // a session of its own
    expect(await run(nohup.stop(supervised(), { seconds: 10 }))).toBe('0');
    expect(await find()).toMatch(/^\d+ 0$/);
    expect(await run(nohup.stop(supervised(), { seconds: 10 }))).toBe('0');
  });

  test('a start script that takes its time to become the process has not died', async () => {
    const script = join(root, 'start.sh');
    writeFileSync(script, readFileSync(script, 'utf8').replace('exec', 'sleep 1\nexec'));
    const started = await run(
      lines([nohup.start(supervised()), nohup.findPid(supervised()), sh`echo "$pid"`]),
    );
    expect(started).toBe(`0 ${readFileSync(join(root, 'pid'), 'utf8').trim()}`);
  });

  test('one that ends instead is not waited for', async () => {
    const gone = `echo $$ >'${root}/pid'\nexit 1\n`;
    writeFileSync(join(root, 'start.sh'), gone);
    const counted = lines([nohup.start(supervised()), sh`[ "$tries" -lt 300 ] && echo ended`]);
    expect(await run(counted)).toBe('0 ended');
  });

  test.each([
    ['another process by now', () => `${process.pid}\n`],
    ['nobody', () => '4999999\n'],
    ['no number', () => 'x\n'],
    ['nothing', () => ''],
  ])('a pid file that names %s is nobody’s, and nothing is stopped', async (_name, content) => {
    writeFileSync(join(root, 'pid'), content());
    expect(await find()).toMatch(/^\d+ 0$/);
    expect(await run(nohup.stop(supervised(), { seconds: 10 }))).toBe('0');
  });

  test('a pid file that names an instance of that name of another cluster is nobody’s', async () => {
    await run(nohup.start(supervised()));
    const other = { ...supervised(), unit: 'c2-broker-a.service' };
    expect(await run(lines([nohup.findPid(other), sh`echo "$pid"`]))).toBe('0 0');
    expect(await run(nohup.stop(other, { seconds: 10 }))).toBe('0');
    expect(await find()).toMatch(/^0 [1-9]\d*\nd1$/);
  });

  test('one that was retired leaves no pid file', async () => {
    await run(nohup.start(supervised()));
    expect(await run(nohup.retire(supervised(), { seconds: 10 }))).toBe('0');
    expect(() => readFileSync(join(root, 'pid'))).toThrow('ENOENT');
  });
});
