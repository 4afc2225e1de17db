import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { RmqctlError } from '../../errors.ts';
import { prelude } from '../../probes/remote-script.ts';
import type { ProgramSupply } from '../../resources/program.ts';
import type { ReleaseSupply } from '../../resources/release.ts';
import type { ProxySupply } from '../../resources/release/pull.ts';
import type { LocalFile, SentFile, Supply } from '../../resources/resource.ts';
import { lines, Script, sh } from '../../shell/script.ts';
import type { Emit } from '../../model/events.ts';
import type { Transport } from '../../transport/transport.ts';

/** Where something is supplied, and to whom its progress is reported. */
interface SupplyContext {
  readonly transport: Transport;
  readonly emit: Emit;
  readonly signal?: AbortSignal | undefined;
}

/** One kind of supply. */
interface Supplier<S extends Supply> {
  readonly kind: S['kind'];
  /**
   * Supplies a host.
   * @returns what the script begins with that needs it, such as variables
   * @throws RmqctlError when it cannot be had, or not be sent; the signal's reason when aborted
   */
  supply(supply: S, context: SupplyContext): Promise<Script | undefined>;
}

/** A supplier whose type has been forgotten: a supply is only ever given to the one that has its kind. */
export type AnySupplier = Supplier<Supply>;

/** Sends a program, which is on this machine already. */
export const programSupplier: Supplier<ProgramSupply> = {
  kind: 'program',
  supply: (supply, context) => sendFile(supply, supply.source, context),
};

/**
 * Sends the release, and sets `release_sha256` for the script that unpacks it.
 * @param provide gets the release in its normal form on this machine; called at most once, when a host needs it
 */
export function releaseSupplier(
  provide: () => Promise<Omit<LocalFile, 'title'> & { readonly sha256: string }>,
): Supplier<ReleaseSupply> {
  const got: { release?: ReturnType<typeof provide> } = {};
  return {
    kind: 'release',
    async supply(supply, context) {
      const release = await (got.release ??= provide());
      await sendFile(supply, { ...release, title: `RocketMQ ${supply.version}` }, context);
      return sh`release_sha256=${release.sha256}`;
    },
  };
}

/**
 * Gives a script that downloads the proxies of rmqctl's environment.
 * @param proxies values of http_proxy, https_proxy and no_proxy
 */
export function proxySupplier(proxies: ReadonlyMap<string, string>): Supplier<ProxySupply> {
  const script = proxies.size === 0 ? undefined : lines([...proxies].map(proxied));
  return { kind: 'proxies', supply: () => Promise.resolve(script) };
}

/** A proxy that the host has of its own is the better one. */
function proxied([name, value]: readonly [string, string]): Script {
  const word = Script.trusted(name);
  return sh`[ -n "\${${word}:-}" ] || ${word}=${value}; export ${word}`;
}

/**
 * Streams a file to the place on a host where a step looks for it, and reports its progress in bytes.
 * @throws RmqctlError UPLOAD_FAILED; those of Transport.pipe
 */
async function sendFile(
  { directory, file, made }: SentFile,
  content: LocalFile,
  { transport, emit, signal }: SupplyContext,
): Promise<undefined> {
  const stage = `sending ${content.title}`;
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      emit({ event: 'progress', host: transport.host, stage, bytes, totalBytes: content.bytes });
      done(null, chunk);
    },
  });
  const source = createReadStream(content.path, { highWaterMark: 1 << 20 });
  source.on('error', (error) => meter.destroy(error));
  const receive = `${prelude().text}\nmake_directory "$3" "$1" && exec cat >"$1/$2"`;
  const argv = ['sh', '-c', receive, 'sh', directory, file, made] as const;
  const result = await transport.pipe({ argv }, source.pipe(meter), signal === undefined ? {} : { signal });
  if (result.code === 0) return undefined;
  throw new RmqctlError(
    'UPLOAD_FAILED',
    `could not write ${directory}/${file}: ${result.stderr.toString()}`,
    { host: transport.host, hint: 'look at the free space and the permissions of that directory' },
  );
}
