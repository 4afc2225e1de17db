/** Request and response codes of the remoting protocol (RequestCode, ResponseCode). */

export const RequestCode = {
  UPDATE_AND_CREATE_TOPIC: 17,
  GET_BROKER_CONFIG: 26,
  GET_BROKER_RUNTIME_INFO: 28,
  GET_MAX_OFFSET: 30,
  VIEW_MESSAGE_BY_ID: 33,
  GET_BROKER_CLUSTER_INFO: 106,
  DELETE_TOPIC_IN_BROKER: 215,
  DELETE_TOPIC_IN_NAMESRV: 216,
  SEND_MESSAGE_V2: 310,
  GET_NAMESRV_CONFIG: 319,
  GET_BROKER_HA_STATUS: 907,
} as const;

export const ResponseCode = {
  SUCCESS: 0,
  SYSTEM_ERROR: 1,
  SYSTEM_BUSY: 2,
  REQUEST_CODE_NOT_SUPPORTED: 3,
  FLUSH_DISK_TIMEOUT: 10,
  SLAVE_NOT_AVAILABLE: 11,
  FLUSH_SLAVE_TIMEOUT: 12,
  MESSAGE_ILLEGAL: 13,
  SERVICE_NOT_AVAILABLE: 14,
  VERSION_NOT_SUPPORTED: 15,
  NO_PERMISSION: 16,
  TOPIC_NOT_EXIST: 17,
  SUBSCRIPTION_NOT_EXIST: 24,
  SUBSCRIPTION_GROUP_NOT_EXIST: 26,
} as const;

/** A request that not every release has. */
export interface LaterRequest {
  /** the first release that has it */
  readonly since: string;
  /** a request of the same peer that every release answers: its answer tells the release */
  readonly learnBy: number;
}

/** The others are in 3.2.6 already. A 3.2.6 name server does not answer at all what it does not know. */
const LATER: ReadonlyMap<number, LaterRequest> = new Map([
  [RequestCode.GET_NAMESRV_CONFIG, { since: '4.0.0', learnBy: RequestCode.GET_BROKER_CLUSTER_INFO }],
  [RequestCode.GET_BROKER_HA_STATUS, { since: '5.0.0', learnBy: RequestCode.GET_BROKER_RUNTIME_INFO }],
]);

const REQUEST_NAMES = namesOf(RequestCode);
const RESPONSE_NAMES = namesOf(ResponseCode);

/** The release that brought a request, and how to find out whether a peer has it; undefined for one that every release has. */
export function laterRequest(code: number): LaterRequest | undefined {
  return LATER.get(code);
}

/** "GET_BROKER_CLUSTER_INFO", or "request 9999". */
export function requestName(code: number): string {
  return REQUEST_NAMES.get(code) ?? `request ${code}`;
}

/** "TOPIC_NOT_EXIST (17)", or "code 9999". */
export function responseName(code: number): string {
  const name = RESPONSE_NAMES.get(code);
  return name === undefined ? `code ${code}` : `${name} (${code})`;
}

function namesOf(codes: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(codes).map(([name, code]) => [code, name]));
}
