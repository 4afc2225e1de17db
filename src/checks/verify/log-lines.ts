import { recogniseCause, type Cause } from '../../rocketmq/causes.ts';

/** What a line of a running instance's log means. */
export interface LogCause extends Cause {
  /** it will not pass by itself */
  readonly lasting: boolean;
}

/** Errors that come and go with others: what they mean while they come. Read in the sources of 4.9.4 and 5.3. */
const PASSING: readonly { readonly pattern: RegExp; readonly cause: string; readonly hint: string }[] = [
  {
    pattern: /sync\w+ Exception/i,
    cause: 'a slave could not copy topics and offsets from its master',
    hint: 'the slave asks its master’s listenPort and listenPort - 2 every 10 s: check that it runs and is reachable',
  },
  {
    pattern: /registerBroker Exception|Failed to register current broker/,
    cause: 'a broker could not register with a name server',
    hint: 'check that the name server runs and is reachable from the broker’s host',
  },
  {
    pattern: /(?:physic|logics?) disk .*(?:maybe|will be) full soon/,
    cause: 'the disk of the store is nearly full',
    hint: 'free space there, or lower fileReservedTime',
  },
];

/** What brokers call an error and is none: somebody closed a connection to the replication port, as a look at it does. */
const NOISE = /read socket\[.*\] < 0|processReadEvent e(?:rror|xception)|FlowMonitor - Interrupted/;

export function isNoise(line: string): boolean {
  return NOISE.test(line);
}

/** The meaning of a line that is known, if it is. */
export function explainLogLine(line: string): LogCause | undefined {
  const passing = PASSING.find(({ pattern }) => pattern.test(line));
  if (passing !== undefined) return { cause: passing.cause, hint: passing.hint, lasting: false };
  const cause = recogniseCause([line]);
  return cause === undefined ? undefined : { ...cause, lasting: true };
}
