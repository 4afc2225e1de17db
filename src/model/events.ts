/**
 * Events: what happened, as it happens, in the one stream that every reporter reads. The schema of the lines that --json prints
 * describes them, and their types are the schema's.
 */
import { type Static, type TSchema, Type } from 'typebox';

const text = (description: string) => Type.String({ description });
const natural = (description: string) => Type.Integer({ minimum: 0, description });
const seconds = Type.Number({ minimum: 0, description: 'duration' });
const closed = { additionalProperties: false };

const place = {
  host: Type.Optional(text('the name of the host in the inventory')),
  instance: Type.Optional(text('the name of the instance; absent where a thing belongs to the host')),
};
const hint = Type.Optional(text('what to do about it'));

const Diagnostic = Type.Object(
  {
    event: Type.Literal('diagnostic'),
    severity: Type.Enum(['error', 'warning', 'note']),
    code: Type.String({ pattern: '^[A-Z][A-Z0-9_]*$', description: 'stable' }),
    message: text('what was attempted, and what was found'),
    hint,
    host: place.host,
    file: Type.Optional(text('the inventory')),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    column: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { ...closed, description: 'Something to tell: about the inventory, a host, or the run' },
);

const Step = Type.Object(
  {
    event: Type.Literal('step'),
    host: text('the name of the host in the inventory'),
    instance: place.instance,
    resource: text('kind and identity: file:/etc/hosts'),
    action: Type.Enum(['create', 'update', 'restart', 'start', 'stop', 'delete', 'none']),
    status: Type.Enum(['changed', 'failed', 'blocked', 'planned', 'unchanged']),
    seconds: Type.Optional(seconds),
    summary: Type.Optional(text('what is done, or what was found when it failed')),
    hint,
    log: Type.Optional(
      Type.Array(Type.String(), { description: 'last log lines of an instance that failed' }),
    ),
    diff: Type.Optional(
      Type.Object(
        { path: Type.String(), before: Type.String(), after: Type.String() },
        { ...closed, description: 'a file before and after: in a plan, and with --verbose' },
      ),
    ),
  },
  {
    ...closed,
    description: 'A change of one resource; action none and status unchanged only with --verbose',
  },
);

const Check = Type.Object(
  {
    event: Type.Literal('check'),
    check: text('what is asked'),
    ...place,
    status: Type.Enum(['pass', 'fail', 'warn', 'skip']),
    detail: text('the answer'),
    hint,
    evidence: Type.Optional(
      Type.Array(Type.String(), { description: 'what shows it: log lines, further differences' }),
    ),
    values: Type.Optional(
      Type.Record(Type.String(), Type.Number(), { description: 'measurements by name: p50Ms, behindBytes' }),
    ),
  },
  { ...closed, description: 'One question to the cluster, and its answer' },
);

const Progress = Type.Object(
  {
    event: Type.Literal('progress'),
    ...place,
    stage: text('what goes on, in a few words'),
    says: Type.Optional(text('what the instance that is awaited has said last')),
    bytes: Type.Optional(natural('sent so far')),
    totalBytes: Type.Optional(natural('to be sent')),
    done: Type.Optional(Type.Boolean({ description: 'nothing more goes on there' })),
  },
  { ...closed, description: 'Something goes on; only with --verbose' },
);

const Output = Type.Object(
  {
    event: Type.Literal('output'),
    text: text('as it was printed'),
    ...place,
    stream: Type.Optional(Type.Enum(['stdout', 'stderr'])),
    time: Type.Optional(text('when it was said: of a log line; ISO 8601, UTC')),
    code: Type.Optional(Type.Integer({ description: 'the exit status of the command that this ends' })),
  },
  { ...closed, description: 'Text that was asked for: a document, the output of a command, a log line' },
);

const measure = (description: string) => Type.Optional(Type.Number({ minimum: 0, description }));

const Instance = Type.Object(
  {
    event: Type.Literal('instance'),
    host: text('the name of the host in the inventory'),
    instance: text('its name'),
    role: text('namesrv, master, slave'),
    state: Type.Enum(['up', 'unregistered', 'silent', 'down', 'unknown'], {
      description:
        'up: it runs, answers, and the name servers know it; unregistered: one does not; silent: it runs but does not answer; down: it does not run; unknown: its host could not be asked',
    }),
    address: text('host:port that clients dial'),
    pid: Type.Optional(natural('its process')),
    uptime: measure('seconds since its process started'),
    restarts: Type.Optional(natural('how often its supervisor has started it again by itself')),
    version: Type.Optional(text('the release that runs')),
    in: measure('messages stored a second, the mean of the last ten'),
    out: measure('messages read a second, the mean of the last ten'),
    lag: Type.Optional(natural("of a slave: bytes of its master's commit log that it does not have")),
    disk: measure('of a broker: how full the file system of its store is, 0 to 1'),
    detail: Type.Optional(text('why it is not up')),
  },
  { ...closed, description: 'How an instance is; what is absent could not be found out' },
);

const counts = {
  changed: natural('steps that changed something; in a plan: that would'),
  failed: natural('steps that failed'),
  blocked: natural('steps that were not tried, since what they need failed'),
  checksFailed: natural('checks that failed'),
};

const HostSummaryPart = Type.Object(
  {
    host: Type.String(),
    ...counts,
    error: Type.Optional(
      Type.Object(
        { code: Type.String(), message: Type.String(), hint },
        { ...closed, description: 'the first one' },
      ),
    ),
  },
  closed,
);

const Summary = Type.Object(
  {
    event: Type.Literal('summary'),
    command: Type.String(),
    ok: Type.Boolean({ description: 'the exit code is 0' }),
    ...counts,
    hosts: natural('hosts that the run had to do with'),
    passed: natural('checks that passed'),
    skipped: natural('checks that were skipped'),
    seconds,
    exitCode: Type.Enum([0, 1, 2, 3, 4, 5, 6, 7, 8, 130]),
    perHost: Type.Optional(Type.Array(HostSummaryPart)),
  },
  { ...closed, description: 'How the run ended: exactly one, the last line, whatever happened' },
);

/** JSON Schema (2020-12) of one line of `--json`. */
export const eventsSchema = Type.Union([Diagnostic, Step, Check, Progress, Output, Instance, Summary], {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A line of rmqctl --json',
});

/** The type of a schema: nothing of it can be changed, and what may be absent may be undefined. */
type TypeOf<S extends TSchema> = Immutable<Static<S>>;
type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> | (object extends Pick<T, Key> ? undefined : never) }
    : T;

export type DiagnosticEvent = TypeOf<typeof Diagnostic> & {
  /** the source line and a line with carets under the word; not in --json */
  readonly frame?: string | undefined;
};
export type Severity = DiagnosticEvent['severity'];
export type StepEvent = TypeOf<typeof Step>;
export type Action = Exclude<StepEvent['action'], 'none'>;
export type FileDiff = NonNullable<StepEvent['diff']>;
export type CheckEvent = TypeOf<typeof Check>;
/** Never needed to understand a result. */
export type ProgressEvent = TypeOf<typeof Progress>;
export type OutputEvent = TypeOf<typeof Output>;
export type InstanceEvent = TypeOf<typeof Instance>;
export type SummaryEvent = TypeOf<typeof Summary>;
/** How a host fared. */
export type HostSummary = TypeOf<typeof HostSummaryPart>;

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
