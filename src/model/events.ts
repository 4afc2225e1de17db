/** What happened, as it happens: the one stream every reporter reads. */

export type Action = 'create' | 'update' | 'restart' | 'start' | 'stop' | 'delete';
export type Severity = 'error' | 'warning' | 'note';

export interface DiagnosticEvent {
  readonly event: 'diagnostic';
  readonly severity: Severity;
  /** stable, UPPER_SNAKE */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly host?: string | undefined;
  readonly file?: string | undefined;
  /** from 1 */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** the source line and a line with carets under the word, for people */
  readonly frame?: string | undefined;
}

/** Text of a file before and after a step; reporters make the diff. */
export interface FileDiff {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface StepEvent {
  readonly event: 'step';
  readonly host: string;
  readonly instance?: string | undefined;
  /** kind and identity: file:/etc/hosts */
  readonly resource: string;
  readonly action: Action | 'none';
  readonly status: 'changed' | 'failed' | 'blocked' | 'planned' | 'unchanged';
  readonly seconds?: number | undefined;
  /** one line for people: what is done, or what was found when it failed */
  readonly summary?: string | undefined;
  readonly hint?: string | undefined;
  /** last log lines of an instance that failed */
  readonly log?: readonly string[] | undefined;
  readonly diff?: FileDiff | undefined;
}

export interface CheckEvent {
  readonly event: 'check';
  readonly check: string;
  readonly host?: string | undefined;
  readonly instance?: string | undefined;
  readonly status: 'pass' | 'fail' | 'warn' | 'skip';
  readonly detail: string;
  readonly hint?: string | undefined;
  /** what shows it: log lines, further differences */
  readonly evidence?: readonly string[] | undefined;
  /** measurements by name: p50Ms, behindBytes */
  readonly values?: Readonly<Record<string, number>> | undefined;
}

/** Progress: a stage began, bytes were sent, an instance is awaited. Never needed to understand a result. */
export interface ProgressEvent {
  readonly event: 'progress';
  readonly host?: string | undefined;
  readonly instance?: string | undefined;
  /** a few words: "probing", "uploading rocketmq 4.9.4", "waiting for broker-a" */
  readonly stage: string;
  /** last words of the instance that is awaited */
  readonly says?: string | undefined;
  readonly bytes?: number | undefined;
  readonly totalBytes?: number | undefined;
  /** nothing more happens there: the live view stops the host's clock */
  readonly done?: boolean | undefined;
}

/**
 * Text that a command was asked for: a document, the output of a remote command, a line of a log.
 * For people it is written as it is; a line that belongs to a host or an instance is prefixed with it.
 */
export interface OutputEvent {
  readonly event: 'output';
  readonly text: string;
  readonly host?: string | undefined;
  readonly instance?: string | undefined;
  readonly stream?: 'stdout' | 'stderr' | undefined;
  /** when it was said (`logs`), as 2026-11-22T00:26:06.000Z */
  readonly time?: string | undefined;
  /** exit status of the remote command that this ends (`exec`, `admin`) */
  readonly code?: number | undefined;
}

/** How an instance is (`status`). What is absent could not be found out, or does not exist for such an instance. */
export interface InstanceEvent {
  readonly event: 'instance';
  readonly host: string;
  readonly instance: string;
  /** a name server, or what kind of broker: namesrv, master, slave */
  readonly role: string;
  /**
   * up: it runs, answers, and every name server that answers knows it. unregistered: one does not. silent: it runs, but does not
   * answer (yet). down: it does not run. unknown: its host could not be asked.
   */
  readonly state: 'up' | 'unregistered' | 'silent' | 'down' | 'unknown';
  /** where clients dial it: host:port */
  readonly address: string;
  readonly pid?: number | undefined;
  /** seconds since its process started */
  readonly uptime?: number | undefined;
  /** how often its supervisor has started it again since it was last started on purpose */
  readonly restarts?: number | undefined;
  /** the release that runs */
  readonly version?: string | undefined;
  /** messages a second, the mean of the last ten */
  readonly in?: number | undefined;
  readonly out?: number | undefined;
  /** of a slave: bytes of its master's commit log that it does not have */
  readonly lag?: number | undefined;
  /** of a broker: how full the file system of its store is, 0 to 1 */
  readonly disk?: number | undefined;
  /** why it is not up */
  readonly detail?: string | undefined;
}

/** How a host fared; in the summary's `perHost`. */
export interface HostSummary {
  readonly host: string;
  readonly changed: number;
  readonly failed: number;
  readonly blocked: number;
  readonly checksFailed: number;
  readonly error?:
    | { readonly code: string; readonly message: string; readonly hint?: string | undefined }
    | undefined;
}

export interface SummaryEvent {
  readonly event: 'summary';
  readonly command: string;
  readonly ok: boolean;
  readonly changed: number;
  readonly failed: number;
  readonly blocked: number;
  readonly hosts: number;
  readonly passed: number;
  readonly checksFailed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly exitCode: number;
  readonly perHost?: readonly HostSummary[] | undefined;
}

export type RmqctlEvent =
  | DiagnosticEvent
  | StepEvent
  | CheckEvent
  | ProgressEvent
  | OutputEvent
  | InstanceEvent
  | SummaryEvent;

/** Where events go. */
export type Emit = (event: RmqctlEvent) => void;
