/** How rmqctl logs in to a host. */
export interface SshSpec {
  /** where to log in; default the host's address */
  readonly host?: string;
  readonly user?: string;
  readonly port?: number;
  readonly identity?: string;
  readonly jump?: string;
  readonly become: boolean;
  readonly knownHosts?: string;
}

/** A machine of the cluster, as the inventory describes it. */
export interface Host {
  readonly name: string;
  /** what clients and brokers dial */
  readonly address: string;
  /** true: this machine, without SSH */
  readonly local: boolean;
  readonly ssh: SshSpec;
  /** bytes; overrides what the host says of itself */
  readonly memory?: number;
  /** where the inventory says its Java is; else one is looked for */
  readonly javaHome?: string;
  readonly labels: Readonly<Record<string, string>>;
}
