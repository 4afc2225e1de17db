import { fileURLToPath } from 'node:url';
import { whyNoHosts } from '../bed/hosts.ts';
import { run } from '../bed/run.ts';
import { BIN, VERSION } from './rmqctl.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Before all end-to-end tests: builds rmqctl and gets the release into the cache, each once. */
export default async function setup(): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== undefined) {
    console.warn(reason);
    return;
  }
  if (process.env['RMQCTL_BIN'] === undefined) await must(['npm', 'run', '--silent', 'build'], 120_000);
  await must([process.execPath, BIN, 'fetch', VERSION], 300_000);
}

async function must(argv: readonly [string, ...string[]], timeout: number): Promise<void> {
  const { code, stdout, stderr } = await run(argv, { cwd: ROOT, timeout });
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
}
