import { describe, expect, test } from 'vitest';
import {
  playgroundInventory,
  realInventory,
  type PlaygroundSpec,
} from '../../../src/operations/playground/inventory.ts';
import { firstSteps } from '../../../src/operations/playground/first-steps.ts';
import { playgroundPaths } from '../../../src/operations/playground/places.ts';
import { read } from '../../sample/inventories.ts';

const SPEC: PlaygroundSpec = { name: 'pg', version: '4.9.4', mode: 'sync', brokers: 2, parts: [] };
const where = { places: playgroundPaths('/home/ann', 'pg'), user: 'ann', shift: 1000 };

const specs: PlaygroundSpec[] = ['3.2.6', '4.9.4', '4.9.8', '5.5.0'].flatMap((version) =>
  (['masters', 'sync', 'async'] as const).map((mode) => ({
    ...SPEC,
    version,
    mode,
    parts: version.startsWith('5.') ? ['proxy'] : [],
  })),
);

describe('the inventories of a playground', () => {
  test.each(specs)(
    '$version, mode $mode: nothing is wrong with its own, nor with one to start from',
    (spec) => {
      for (const text of [playgroundInventory(spec, where), realInventory(spec)]) {
        const { topology, diagnostics } = read(text);
        const wrong = diagnostics.filter(({ severity }) => severity === 'error');
        expect(wrong.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
        const unknown = diagnostics.filter(({ code }) => code.startsWith('PROPERTY'));
        expect(unknown.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
        expect(topology?.instances.filter(({ role }) => role === 'broker')).toHaveLength(
          spec.mode === 'masters' ? 2 : 4,
        );
      }
    },
  );

  test('a slave of 4.x is told its master’s replication port; one of 5.x, which would take it ill, is not', () => {
    const told = (version: string) =>
      read(playgroundInventory({ ...SPEC, version }, where))
        .topology?.instances.filter(({ broker }) => broker?.kind === 'slave')
        .map(({ properties }) => properties['haMasterAddress']?.value);
    expect(told('4.9.4')).toEqual(['127.0.0.1:11912', '127.0.0.1:12112']);
    expect(told('5.5.0')).toEqual([undefined, undefined]);
  });

  test('a master of 5.x registers at once; its slave is told of a master whenever it registers', () => {
    const { topology } = read(playgroundInventory({ ...SPEC, version: '5.5.0' }, where));
    const keys = topology?.instances.flatMap(({ broker, properties }) =>
      broker === undefined
        ? []
        : [[broker.kind, properties['skipPreOnline']?.value, properties['forceRegister']?.value]],
    );
    expect(keys).toEqual([
      ['master', 'true', 'false'],
      ['slave', undefined, undefined],
      ['master', 'true', 'false'],
      ['slave', undefined, undefined],
    ]);
    expect(playgroundInventory(SPEC, where)).not.toContain('skipPreOnline');
  });

  test('its first steps name its own ports: of the name server, or of the proxy', () => {
    const steps = (spec: PlaygroundSpec): string => {
      const { topology } = read(playgroundInventory(spec, where));
      return topology === undefined ? '' : firstSteps(topology, 'pg.yaml', '/logs');
    };
    expect(steps(SPEC)).toContain(`namesrvAddr: '127.0.0.1:10876'`);
    expect(steps(SPEC)).toContain('--name pg --down');
    expect(steps(SPEC)).toContain('sendMessage');
    expect(steps({ ...SPEC, version: '3.2.6' })).not.toContain('sendMessage'); // its mqadmin has no such command
    expect(steps({ ...SPEC, version: '5.5.0', parts: ['proxy'] })).toContain(`endpoints: '127.0.0.1:9081'`);
  });
});
