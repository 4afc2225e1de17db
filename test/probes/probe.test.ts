import { describe, expect, test } from 'vitest';
import { RmqctlError } from '../../src/errors.ts';
import { clockAhead } from '../../src/probes/clock.ts';
import { parseDf } from '../../src/probes/disk-space.ts';
import { logTail } from '../../src/probes/log-tail.ts';
import { ask, textProbe, type Probe } from '../../src/probes/probe.ts';
import { processesOf } from '../../src/probes/process.ts';
import { listeners } from '../../src/probes/sockets.ts';
import { sh } from '../../src/shell/script.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { shellTransport } from '../sample/real-shell.ts';
import { SHELLS } from '../sample/shells.ts';

const number: Probe<number> = { id: 'number', script: sh`echo 42`, parse: Number };
const word = textProbe('word', sh`printf word; exit 3`);

/** A host that counts the scripts it is sent. */
function counting(transport: Transport): { transport: Transport; scripts: string[] } {
  const scripts: string[] = [];
  const run: Transport['run'] = (script, options) => {
    scripts.push(script.text);
    return transport.run(script, options);
  };
  return { transport: { ...transport, run }, scripts };
}

describe.each(SHELLS)('a host is asked by %s', (shell) => {
  const here = () => counting(shellTransport(shell, {}));

  test('everything by one script, each probe once, each answer of its own type', async () => {
    const { transport, scripts } = here();
    const answers = await ask(transport, [number, word, number]);
    const sum: number = answers.of(number) + 1;
    expect([sum, answers.of(word)]).toEqual([43, 'word']);
    expect(scripts.length).toBe(1);
    expect(scripts[0]?.split('echo 42').length).toBe(2);
  });

  test('nothing by no script', async () => {
    const { transport, scripts } = here();
    await ask(transport, []);
    expect(scripts).toEqual([]);
  });

  test('an answer is found by its probe, not by what that says', async () => {
    const answers = await ask(here().transport, [number]);
    expect(() => answers.of({ ...number })).toThrow('"number" was not asked');
  });

  test('behind a guard, which may refuse', async () => {
    const guard = (script = sh`true`) => ({
      script,
      refusal: (status: string, text: string) => new RmqctlError('REFUSED', `${status} ${text}`),
    });
    expect((await ask(here().transport, [number], { guard: guard() })).of(number)).toBe(42);
    const marked = textProbe('marked', sh`echo asked all the same`);
    const refused = ask(here().transport, [marked], { guard: guard(sh`printf 'not you'; exit 75`) });
    await expect(refused).rejects.toMatchObject({ code: 'REFUSED', message: '75 not you' });
  });

  test('and says when each answer came', async () => {
    let time = 1000;
    const now = () => (time += 1000);
    const moment: Probe<string> = {
      id: 'moment',
      script: sh`:`,
      parse: (_, { asked, answered }) => `${asked} ${answered}`,
    };
    const answers = await ask(here().transport, [number, moment], { now });
    expect(answers.of(moment)).toBe('3000 4000');
  });

  test('its clock, which is this machine’s', async () => {
    // this machine's moments are whole milliseconds, the host's are finer
    expect((await ask(here().transport, [clockAhead])).of(clockAhead)).toBeCloseTo(0, 2);
  });

  test('the end of a log', async () => {
    const tail = (path: string) =>
      textProbe('tail', logTail(path, { bytes: 1000, pattern: 'ROOT:', lines: 1 }));
    const [there, absent] = [tail('/etc/passwd'), tail('/nowhere')];
    const answers = await ask(here().transport, [there, absent]);
    expect([answers.of(there), answers.of(absent)]).toEqual([expect.any(String), '']);
  });
});

test('a host that is lost meanwhile answers nothing', async () => {
  const lost = shellTransport('sh', {});
  const run: Transport['run'] = () => lost.run(sh`exit 1`);
  await expect(ask({ ...lost, run }, [number])).rejects.toMatchObject({ code: 'INCOMPLETE_ANSWER' });
});

const MOMENT = { asked: 100_000, answered: 101_000 };

test.each([
  ['whole seconds within', '100\n', 0],
  ['whole seconds that may have been within', '99\n', 0],
  ['ahead', '103.5\n', 2.5],
  ['behind', '97.5\n', -2.5],
  ['a date that knows no fractions', '103.%N\n', 2],
  ['nothing', '', undefined],
])('a clock: %s', (_name, text, ahead) => expect(clockAhead.parse(text, MOMENT)).toBe(ahead));

test.each([
  ['/dev/sda1 100 30 70 30% /', { mount: '/', used: 30_720, available: 71_680, usedPercent: 30 }],
  [
    'a b 100 30 70 31% /data/my store \n',
    { mount: '/data/my store', used: 30_720, available: 71_680, usedPercent: 31 },
  ],
  ['', undefined],
  ['Filesystem 1024-blocks Used Available Capacity Mounted on', undefined],
])('df: %s', (line, space) => expect(parseDf(line)).toEqual(space));

test('no output is that nothing is there', () => {
  expect(listeners.parse('', MOMENT)).toEqual([]);
  expect(processesOf('nohup', []).parse('', MOMENT)).toEqual(new Map());
});
