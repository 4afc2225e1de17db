import { describe, expect, test } from 'vitest';
import type { InstanceDraft } from '../../src/inventory/instance-draft.ts';
import { assignPorts, portsAround } from '../../src/resolve/ports.ts';

type Request = InstanceDraft['ports'];
const BROKER: Request = {
  series: 'broker',
  first: 10911,
  step: 100,
  around: [
    { offset: 0, purpose: 'remoting' },
    { offset: -2, purpose: 'fast remoting' },
    { offset: 1, purpose: 'replication' },
  ],
};
const NAMESRV: Request = {
  series: 'namesrv',
  first: 9876,
  step: 1,
  around: [{ offset: 0, purpose: 'remoting' }],
};

/** "name@host" or "name@host=port" of brokers, "ns..." of name servers. */
function assigned(...instances: readonly string[]): Record<string, number> {
  const drafts = instances.map((text): Pick<InstanceDraft, 'name' | 'host' | 'ports'> => {
    const [, name = '', host = '', given] = /^(\w+)@(\w+)(?:=(\d+))?$/.exec(text)!;
    const request = name.startsWith('ns') ? NAMESRV : BROKER;
    return { name, host, ports: given === undefined ? request : { ...request, given: Number(given) } };
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ports look at nothing else of a draft
  return Object.fromEntries(assignPorts(drafts as unknown as InstanceDraft[]));
}

describe('the main port of each instance', () => {
  test.each([
    ['one a host: the first', ['a@h1', 'b@h2'], { a: 10911, b: 10911 }],
    ['several on a host: a step apart', ['a@h1', 'b@h1', 'c@h1'], { a: 10911, b: 11011, c: 11111 }],
    [
      'each series for itself',
      ['ns1@h1', 'a@h1', 'ns2@h1', 'b@h1'],
      { ns1: 9876, ns2: 9877, a: 10911, b: 11011 },
    ],
    ['a given one stays', ['a@h1=20911'], { a: 20911 }],
    [
      'a given one does not move the others',
      ['a@h1=20911', 'b@h1', 'c@h1'],
      { a: 20911, b: 11011, c: 11111 },
    ],
    ['a given port is not taken twice', ['a@h1', 'b@h1=10911'], { a: 11011, b: 10911 }],
    ['nor one beside it: the replication port', ['a@h1', 'b@h1=10910'], { a: 11011, b: 10910 }],
    ['nor the fast port', ['a@h1', 'b@h1=10913'], { a: 11011, b: 10913 }],
    ['the next step is free again', ['a@h1', 'b@h1', 'c@h1=11011'], { a: 10911, b: 11111, c: 11011 }],
    ['what is given on another host is no matter', ['a@h1', 'b@h2=10911'], { a: 10911, b: 10911 }],
    ['two that are given the same are kept: a rule tells them', ['a@h1=5', 'b@h1=5'], { a: 5, b: 5 }],
  ])('%s', (_name, instances, expected) => expect(assigned(...instances)).toEqual(expected));

  test('where a host has no free port left, the one that it would have had: a rule tells it', () => {
    const crowd = Array.from({ length: 600 }, (_, index) => `b${index}@h1`);
    const ports = assigned(...crowd);
    expect(ports['b0']).toBe(10911);
    expect(ports['b546']).toBe(65511);
    expect(ports['b599']).toBe(10911 + 599 * 100);
  });

  test('the ports around it, the main one first', () => {
    expect(portsAround(BROKER, 20911)).toEqual([
      { port: 20911, purpose: 'remoting' },
      { port: 20909, purpose: 'fast remoting' },
      { port: 20912, purpose: 'replication' },
    ]);
  });
});
