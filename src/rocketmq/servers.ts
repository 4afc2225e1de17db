/** A process of RocketMQ's own, as every release starts it. */
interface Server {
  /** main class below the release's package; it begins with its module */
  readonly main: string;
  /** extended regular expression (`grep -E`, and the same in JavaScript) of the line that says "started" */
  readonly bootLine: string;
}

/** The processes that roles run. `[^]]` means different things to grep and to JavaScript, so the broker's name is just `.+`. */
export const SERVERS = {
  namesrv: { main: 'namesrv.NamesrvStartup', bootLine: 'The Name Server boot success\\.' },
  broker: { main: 'broker.BrokerStartup', bootLine: 'The broker\\[.+, .+\\] boot success\\.' },
  proxy: { main: 'proxy.ProxyStartup', bootLine: 'rocketmq-proxy startup successfully' },
} as const satisfies Readonly<Record<string, Server>>;

export type ServerRole = keyof typeof SERVERS;
