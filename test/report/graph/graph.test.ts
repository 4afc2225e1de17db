import { describe, expect, test } from 'vitest';
import { layout } from '../../../src/report/graph/layout.ts';
import { mermaid } from '../../../src/report/graph/mermaid.ts';
import { picture, type Health } from '../../../src/report/graph/picture.ts';
import { svg } from '../../../src/report/graph/svg.ts';
import { fitted, textWidth } from '../../../src/report/graph/text-width.ts';
import { rmqctl } from '../../sample/world.ts';
import { exampleFile } from '../../sample/examples.ts';
import { SOUND, topologyOf } from '../../sample/inventories.ts';

/** A ring of so many hosts, each with a master, whose slaves are on the next host and on one farther on. */
function ring(hosts: number) {
  const name = (index: number): string => `h${(index % hosts) + 1}`;
  const numbers = Array.from({ length: hosts }, (_, index) => index);
  return picture(
    topologyOf(
      JSON.stringify({
        cluster: 'ring',
        version: '4.9.8',
        mode: hosts === 1 ? 'single' : 'async',
        hosts: Object.fromEntries(numbers.map((index) => [name(index), `10.0.0.${index + 1}`])),
        namesrv: [name(0)],
        brokers: Object.fromEntries(
          numbers.map((index) => [`b${index}`, [...new Set([index, index + 1, index + 5].map(name))]]),
        ),
      }),
    ),
  );
}

describe.each([1, 2, 3, 4, 5, 7, 9, 12, 40])('%i hosts', (hosts) => {
  const drawn = layout(ring(hosts));

  test('no box lies on another, and all are within the picture', () => {
    for (const [index, a] of drawn.hosts.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(drawn.width);
      expect(a.y + a.height).toBeLessThanOrEqual(drawn.height);
      for (const b of drawn.hosts.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `${a.host.name} ${b.host.name}`).toBe(true);
      }
    }
  });

  test('each card is within its host', () => {
    for (const { instance, x, y, width, height } of drawn.instances) {
      const host = drawn.hosts.find((box) => box.host.instances.includes(instance))!;
      expect(x > host.x && x + width < host.x + host.width).toBe(true);
      expect(y > host.y && y + height < host.y + host.height).toBe(true);
    }
  });

  test('arrows go through no host: only their ends touch one', () => {
    for (const points of drawn.arrows) {
      for (const [index, [x2, y2]] of points.slice(1).entries()) {
        const [x1, y1] = points[index]!;
        const [left, right, top, bottom] = [
          Math.min(x1, x2),
          Math.max(x1, x2),
          Math.min(y1, y2),
          Math.max(y1, y2),
        ];
        for (const { x, y, width, height } of drawn.hosts) {
          // the stub from a card to its host's edge is within the padding
          const inside = right > x + 14 && left < x + width - 14 && bottom > y && top < y + height;
          expect(inside).toBe(false);
        }
      }
    }
  });

  test('arrows along a gutter do not lie on one another', () => {
    const uprights = drawn.arrows
      .filter((points) => points.length > 2)
      .flatMap((points) => (points.length === 4 ? [points[1]![0]] : [points[1]![0], points[3]![0]]));
    expect(new Set(uprights).size).toBe(uprights.length);
  });
});

describe('svg', () => {
  const pair = picture(topologyOf(SOUND));

  test('is the same text each time, and names everything', () => {
    const text = svg(pair);
    expect(svg(pair)).toBe(text);
    for (const word of [
      'shop',
      'node1',
      '10.0.0.2',
      'namesrv-node1',
      'broker-a-s',
      'slave 11011',
      'synchronous',
    ])
      expect(text).toContain(word);
    expect(text.match(/class="arrow" marker-end/g)).toHaveLength(3);
  });

  test('is closed XML: each element ends', () => {
    const open: string[] = [];
    for (const [, end, name, single] of svg(pair).matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (end === '/') expect(open.pop()).toBe(name);
      else if (single !== '/') open.push(name!);
    }
    expect(open).toEqual([]);
  });

  test('names cannot break out of it', () => {
    const text = svg({ ...pair, title: '<script>"&' });
    expect(text).toContain('&lt;script&gt;&quot;&amp;');
    expect(text).not.toContain('<script');
  });

  test.each<[Health, string]>([
    ['pass', '✓'],
    ['warn', '!'],
    ['fail', '✕'],
    ['skip', '?'],
  ])('health %s is a sign, not a colour alone', (health, sign) => {
    const text = svg(pair, new Map([['broker-a', health]]));
    expect(text.match(/class="sign"/g)).toHaveLength(1);
    expect(text).toContain(`>${sign}</text>`);
    expect(text).toContain(`class="card master ${health}"`);
  });

  test('a long text is cut in its middle', () => {
    const cut = fitted('a-very-long-name-of-a-broker-s2', 13, 120);
    expect(cut).toMatch(/^a-very.*….*-s2$/);
    expect(textWidth(cut, 13)).toBeLessThanOrEqual(120);
    expect(fitted('short', 13, 120)).toBe('short');
  });
});

describe('mermaid', () => {
  test('subgraphs for hosts, arrows for replication', () => {
    expect(mermaid(picture(topologyOf(SOUND)))).toBe(`---
title: "shop: RocketMQ 4.9.8, mode sync"
---
flowchart LR
  subgraph h0["node1 (10.0.0.1)"]
    i0["namesrv-node1<br/>name server 9876"]
    i1["broker-a<br/>master 10911"]
    i2["broker-b-s<br/>slave 11011"]
  end
  subgraph h1["node2 (10.0.0.2)"]
    i3["namesrv-node2<br/>name server 9876"]
    i4["broker-b<br/>master 10911"]
    i5["broker-a-s<br/>slave 11011"]
  end
  i1 -->|synchronous| i5
  i4 -->|synchronous| i2
  classDef namesrv fill:#ede9fe,stroke:#7c3aed,color:#2e1065
  class i0,i3 namesrv
  classDef master fill:#dbeafe,stroke:#2563eb,color:#172554
  class i1,i4 master
  classDef slave fill:#ccfbf1,stroke:#0d9488,color:#042f2e
  class i2,i5 slave
`);
  });
});

describe('the command', () => {
  test.each([
    [[], /^---\ntitle/],
    [['--format', 'mermaid'], /^---\ntitle/],
    [['--format', 'svg'], /^<svg .*<\/svg>\n$/s],
  ])('%j', async (options, pattern) => {
    const { code, out } = await rmqctl(['graph', exampleFile('two_masters'), ...options]);
    expect([code, out]).toEqual([0, expect.stringMatching(pattern)]);
  });
});
