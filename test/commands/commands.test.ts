import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { rmqctl } from '../sample/world.ts';

const SMALLEST = `cluster: small
version: 5.3.2
mode: single
hosts:
  node1: 192.0.2.1
namesrv: [node1]
brokers:
  broker-a: [node1]
`;
const given = (text: string) => ({ stdin: Readable.from([text]) });

describe('validate', () => {
  test('an inventory that is well', async () => {
    const { code, out } = await rmqctl(['validate', '-'], given(SMALLEST));
    expect(code).toBe(0);
    expect(out).toContain('note VALID small: RocketMQ 5.3.2, mode single, 1 host, 2 instances');
  });

  test('everything that is wrong, with its place, and exit code 3', async () => {
    const text = `${SMALLEST}nameserv: [node1]\nfirewal: off\n`;
    const { code, json } = await rmqctl(['validate', '-', '--json'], given(text));
    expect(code).toBe(3);
    const told = json().filter(({ code: name }) => name === 'UNKNOWN_KEY');
    expect(told).toMatchObject([
      { severity: 'error', file: '-', line: 9, column: 1, hint: expect.stringContaining('namesrv') },
      { severity: 'error', file: '-', line: 10, column: 1, hint: expect.stringContaining('firewall') },
    ]);
  });

  test('for people: a caret under the word', async () => {
    const { out } = await rmqctl(['validate', '-'], given(`${SMALLEST}nameserv: [node1]\n`));
    const lines = out.split('\n');
    const at = lines.findIndex((line) => line.includes('nameserv: [node1]'));
    expect(lines[at + 1]?.indexOf('^^^^^^^^')).toBe(lines[at]?.indexOf('nameserv'));
    expect(lines[at + 1]).toContain('^^^^^^^^');
  });

  test('warnings alone are no failure', async () => {
    const { code, json } = await rmqctl(
      ['validate', '-', '--json'],
      given(SMALLEST.replace('5.3.2', '4.9.4')),
    );
    expect(json().map(({ severity }) => severity)).toContain('warning');
    expect(code).toBe(0);
  });
});

describe('schema', () => {
  test('of the inventory: one that admits an inventory and refuses a wrong key', async () => {
    const { code, out, err } = await rmqctl(['schema']);
    expect([code, err]).toEqual([0, '']);
    const schema: object = JSON.parse(out);
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const inventory = {
      cluster: 'c',
      version: '5.3.2',
      mode: 'single',
      hosts: { a: '192.0.2.1' },
      namesrv: ['a'],
      brokers: { b: ['a'] },
    };
    expect(validate(inventory), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...inventory, nameserv: [] })).toBe(false);
  });

  test('of the events: the one in docs/reference', async () => {
    const { out } = await rmqctl(['schema', '--events']);
    const reference = new URL('../../docs/reference/events.schema.json', import.meta.url);
    expect(out).toBe(await readFile(reference, 'utf8'));
  });
});
