import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { expect, it, describe, onTestFinished } from 'vitest';
import { openUrl } from '../../../src/distribution/download/http.ts';
import { mvnWith, releaseFiles, Sandbox } from '../../sample/archives/sandbox.ts';
import { portOf, send, sendPart, siteWith } from '../../sample/archives/download-site.ts';
import { zipOf } from '../../sample/archives/zip.ts';

const PATH = '/4.9.4/rocketmq-all-4.9.4-bin-release.zip';
const noise = { name: 'rocketmq-all-4.9.4-bin-release/lib/noise.jar', content: randomBytes(300_000) };
const ZIP = zipOf([...releaseFiles('4.9.4'), noise]);
const SHA512 = createHash('sha512').update(ZIP).digest('hex');
const FILES = { [PATH]: ZIP, [`${PATH}.sha512`]: `${SHA512}  rocketmq-all-4.9.4-bin-release.zip\n` };

async function boxWith(...site: Parameters<typeof siteWith>) {
  const box = new Sandbox();
  const { url, asked } = await siteWith(...site);
  box.env['RMQCTL_APACHE_MIRROR'] = `${url}/`;
  return { box, asked };
}

/** As a server that ends the connection with its answer. */
const close =
  (handler: typeof send): typeof send =>
  (request, response, body) => {
    response.setHeader('connection', 'close');
    handler(request, response, body);
  };

describe('Apache download site', () => {
  it('is where a version comes from by default; the second time the cache is', async () => {
    const { box, asked } = await boxWith(FILES);
    const first = await box.provide('4.9.4');
    expect(first.origin).toBe('apache');
    const before = asked.length;
    expect(await box.provide('4.9.4')).toEqual({ ...first, origin: 'cache' });
    expect(asked.length).toBe(before);
    expect(box.notices).toEqual([]);
    expect(box.progress.find(({ stage }) => stage.startsWith('downloading'))?.totalBytes).toBe(ZIP.length);
    expect((await readdir(box.cacheDir)).filter((name) => !/\.(tar|json)$/.test(name))).toEqual([]);
  });

  it('breaking off is gone on with from where it broke', async () => {
    const { box, asked } = await boxWith(FILES, { [PATH]: [sendPart(100_000), sendPart(100_000), send] });
    expect((await box.provide('4.9.4')).origin).toBe('apache');
    expect(asked.filter((each) => each.startsWith(`GET ${PATH} `))).toEqual([
      `GET ${PATH} bytes=100000-`,
      `GET ${PATH} bytes=200000-`,
    ]);
    expect(box.notices[0]).toMatch(/going on from byte 100000/);
  });

  it('that ends the connection while nobody reads does not end the process', async () => {
    const body = Buffer.alloc(200_000, 'x');
    for (const bytes of [65_536, 70_000, 100_000, 131_072]) {
      const { url } = await siteWith({ '/big': body }, { '/big': [close(sendPart(bytes))] });
      const response = await openUrl(`${url}/big`, { env: {}, answerTimeout: 5000, idleTimeout: 5000 });
      await setTimeout(150); // all that comes has come, and the end
      await expect(buffer(response)).rejects.toThrow();
    }
  });

  it('that breaks off every time leaves the next run its bytes', async () => {
    const { box, asked } = await boxWith(FILES, {
      [PATH]: [sendPart(50_000), sendPart(50_000), sendPart(50_000), send],
    });
    await box.fakeMvn('exit 1');
    expect((await box.refuse('4.9.4')).code).toBe('DISTRIBUTION_UNAVAILABLE');
    expect((await box.provide('4.9.4')).origin).toBe('apache');
    expect(asked.at(-1)).toBe(`GET ${PATH} bytes=150000-`);
  });

  it('whose left-over bytes are wrong is started over', async () => {
    const { box } = await boxWith(FILES, {
      [PATH]: [
        (request, response, body) => sendPart(60_000)(request, response, Buffer.alloc(body.length, 1)),
        (_request, response) => void response.destroy(),
        send,
      ],
    });
    await box.fakeMvn('exit 1');
    await box.refuse('4.9.4');
    expect((await box.provide('4.9.4')).origin).toBe('apache');
    expect(box.notices.join('\n')).toMatch(/wrong sha512; starting over/);
  });

  it.each([
    ['that has not the version', {}, {}, /answers 404/],
    [
      'whose zip is not what its sha512 says',
      { ...FILES, [PATH]: zipOf(releaseFiles('4.9.4')) },
      {},
      /the sha512 of .* is /,
    ],
    [
      'whose sha512 is a web page',
      { ...FILES, [`${PATH}.sha512`]: '<html>hello</html>' },
      {},
      /no sha512 that could be checked/,
    ],
    [
      'that fails',
      FILES,
      {
        [PATH]: [
          (_: unknown, response: { writeHead: (n: number) => { end: () => void } }) =>
            response.writeHead(503).end(),
        ],
      },
      /answers 503/,
    ],
  ])('%s is passed over for Maven, saying so', async (_name, files, handlers, said) => {
    const { box } = await boxWith(files, handlers);
    await box.fakeMvn(mvnWith('4.9.4'));
    expect((await box.provide('4.9.4')).origin).toBe('maven');
    expect(box.notices).toHaveLength(1);
    expect(box.notices[0]).toMatch(said);
    expect(box.notices[0]).toMatch(/trying Maven next$/);
  });

  it('that accepts and says nothing costs a few seconds', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const box = new Sandbox();
    box.env['RMQCTL_APACHE_MIRROR'] = `http://127.0.0.1:${portOf(silent)}`;
    await box.fakeMvn(mvnWith('4.9.4'));
    const started = Date.now();
    expect((await box.provide('4.9.4')).origin).toBe('maven');
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(box.notices[0]).toMatch(/did not answer within 5 s/);
  });

  it('follows redirects', async () => {
    const { box } = await boxWith(
      { ...FILES, '/moved.zip': ZIP },
      {
        [PATH]: [(_request, response) => void response.writeHead(302, { location: '/moved.zip' }).end()],
      },
    );
    expect((await box.provide('4.9.4')).origin).toBe('apache');
  });

  it('has no version from before 4.0.0, and is not asked', async () => {
    const { box, asked } = await boxWith(FILES);
    await box.fakeMvn(mvnWith('3.2.6'));
    expect((await box.provide('3.2.6')).origin).toBe('maven');
    expect(asked).toEqual([]);
  });
});

describe('a URL in the inventory', () => {
  it('is downloaded once', async () => {
    const { box, asked } = await boxWith({ '/my.zip': ZIP });
    const archive = `${box.env['RMQCTL_APACHE_MIRROR']}my.zip`;
    const first = await box.provide('4.9.4', { from: 'archive', archive, sha512: SHA512 });
    expect(first.origin).toBe('archive');
    expect(await box.provide('4.9.4', { from: 'archive', archive, sha512: SHA512 })).toEqual(first);
    expect(asked).toEqual(['GET /my.zip']);
  });

  it('that does not answer is an error that names it', async () => {
    const error = await new Sandbox().refuse('4.9.4', {
      from: 'archive',
      archive: 'http://127.0.0.1:9/my.zip',
    });
    expect(error.code).toBe('DOWNLOAD_FAILED');
    expect(error.message).toContain('http://127.0.0.1:9/my.zip');
  });

  it('with another sha512 than the inventory says is refused', async () => {
    const { box } = await boxWith({ '/my.zip': ZIP });
    const archive = `${box.env['RMQCTL_APACHE_MIRROR']}my.zip`;
    const error = await box.refuse('4.9.4', { from: 'archive', archive, sha512: 'ab'.repeat(64) });
    expect(error.code).toBe('ARCHIVE_CHECKSUM');
  });
});
