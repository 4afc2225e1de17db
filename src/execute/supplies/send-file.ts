import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { RmqctlError } from '../../errors.ts';
import { prelude } from '../../probes/remote-script.ts';
import type { LocalFile, SentFile } from '../../resources/resource.ts';
import type { SupplyContext } from './supplier.ts';

/** Takes an upload: directory, file, and the list of what was made. */
const RECEIVE = 'make_directory "$3" "$1" && exec cat >"$1/$2"';

/**
 * Streams a file to where a step looks for it on a host, telling its progress in bytes.
 * @throws RmqctlError UPLOAD_FAILED; those of Transport.pipe
 */
export async function sendFile(
  { directory, file, made }: SentFile,
  content: LocalFile,
  { transport, emit, signal }: SupplyContext,
): Promise<void> {
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
  const argv =
    made === undefined
      ? (['sh', '-c', 'mkdir -p "$1" && exec cat >"$1/$2"', 'sh', directory, file] as const)
      : (['sh', '-c', `${prelude().text}\n${RECEIVE}`, 'sh', directory, file, made] as const);
  const result = await transport.pipe({ argv }, source.pipe(meter), signal === undefined ? {} : { signal });
  if (result.code === 0) return;
  throw new RmqctlError(
    'UPLOAD_FAILED',
    `could not write ${directory}/${file}: ${result.stderr.toString()}`,
    {
      host: transport.host,
      hint: 'look at the free space and the permissions of that directory',
    },
  );
}
