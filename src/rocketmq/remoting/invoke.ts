import type { CallOptions, RemotingClient, RemotingRequest } from './client.ts';
import { requestName, ResponseCode, responseName } from './wire/codes.ts';
import type { RemotingCommand } from './wire/command.ts';
import { type JsonValue, parseFastjson } from './wire/fastjson.ts';
import { malformed, readFrom, RemotingRefused } from './faults.ts';

/** A typed request. */
interface Call<T> extends CallOptions {
  readonly request: RemotingRequest;
  /** response codes that are answers and not failures; default only SUCCESS */
  readonly accept?: readonly number[];
  /** turns a response of an accepted code into the result */
  readonly read: (response: RemotingCommand) => T;
}

/**
 * Sends a request and reads its response.
 * @throws RmqctlError REMOTING_REFUSED (a `RemotingRefused`) for a code that is not accepted, REMOTING_MALFORMED for a
 *   response that does not read, and whatever `RemotingClient.request` throws
 */
export async function invoke<T>(client: RemotingClient, call: Call<T>): Promise<T> {
  const name = requestName(call.request.code);
  const response = await client.request(call.request, call);
  const { code, remark } = response;
  if (!(call.accept ?? [ResponseCode.SUCCESS]).includes(code)) {
    throw new RemotingRefused(client, name, { code, remark, name: responseName(code) });
  }
  return readFrom(client, `the answer to ${name}`, () => call.read(response));
}

/** The function that sends a request without arguments, and reads its response as `invoke` does. */
export function invoking<T>(code: number, read: Call<T>['read']) {
  return (client: RemotingClient, options: CallOptions = {}): Promise<T> =>
    invoke(client, { ...options, request: { code }, read });
}

/** The function that sends a request made from an argument, and reads its response as `invoke` does. */
export function invokingWith<Argument, T>(
  requestOf: (argument: Argument) => RemotingRequest,
  call: Omit<Call<T>, 'request' | keyof CallOptions>,
) {
  return (client: RemotingClient, argument: Argument, options: CallOptions = {}): Promise<T> =>
    invoke(client, { ...options, ...call, request: requestOf(argument) });
}

/** The JSON body of a response. */
export function jsonBody(response: RemotingCommand): JsonValue {
  return parseFastjson(response.body.toString('utf8'));
}

/** A field of a response's header that has to be there. */
export function extField(response: RemotingCommand, name: string): string {
  const value = response.extFields[name];
  if (value === undefined) throw malformed(`its header has no ${name}`);
  return value;
}

/** A 64-bit integer in a response's header. */
export function extInt64(response: RemotingCommand, name: string): bigint {
  const text = extField(response, name);
  if (!/^-?\d{1,19}$/.test(text)) throw malformed(`its ${name} is not a 64-bit integer`);
  return BigInt(text);
}

/** The meaning of a response's code, one of those that were accepted. */
export function statusNamed<T>(table: ReadonlyMap<number, T>, response: RemotingCommand): T {
  const status = table.get(response.code);
  if (status === undefined) throw malformed(`its code ${response.code} has no meaning here`);
  return status;
}

/**
 * The `key=value` lines in which servers send their configuration (MixAll.properties2String): nothing is escaped, so a
 * value goes to the end of its line whatever it holds. A line without "=" is the rest of a value that held a line break.
 * @returns key to value, in the order sent
 */
export function readPropertiesBody(body: Buffer): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let lastKey: string | undefined;
  for (const line of body.toString('utf8').split('\n')) {
    const split = line.indexOf('=');
    if (split > 0) {
      lastKey = line.slice(0, split);
      properties.set(lastKey, line.slice(split + 1));
    } else if (line !== '' && lastKey !== undefined) {
      properties.set(lastKey, `${properties.get(lastKey) ?? ''}\n${line}`);
    }
  }
  return properties;
}
