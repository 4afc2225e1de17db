import { expect, test } from 'vitest';
import { covers } from '../../src/model/ip-address.ts';
import { brief, read, SOUND } from '../sample/inventories.ts';

test.each([
  ['firewall: { mode: auto, restrict: true, clients: [10.9.0.0/16, 10.1.2.3] }', []],
  ['firewall: { restrict: true }', []],
  ['firewall: { mode: off }', []],
  ['firewall: { restrict: true, clients: [10.9.0.5/16] }', ['11:39 error FIREWALL_CLIENTS']],
  ['firewall: { restrict: true, clients: [everybody] }', ['11:39 error FIREWALL_CLIENTS']],
  ['firewall: { restrict: true, clients: [10.0.0.0/33] }', ['11:39 error FIREWALL_CLIENTS']],
  ['firewall: { clients: [10.9.0.0/16] }', ['11:22 error FIREWALL_RESTRICT']],
  ['firewall: { mode: disable, restrict: true }', ['11:38 error FIREWALL_RESTRICT']],
  ['firewall: { zone: public }', ['11:13 error UNKNOWN_KEY']],
])('%s', (line, found) => {
  expect(brief(read(`${SOUND}${line}\n`).diagnostics)).toEqual(found);
});

test('an address that is a name cannot stand in a rule, and the host is named', () => {
  const { diagnostics } = read(
    `${SOUND.replace(/^( *node2:).*$/m, '$1 db.example.com')}firewall: { restrict: true }\n`,
  );
  expect(brief(diagnostics)).toEqual(['11:23 error FIREWALL_RESTRICT']);
  expect(diagnostics[0]!.message).toContain('db.example.com');
});

test('the network that was meant is told', () => {
  const { diagnostics } = read(`${SOUND}firewall: { restrict: true, clients: [10.9.77.5/20] }\n`);
  expect(diagnostics[0]!.hint).toContain('10.9.64.0/20');
});

test.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['192.168.1.128/25', '192.168.1.127', false],
  ['192.168.1.128/25', '192.168.1.255', true],
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.2', false],
  ['10.0.0.0/24', '10.0.0.0/16', false],
  ['nonsense', '10.0.0.1', false],
])('%s holds %s: %s', (network, address, holds) => {
  expect(covers(network, address)).toBe(holds);
});
