import { describe, expect, it } from 'vitest';
import { brief, marked, read, SOUND, sound } from '../sample/inventories.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  /** line:column severity code of each */
  readonly found: readonly string[];
  /** of the first: what the carets stand under, and words of message and hint */
  readonly under?: string;
  readonly says?: RegExp;
  readonly hint?: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'an unknown key, with the nearest',
    text: sound('namesrv:', 'namesvr:'),
    found: ['7:1 error UNKNOWN_KEY'],
    under: 'namesvr',
    says: /`namesvr` is not a key of the inventory/,
    hint: /did you mean `namesrv`/,
  },
  {
    name: 'an unknown key that is near to none, with those there are',
    text: `${SOUND}ssh: { colour: red }\n`,
    found: ['11:8 error UNKNOWN_KEY'],
    says: /`colour` is not a key of `ssh`/,
    hint: /user, port, identity, jump, become and knownHosts/,
  },
  {
    name: 'a word that is none of the choices',
    text: sound('mode: sync', 'mode: synch'),
    found: ['3:7 error BAD_VALUE'],
    under: 'synch',
    says: /must be single, masters, async or sync, not `synch`/,
    hint: /did you mean `sync`/,
  },
  {
    name: 'a missing key',
    text: sound('mode: sync\n', ''),
    found: ['1:1 error MISSING_KEY'],
    says: /has no `mode`/,
    hint: /single, masters, async or sync/,
  },
  {
    name: 'a version that YAML reads as a number',
    text: sound('version: 4.9.8', 'version: 5.1'),
    found: ['2:10 error WRONG_TYPE'],
    under: '5.1',
    says: /a release such as 4\.9\.4, not the number `5\.1`/,
  },
  {
    name: 'a number in a list of hosts: one message, not one a branch',
    text: sound('namesrv: [node1, node2]', 'namesrv: [node1, 5]'),
    found: ['7:18 error WRONG_TYPE'],
    under: '5',
    says: /`namesrv\[1\]` must be a host, or \{ host, address, port, heap, jvm, properties \}, not the number `5`/,
  },
  {
    name: 'a fault inside a long form: told of the long form alone',
    text: sound('namesrv: [node1, node2]', 'namesrv: [node1, { host: node2, prot: 9877 }]'),
    found: ['7:33 error UNKNOWN_KEY'],
    under: 'prot',
    hint: /did you mean `port`/,
  },
  {
    name: 'a long form without what it must have',
    text: sound('namesrv: [node1, node2]', 'namesrv: [node1, { port: 9877 }]'),
    found: ['7:18 error MISSING_KEY'],
    says: /`namesrv\[1\]` has no `host`/,
  },
  {
    name: 'a port that TCP does not have',
    text: sound('namesrv: [node1, node2]', 'namesrv: [node1, { host: node2, port: 70000 }]'),
    found: ['7:39 error OUT_OF_RANGE'],
    under: '70000',
  },
  {
    name: 'one host where a list is due',
    text: sound('[node2, node1]', 'node2'),
    found: ['10:13 error WRONG_TYPE'],
    says: /`brokers.broker-b` must be a list of hosts, or \{ master, slaves, properties \}, not the text `node2`/,
  },
  {
    name: 'yes, which is text in YAML 1.2',
    text: `${SOUND}ssh:\n  become: yes\n`,
    found: ['12:11 error WRONG_TYPE'],
    hint: /write true/,
  },
  {
    name: 'a heap without unit',
    text: `${SOUND}heap: { broker: 4 }\n`,
    found: ['11:17 error WRONG_TYPE'],
    says: /a size such as 4g, or \{ size, young, direct \}, not the number `4`/,
  },
  {
    name: 'a key without value',
    text: `${SOUND}paths:\n`,
    found: ['11:1 error EMPTY_VALUE'],
    under: 'paths',
    says: /`paths` is empty: it must be a mapping/,
    hint: /delete the key/,
  },
  { name: 'no hosts', text: sound('[node1, node2]\nb', '[]\nb'), found: ['7:10 error EMPTY_VALUE'] },
  {
    name: 'a list as property value',
    text: `${SOUND}properties:\n  a: [1]\n`,
    found: ['12:6 error WRONG_TYPE'],
    says: /`properties.a` must be text, a number, true or false, not a list/,
  },
  { name: 'a list as inventory', text: '- a\n', found: ['1:1 error WRONG_TYPE'] },
  {
    name: 'several slips: each is told, and none hides another',
    text: sound('namesrv:', 'namesvr:')
      .replace('mode: sync', 'mode: synch')
      .replace('[node2, node1]', '[node2, nodee1]'),
    found: ['3:7 error BAD_VALUE', '7:1 error UNKNOWN_KEY', '10:21 error UNKNOWN_HOST'],
  },
  {
    name: 'a fault below a misspelt key stands where it was written',
    text: sound('namesrv: [node1, node2]', 'namesvr: [node1, { host: nodee2, prot: 1 }]'),
    found: ['7:1 error UNKNOWN_KEY', '7:26 error UNKNOWN_HOST', '7:34 error UNKNOWN_KEY'],
  },
];

describe('an inventory whose structure is wrong', () => {
  it.each(CASES)('$name', ({ text, found, under, says, hint }) => {
    const { topology, diagnostics } = read(text);
    expect(topology).toBeUndefined();
    expect(brief(diagnostics)).toEqual(found);
    const [first] = diagnostics;
    if (under !== undefined) expect(marked(first!)).toBe(under);
    if (says !== undefined) expect(first!.message).toMatch(says);
    if (hint !== undefined) expect(first!.hint).toMatch(hint);
  });
});

describe('a feature that is not built yet', () => {
  it.each(['dledger', 'controller'])('mode %s is refused, never ignored', (mode) => {
    const { topology, diagnostics } = read(sound('mode: sync', `mode: ${mode}`));
    expect(topology).toBeUndefined();
    expect(brief(diagnostics)).toEqual(['3:7 error NOT_SUPPORTED_YET']);
    expect(diagnostics[0]!.message).toMatch(/not supported yet/);
  });

  it.each(['true', 'false'])('is not asked for by `tuning: %s`', (value) => {
    expect(read(`${SOUND}tuning: ${value}\n`).diagnostics).toEqual([]);
  });
});
