import { expect, test } from 'vitest';
import { runBatch, type BatchOptions } from '../../src/execute/batch.ts';
import { RmqctlError } from '../../src/errors.ts';
import type { RmqctlEvent } from '../../src/model/events.ts';
import type { Step } from '../../src/plan/steps/plan.ts';
import type { PageWait } from '../../src/roles/common/program-role.ts';
import { sh } from '../../src/shell/script.ts';
import { FakeHosts } from '../sample/fake-hosts.ts';
import { step } from '../sample/steps.ts';

/** A page of a host that nobody could connect to: the wait for it is over at once, and well. */
const PAGE: PageWait = { kind: 'page', host: 'elsewhere', address: '10.0.0.9', port: 8080, path: '/' };

const replica = (instance: string) => ({ instance, host: 'elsewhere', address: '10.0.0.9', port: 10911 });
const REPLICATION = {
  kind: 'replication',
  version: '5.5.0',
  master: replica('broker-a'),
  haPort: 10912,
  slaves: [replica('broker-a-s')],
  instance: 'broker-a-s',
};

/** What a batch of n1 reported: how steps ended, when others may be ready ("!"), and stages and warnings. */
async function reported(
  steps: readonly Step[],
  over: Partial<BatchOptions> = {},
  hosts = new FakeHosts(),
): Promise<string[]> {
  const said: string[] = [];
  const emit = (event: RmqctlEvent): void => {
    if (event.event === 'progress') said.push(`... ${event.stage}`);
    if (event.event === 'diagnostic') said.push(`${event.severity}: ${event.message}`);
  };
  const options = { transports: new Map(), now: () => 0, patience: 0, emit, suppliers: [], ...over };
  await runBatch(hosts.transports(['n1']).get('n1')!, steps, options, {
    ended: ({ name }, { state, summary }) => said.push(`${name} ${state}: ${summary}`),
    answered: () => said.push('!'),
  });
  return said;
}

const service = (name: string, over: Partial<Step> = {}): Step =>
  step(`n1 service:${name}`, { instance: name, gate: sh`:`, summary: `start ${name}`, ...over });

test('a step ends once its gate has answered, and then what it waits for is so', async () => {
  expect(await reported([service('a', { waits: [PAGE] }), step('n1 file:b')])).toEqual([
    '... waiting for a',
    'b done: make file:b',
    '!',
    '... waiting for the page of a',
    'a done: start a',
    '!',
  ]);
});

test('waits come one after another, and say what they could not see', async () => {
  expect(await reported([service('a', { waits: [PAGE, REPLICATION] })])).toEqual([
    '... waiting for a',
    '... waiting for the page of a',
    '... waiting until a is in sync',
    'warning: a cannot be in sync with broker-a: not running',
    'a done: start a',
    '!',
  ]);
});

test('a wait of no kind, and a supply that nobody has, are bugs and no failures of the step', async () => {
  await expect(reported([service('a', { waits: [{ kind: 'moon' }] })])).rejects.toThrow('no wait "moon"');
  await expect(reported([step('n1 file:a', { supplies: [{ kind: 'moon' }] })])).rejects.toThrow('a moon');
});

test('a script begins with what its steps were supplied with, said once', async () => {
  const hosts = new FakeHosts();
  const scripts: string[] = [];
  const suppliers = [{ kind: 'moon', supply: () => Promise.resolve(sh`phase=${'full'}`) }];
  const locked: BatchOptions['locked'] = (work) => {
    scripts.push(work.text);
    return work;
  };
  const supplied = (key: string): Step => step(key, { supplies: [{ kind: 'moon' }] });
  await reported([supplied('n1 file:a'), supplied('n1 file:b')], { suppliers, locked }, hosts);
  expect(scripts[0]?.match(/^phase=full$/gm)).toHaveLength(1);
});

test('a connection that is lost while a step waits fails it, and what comes of its wait is nothing any more', async () => {
  const hosts = new FakeHosts();
  hosts.decide = ({ key }) => (key === 'n1 file:b' ? new RmqctlError('LOST', 'n1 hung up') : undefined);
  const asked: { settle?: () => void } = {};
  const slow = new Promise<void>((resolve) => (asked.settle = resolve));
  const transport = {
    ...hosts.transports(['n1']).get('n1')!,
    dial: () => slow.then(() => Promise.reject(new RmqctlError('DIAL_FAILED', 'gone'))),
  };
  const here: PageWait = { ...PAGE, host: 'n1' };
  const said = await reported(
    [service('a', { waits: [here] }), step('n1 file:b', { needs: ['n1 service:a'] })],
    { transports: new Map([['n1', transport]]) },
    hosts,
  );
  expect(said.filter((line) => line.startsWith('a '))).toEqual(['a failed: n1 hung up']);
  asked.settle?.();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said.filter((line) => line.startsWith('a '))).toEqual(['a failed: n1 hung up']);
});
