import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { proxyFor, proxyHeaders } from '../../../src/distribution/download/web-proxy.ts';
import { releaseFiles, Sandbox } from '../../sample/archives/sandbox.ts';
import { portOf, siteWith } from '../../sample/archives/download-site.ts';
import { zipOf } from '../../sample/archives/zip.ts';

describe('the proxy of the environment', () => {
  const A = 'http://a:3128';
  const cases: readonly [string, Record<string, string>, string | undefined][] = [
    ['https://apache.org/x', { HTTPS_PROXY: A }, `${A}/`],
    ['https://apache.org/x', { HTTP_PROXY: A }, undefined],
    ['http://apache.org/x', { http_proxy: A, HTTP_PROXY: 'http://b:1' }, `${A}/`],
    ['http://apache.org/x', { ALL_PROXY: 'a:3128' }, `${A}/`],
    ['https://apache.org/x', { HTTPS_PROXY: '' }, undefined],
    ['https://apache.org/x', { HTTPS_PROXY: A, NO_PROXY: '*' }, undefined],
    ['https://apache.org/x', { HTTPS_PROXY: A, NO_PROXY: 'example.com, apache.org' }, undefined],
    ['https://archive.apache.org/x', { HTTPS_PROXY: A, no_proxy: '.apache.org' }, undefined],
    ['https://archive.apache.org/x', { HTTPS_PROXY: A, NO_PROXY: 'apache.org' }, undefined],
    ['https://notapache.org/x', { HTTPS_PROXY: A, NO_PROXY: 'apache.org' }, `${A}/`],
    ['https://apache.org/x', { HTTPS_PROXY: A, NO_PROXY: 'apache.org:8443' }, `${A}/`],
    ['https://apache.org:8443/x', { HTTPS_PROXY: A, NO_PROXY: 'apache.org:8443' }, undefined],
    ['http://10.0.0.9/x', { HTTP_PROXY: A, NO_PROXY: '10.0.0.9' }, undefined],
  ];
  test.each(cases)('%s with %j is %s', (url, env, proxy) => {
    expect(proxyFor(new URL(url), env)?.href).toBe(proxy);
  });

  test('that cannot be used is refused without telling its password', () => {
    const env = { HTTPS_PROXY: 'socks5://me:secret@a:1' };
    expect(() => proxyFor(new URL('https://apache.org/'), env)).toThrow(
      /^HTTPS_PROXY is no proxy of the form/,
    );
    expect(() => proxyFor(new URL('https://apache.org/'), env)).not.toThrow(/secret/);
  });

  test('is told who asks', () => {
    const found = proxyHeaders(new URL('http://me:p%40ss@a:1'));
    expect(found).toEqual({ 'proxy-authorization': `Basic ${Buffer.from('me:p@ss').toString('base64')}` });
    expect(proxyHeaders(new URL('http://a:1'))).toEqual({});
  });
});

/** A proxy on loopback; what it was asked, in order. */
async function proxyWith(connectTo: (target: string) => number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((incoming, response) => {
    asked.push(`GET ${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim());
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    incoming.pipe(
      request(incoming.url ?? '', { headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  server.on('connect', (incoming, client) => {
    asked.push(`CONNECT ${incoming.url}`);
    const port = connectTo(incoming.url ?? '');
    if (port === 0) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `127.0.0.1:${portOf(server)}`, asked };
}

describe('a download through a proxy', () => {
  const PATH = '/4.9.4/rocketmq-all-4.9.4-bin-release.zip';
  const ZIP = zipOf(releaseFiles('4.9.4'));
  const SHA512 = createHash('sha512').update(ZIP).digest('hex');

  test('of an http URL asks the proxy for all of it', async () => {
    const site = await siteWith({ [PATH]: ZIP, [`${PATH}.sha512`]: `${SHA512}  x\n` });
    const proxy = await proxyWith(() => 0);
    const box = new Sandbox();
    box.env = { ...box.env, RMQCTL_APACHE_MIRROR: site.url, HTTP_PROXY: `http://me:word@${proxy.url}` };
    expect((await box.provide('4.9.4')).origin).toBe('apache');
    const who = `Basic ${Buffer.from('me:word').toString('base64')}`;
    expect(proxy.asked).toEqual([`GET ${site.url}${PATH}.sha512 ${who}`, `GET ${site.url}${PATH} ${who}`]);
  });

  test('is not asked for what NO_PROXY exempts', async () => {
    const site = await siteWith({ [PATH]: ZIP, [`${PATH}.sha512`]: `${SHA512}  x\n` });
    const box = new Sandbox();
    const nobody = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost,127.0.0.1' };
    box.env = { ...box.env, RMQCTL_APACHE_MIRROR: site.url, ...nobody };
    expect((await box.provide('4.9.4')).origin).toBe('apache');
  });

  test('of an https URL speaks TLS with the server, through a tunnel', async () => {
    const names: string[] = [];
    const server = createTlsServer({
      ...certificate(),
      SNICallback: (name, done) => (names.push(name), done(null)),
    });
    server.on('tlsClientError', () => undefined); // the client does not trust this certificate
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const proxy = await proxyWith(() => portOf(server));
    const box = new Sandbox();
    await box.fakeMvn('exit 1');
    box.env = {
      ...box.env,
      RMQCTL_APACHE_MIRROR: 'https://release.test',
      HTTPS_PROXY: `http://${proxy.url}`,
    };
    expect((await box.refuse('4.9.4')).message).toMatch(/self-signed certificate/);
    expect(proxy.asked).toEqual(['CONNECT release.test:443']);
    expect(names).toEqual(['release.test']);
  });

  test('that the proxy refuses is told', async () => {
    const proxy = await proxyWith(() => 0);
    const box = new Sandbox();
    await box.fakeMvn('exit 1');
    box.env = {
      ...box.env,
      RMQCTL_APACHE_MIRROR: 'https://release.test',
      https_proxy: `http://${proxy.url}`,
    };
    expect((await box.refuse('4.9.4')).message).toMatch(
      /the proxy 127\.0\.0\.1:\d+ answers 403 to the request for release\.test:443/,
    );
  });
});

/** A key and a certificate that nobody trusts. */
function certificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rmqctl-tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const subject = ['-subj', '/CN=release.test', '-days', '2'];
  const argv = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject];
  execFileSync('openssl', argv, { stdio: 'ignore' });
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return made;
}
