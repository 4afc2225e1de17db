import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeapSpec } from '../../src/model/instance.ts';
import {
  heapOf,
  heapOptions,
  type HeapSizes,
  heapSpec,
  jvmSize,
  nominalMemory,
} from '../../src/rocketmq/heap.ts';
import { brokerWiring } from '../../src/roles/broker/expand.ts';
import { namesrvWiring } from '../../src/roles/namesrv/expand.ts';
import { proxyWiring } from '../../src/roles/proxy/expand.ts';
import { instanceOf } from '../sample/instance.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What a host of that memory carries: n for a name server, b for a broker, p for a proxy, d for a dashboard. */
interface Load {
  readonly memory: number;
  readonly roles: readonly string[];
}

function host(memory: number, letters: string): Load {
  const names: Readonly<Record<string, string>> = { n: 'namesrv', b: 'broker', p: 'proxy', d: 'dashboard' };
  return { memory, roles: Array.from(letters, (letter) => names[letter]!) };
}

/** The sizes of an instance of a role on such a host, of which the inventory says that. */
function sizes({ memory, roles }: Load, role: string, heap?: HeapSpec): HeapSizes {
  const topology = {
    instances: roles.map((each, index) => instanceOf({ name: `${each}-${index}`, role: each, host: 'h' })),
    heap: {},
    wiring: { broker: brokerWiring, namesrv: namesrvWiring, proxy: proxyWiring },
  };
  return heapOf(topology, { role, host: 'h', ...(heap === undefined ? {} : { heap }) }, memory);
}

describe('the memory a host was meant to have', () => {
  it.each([
    [0.97, 1],
    [1.79, 2],
    [3.69, 4],
    [5.8, 6],
    [7.5, 8],
    [7.77, 8],
    [11.6, 12],
    [15.3, 16],
    [23.5, 24],
    [31.1, 32],
    [62.6, 64],
    [125.6, 128],
    [8, 8],
  ])('%d GiB reported is %d GiB', (reported, nominal) => {
    expect(nominalMemory(reported * GIB)).toBe(nominal * GIB);
  });
});

describe('default heaps, in MiB: name server, broker, broker direct', () => {
  it.each([
    ['1 GiB, one broker', 0.97, 'nb', 256, 256, 512],
    ['2 GiB, one broker', 1.79, 'nb', 256, 512, 512],
    ['4 GiB, one broker', 3.7, 'nb', 256, 1024, 512],
    ['4 GiB, master and slave', 3.7, 'nbb', 256, 512, 512],
    ['8 GiB, one broker', 7.6, 'nb', 512, 2048, 512],
    ['8 GiB, master and slave', 7.6, 'nbb', 512, 1024, 512],
    ['8 GiB, master, slave, dashboard', 7.6, 'nbbd', 512, 1024, 512],
    ['16 GiB, master and slave', 15.4, 'nbb', 1024, 2048, 512],
    ['32 GiB, one broker', 31, 'b', 1024, 8192, 2560],
    ['64 GiB, master and slave', 62.6, 'nbb', 1024, 8192, 2560],
  ])('%s', (_, memory, roles, ...[namesrv, broker, direct]) => {
    const load = host(memory * GIB, roles);
    expect(sizes(load, 'namesrv').size / MIB).toBe(namesrv);
    expect(sizes(load, 'broker')).toEqual({ size: broker * MIB, direct: direct * MIB });
  });

  it('do not move with a few MiB of memory, as between two boots', () => {
    for (const nominal of [1, 2, 4, 6, 8, 12, 16, 24, 32, 64]) {
      for (const lost of [0.015, 0.03, 0.05]) {
        const memory = nominal * GIB * (1 - lost);
        expect(sizes(host(memory, 'nbb'), 'broker')).toEqual(sizes(host(memory - 24 * MIB, 'nbb'), 'broker'));
      }
    }
  });

  it('leave the page cache its half, and with every buffer used still 30 %', () => {
    const load = fc.tuple(
      fc.double({ min: 7.5, max: 256, noNaN: true }),
      fc.constantFrom('n', 'b', 'nb', 'bb', 'nbb', 'nbbd'),
    );
    fc.assert(
      fc.property(load, ([gib, roles]) => {
        const on = host(gib * GIB, roles);
        const heaps = on.roles.map((role) => sizes(on, role));
        const nominal = nominalMemory(gib * GIB);
        expect(heaps.reduce((sum, heap) => sum + heap.size, 0)).toBeLessThanOrEqual(nominal / 2);
        // each JVM takes some 256 MiB besides: metaspace, code cache, thread stacks
        const footprint = heaps.reduce((sum, { size, direct }) => sum + size + direct + 256 * MIB, 0);
        expect(footprint).toBeLessThanOrEqual(nominal * 0.7);
        for (const heap of heaps) expect(heap.size % (256 * MIB)).toBe(0);
      }),
    );
  });

  it("of a proxy are those of a name server, with a broker's buffers", () => {
    expect(sizes(host(8 * GIB, 'bp'), 'proxy')).toEqual({ size: 512 * MIB, direct: 512 * MIB });
  });

  it('of anything else are the least', () => {
    expect(sizes(host(64 * GIB, 'bd'), 'dashboard')).toEqual({ size: 256 * MIB, direct: 256 * MIB });
  });
});

describe('the sizes of an instance', () => {
  const load = host(7.6 * GIB, 'nbb');
  it.each([
    ['nothing given', undefined, 1024, undefined, 512],
    ['a size', { size: 4 * GIB }, 4096, undefined, 1280],
    ['a small size', { size: 300 * MIB }, 300, undefined, 512],
    ['a young generation', { size: GIB, young: 512 * MIB }, 1024, 512, 512],
    ['direct memory alone', { direct: 6 * GIB }, 1024, undefined, 6144],
  ])('%s', (_, spec, ...[size, young, direct]) => {
    const heap = sizes(load, 'broker', spec);
    expect([
      heap.size / MIB,
      heap.young === undefined ? undefined : heap.young / MIB,
      heap.direct / MIB,
    ]).toEqual([size, young, direct]);
  });
});

describe('a heap of the inventory', () => {
  it.each<[Parameters<typeof heapSpec>[0], HeapSpec]>([
    ['4g', { size: 4 * GIB }],
    [
      { size: '1g', young: '512m' },
      { size: GIB, young: 512 * MIB },
    ],
    [{ direct: '2G' }, { direct: 2 * GIB }],
  ])('%j', (heap, spec) => expect(heapSpec(heap)).toEqual(spec));
});

describe('sizes as HotSpot writes them', () => {
  it.each([
    [GIB, '1g'],
    [1.5 * GIB, '1536m'],
    [768 * MIB, '768m'],
    [1024 * 3, '3k'],
    [1000, '1000'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(jvmSize(bytes)).toBe(text);
  });
});

describe('the options of a heap', () => {
  it.each([
    [
      'a default',
      { size: 2 * GIB, direct: GIB },
      '-Xms2g -Xmx2g -XX:MaxDirectMemorySize=1g -XX:-AlwaysPreTouch',
    ],
    [
      'a young generation, where the inventory gives one',
      { size: GIB, young: 512 * MIB, direct: 512 * MIB },
      '-Xms1g -Xmx1g -Xmn512m -XX:MaxDirectMemorySize=512m -XX:-AlwaysPreTouch',
    ],
    [
      'a large one, touched at the start',
      { size: 4 * GIB, direct: 2 * GIB },
      '-Xms4g -Xmx4g -XX:MaxDirectMemorySize=2g -XX:G1HeapRegionSize=16m -XX:+AlwaysPreTouch',
    ],
  ])('%s', (_, heap, options) => {
    expect(heapOptions(heap).join(' ')).toBe(options);
  });
});
