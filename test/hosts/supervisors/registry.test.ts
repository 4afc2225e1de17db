import { expect, test } from 'vitest';
import {
  ANYWHERE,
  parseUnit,
  raisingLimits,
  SUPERVISORS,
  supervisorNamed,
  supervisorOn,
  unitProbe,
} from '../../../src/hosts/supervisors/registry.ts';
import { framed } from '../../../src/probes/remote-script.ts';
import { lines, sh } from '../../../src/shell/script.ts';
import { framesOf, shellTransport } from '../../sample/real-shell.ts';

const nowhere = { root: false, supervisors: [] };

test('the last can be used on every host, and needs nothing of it', () => {
  expect(SUPERVISORS.at(-1)).toBe(ANYWHERE);
  expect(ANYWHERE.unfit(nowhere)).toBeUndefined();
});

test.each([
  ['auto', { root: true, supervisors: ['systemd'] }, 'systemd'],
  ['auto', { root: false, supervisors: ['systemd'] }, 'nohup'],
  ['auto', { root: true, supervisors: [] }, 'nohup'],
  ['nohup', { root: true, supervisors: ['systemd'] }, 'nohup'],
  ['systemd', { root: true, supervisors: [] }, undefined],
])('%s on a host of %j is %s', (choice, host, id) => {
  expect(supervisorOn(host, choice)?.id).toBe(id);
});

test('a name that no supervisor has is a bug', () => {
  expect(() => supervisorNamed('openrc')).toThrow('openrc');
});

test('those that raise limits are named for people', () => {
  expect(raisingLimits()).toBe('systemd');
});

test('a unit says how it is stopped; a process without one says nothing', async () => {
  expect(parseUnit('systemd x.service')).toEqual({ name: 'x.service', stopping: 'systemctl stop x.service' });
  expect(parseUnit('')).toBeUndefined();
  expect(parseUnit('launchd x')).toBeUndefined();
  const [frame] = await framesOf(shellTransport('sh'), framed('0', lines([sh`pid=0`, unitProbe()])));
  expect(parseUnit(frame!.text)).toBeUndefined();
});
