import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { framed } from '../../../src/probes/remote-script.ts';
import { isOpen, type FirewallState } from '../../../src/hosts/firewalls/firewall.ts';
import { firewalldProbe, parseFirewalld } from '../../../src/hosts/firewalls/firewalld.ts';
import { framesOf, shellTransport } from '../../sample/real-shell.ts';
import { SHELLS } from '../../sample/shells.ts';

const printed = (ports: string, xml = ''): string => `running\nenabled\npublic\n${ports}\n\n${xml}`;
const one = (port: number) => ({ from: port, to: port });

describe('the ports that are open now', () => {
  test.each([
    ['none, by busctl', 'aas 0', []],
    ['one, by busctl', 'aas 1 2 "9876" "tcp"', [one(9876)]],
    ['a number in front that is a count', 'aas 10 2 "9876" "tcp"', [one(9876)]],
    [
      'several, by busctl',
      'aas 3 2 "9876" "tcp" 2 "10909-10912" "tcp" 2 "22" "tcp"',
      [one(9876), { from: 10909, to: 10912 }, one(22)],
    ],
    ['udp among them, by busctl', 'aas 3 2 "53" "udp" 2 "9876" "tcp" 2 "9877" "udp"', [one(9876)]],
    ['the same port twice, by busctl', 'aas 2 2 "53" "udp" 2 "53" "tcp"', [one(53)]],
    ['sctp, by busctl', 'aas 1 2 "9876" "sctp"', []],
    ['none, by firewall-cmd', '', []],
    ['one, by firewall-cmd', '9876/tcp', [one(9876)]],
    [
      'several, by firewall-cmd',
      '9876/tcp 10909-10912/tcp 22/tcp',
      [one(9876), { from: 10909, to: 10912 }, one(22)],
    ],
    ['udp among them, by firewall-cmd', '53/udp 9876/tcp 9877/udp', [one(9876)]],
    ['a range of udp, by firewall-cmd', '9000-9999/udp', []],
  ])('%s', (_name, ports, runtime) => {
    expect(parseFirewalld(printed(ports)).runtime).toEqual(runtime);
  });
});

describe('the ports that stay open', () => {
  test.each([
    ['none', '<?xml version="1.0" encoding="utf-8"?>\n<zone>\n</zone>\n', []],
    ['one', '<zone>\n  <port port="9876" protocol="tcp"/>\n</zone>\n', [one(9876)]],
    ['attributes the other way round', '<zone><port protocol="tcp" port="9876"/></zone>', [one(9876)]],
    [
      'a range, and udp',
      '<zone><port port="1-5" protocol="tcp"/><port protocol="udp" port="53"/></zone>',
      [{ from: 1, to: 5 }],
    ],
    ['over several lines', '<zone>\n<port\n  protocol="tcp"\n  port="9876" />\n</zone>', [one(9876)]],
    ['single quotes', "<zone><port port='9876' protocol='tcp'/></zone>", [one(9876)]],
    [
      'other tags that begin the same',
      '<zone><protocol value="tcp"/><forward-port port="80" protocol="tcp" to-port="8080"/></zone>',
      [],
    ],
    ['source ports', '<zone><source-port port="9876" protocol="tcp"/></zone>', []],
    ['a comment', '<zone><!-- <port port="9876" protocol="tcp"/> --></zone>', []],
  ])('%s', (_name, xml, permanent) => {
    expect(parseFirewalld(printed('', xml)).permanent).toEqual(permanent);
  });
});

test('a port is open when it is so now and after a reload', () => {
  const state = (runtime: string, permanent: string): FirewallState =>
    parseFirewalld(printed(runtime, `<zone><port port="${permanent}" protocol="tcp"/></zone>`));
  expect(isOpen(state('9876/tcp', '9876'), { port: 9876 })).toBe(true);
  expect(isOpen(state('9000-9999/tcp', '9870-9880'), { port: 9876 })).toBe(true);
  expect(isOpen(state('9876/tcp', '9877'), { port: 9876 })).toBe(false);
  expect(isOpen(state('9877/tcp', '9876'), { port: 9876 })).toBe(false);
  expect(isOpen(state('9876/udp', '9876'), { port: 9876 })).toBe(false);
  expect(isOpen(state('', '1'), { port: 1 })).toBe(false);
});

test('nothing printed is no firewalld', () => {
  expect(parseFirewalld('')).toMatchObject({ running: false, enabled: false, runtime: [], permanent: [] });
});

describe.each(SHELLS)('the probe, by %s, beside stand-ins for the programs it asks', (shell) => {
  let bin = '';
  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'rmqctl-bin-'));
    for (const tool of ['sh', 'bash', 'cat']) symlinkSync(join('/usr/bin', tool), join(bin, tool));
  });
  afterEach(() => rmSync(bin, { recursive: true }));

  function program(name: string, body: string): void {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }

  async function probed(): Promise<FirewallState> {
    // neither systemctl nor firewall-cmd of this machine is to be met
    const hidden = ['systemctl', 'firewall-cmd', 'busctl', 'ip'].filter(
      (name) => !existsSync(join(bin, name)),
    );
    for (const name of hidden) if (name === 'systemctl') program(name, 'exit 3');
    const host = shellTransport(shell, { PATH: bin });
    const [frame] = await framesOf(host, framed('0', firewalldProbe('10.0.0.1')));
    return parseFirewalld(frame!.text);
  }

  test('over D-Bus: the zone of the address’s interface', async () => {
    program('systemctl', 'exit 0');
    program('firewall-cmd', 'exit 0');
    program('ip', 'echo "2: eth1    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth1"');
    program(
      'busctl',
      `case "$*" in
        *getZoneOfInterface*eth1) echo 's "inner"' ;;
        *getDefaultZone) echo 's "public"' ;;
        *getPorts\\ s\\ inner) echo 'aas 1 2 "9876" "tcp"' ;;
        *getRichRules\\ s\\ inner) echo 'as 0' ;;
        *) exit 1 ;;
      esac`,
    );
    expect(await probed()).toMatchObject({ running: true, zone: 'inner', runtime: [one(9876)] });
  });

  test('over D-Bus: the default zone where the interface has none', async () => {
    program('systemctl', 'exit 0');
    program('firewall-cmd', 'exit 0');
    program('ip', 'exit 0');
    program(
      'busctl',
      `case "$*" in
        *getDefaultZone) echo 's "public"' ;;
        *getPorts\\ s\\ public) echo 'aas 0' ;;
        *getRichRules\\ s\\ public) echo 'as 0' ;;
        *) exit 1 ;;
      esac`,
    );
    expect(await probed()).toMatchObject({ running: true, zone: 'public', runtime: [] });
  });

  test('does not run', async () => {
    program('firewall-cmd', 'exit 252');
    expect(await probed()).toMatchObject({ running: false });
  });
});
