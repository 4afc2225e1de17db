import { describe, expect, test } from 'vitest';
import {
  FIREWALLS,
  firewallNamed,
  firewallOf,
  parseFirewalls,
} from '../../../src/hosts/firewalls/registry.ts';
import { firewall } from '../../../src/resources/firewall.ts';

const printed = 'firewall=firewalld\nrunning\nenabled\npublic\n9876/tcp\n\n<zone target="DROP"></zone>\n';

test('what all print is read as the state of the one that runs', () => {
  expect(parseFirewalls(printed)).toMatchObject({
    firewall: { id: 'firewalld' },
    running: true,
    zone: 'public',
    runtime: [{ from: 9876, to: 9876 }],
    others: 'dropped',
  });
  expect(parseFirewalls('firewall=firewalld\n')).toMatchObject({ running: false });
});

test('a host without any has the first, which then does not run', () => {
  expect(firewallOf({ firewalls: [] })).toBe(FIREWALLS[0]);
  expect(parseFirewalls('')).toMatchObject({ firewall: { id: FIREWALLS[0].id }, running: false });
});

test('a name that no firewall has is a bug', () => {
  expect(() => firewallNamed('pf')).toThrow('pf');
});

describe('what the manifest keeps of it', () => {
  const desired = {
    mode: 'open',
    address: '10.0.0.1',
    cluster: 'c',
    openings: [],
    made: '/m',
    keepDisabled: false,
  } as const;

  test('is as earlier versions wrote it, who knew firewalld only', () => {
    expect(firewall.ref({ ...desired, firewall: 'firewalld' })).toEqual({ address: '10.0.0.1', made: '/m' });
    expect(firewall.probe({ address: '10.0.0.1', made: '/m' })).toEqual(
      firewall.probe({ address: '10.0.0.1', made: '/m', firewall: 'firewalld' }),
    );
  });

  test('names another kind', () => {
    expect(firewall.ref({ ...desired, firewall: 'nftables' })).toMatchObject({ firewall: 'nftables' });
  });
});
