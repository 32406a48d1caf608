import { atLeast, durationOption, integerOption, memorySizeOption, type OptionTable } from '@sql-gateway/gateway-common'

/** What the service of sessions and operations is set to; the values of {@link SERVICE_OPTIONS}. */
export interface ServiceSettings {
  /** Zero or less keeps sessions open for ever. */
  readonly idleTimeoutMs: number
  /** Zero or less never looks for idle sessions and for operations past their retention. */
  readonly checkIntervalMs: number
  /** Zero or less means no bound. */
  readonly maxSessions: number
  /** At least 1. */
  readonly maxPropertiesBytes: number
  /** Zero or less keeps engine sessions until the session ends. */
  readonly engineReleaseMs: number
  /** At least 1. */
  readonly maxWorkers: number
  /** Statements of all sessions that wait for a worker; at least 0. */
  readonly queueSize: number
  /** Statements of one session that wait for their turn; at least 1. */
  readonly maxQueuedPerSession: number
  /** Zero or less keeps operations until they are closed or their session ends. */
  readonly retentionMs: number
  /** Ended operations of all sessions that are kept; at least 1. */
  readonly maxRetained: number
  /** Zero or less means no limit. */
  readonly executionTimeoutMs: number
  /** At least 0. */
  readonly cancelGraceMs: number
  /** At least 1. */
  readonly logMaxLines: number
  /** At least 1. */
  readonly replayMaxRows: number
  /** At least 1. */
  readonly replayMaxBytes: number
}

/**
 * The options of the service, keys without `sql-gateway.`.
 *
 * @see FLIP-91 and Apache Flink, `SqlGatewayServiceConfigOptions`, for session.* and worker.*
 */
export const SERVICE_OPTIONS = {
  idleTimeoutMs: durationOption('session.idle-timeout', '5 min', {
    doc: 'Closes a session that nobody has used for this long. A session with a statement under way is in use. Zero or a negative value keeps sessions open.',
  }),
  checkIntervalMs: durationOption('session.check-interval', '1 min', {
    doc: 'How often the gateway looks for sessions idle for too long and for operations past their retention time. Zero or a negative value switches both off.',
  }),
  maxSessions: integerOption<number>('session.max-num', 1_000_000, {
    doc: 'How many sessions may be open at once; opening one more is refused. Zero or a negative value means no bound.',
  }),
  maxPropertiesBytes: memorySizeOption<number>('session.max-properties-size', '1 mb', {
    doc: 'How large the properties of a session may be, names and values together, at its opening and after SET. Equal sets of several sessions are held once.',
    check: atLeast(1),
  }),
  engineReleaseMs: durationOption('session.engine-release-time', '1 min', {
    doc:
      'Gives back what an idle session holds in its engine, such as a connection, after this long; the next statement gets it anew. ' +
      'A session with temporary objects, an open transaction or the like keeps it. Zero or a negative value keeps it in any case.',
  }),
  maxQueuedPerSession: integerOption<number>('session.max-queued-statements', 1_000, {
    doc: 'How many statements of one session may wait behind the one that runs; a further one is refused.',
    check: atLeast(1),
  }),
  maxWorkers: integerOption<number>('worker.threads.max', 500, {
    doc: 'How many statements of all sessions run at once; further ones wait.',
    check: atLeast(1),
  }),
  queueSize: integerOption<number>('worker.queue-size', 10_000, {
    doc: 'How many statements may wait for a worker; a further one is refused and may be sent again later.',
    check: atLeast(0),
  }),
  executionTimeoutMs: durationOption('operation.execution-timeout', '0 ms', {
    doc: 'Stops a statement that has not begun to yield its result after this long, waiting included. Zero or a negative value means no limit.',
  }),
  cancelGraceMs: durationOption('operation.cancel-grace-time', '10 s', {
    doc: 'How long an engine may take to stop a canceled statement before the gateway logs a warning.',
    check: atLeast(0),
  }),
  retentionMs: durationOption('operation.retention-time', '10 min', {
    doc: 'Closes an operation that nobody has used for this long after it ended, with its result. Zero or a negative value keeps it until it is closed or its session ends.',
  }),
  maxRetained: integerOption<number>('operation.max-retained', 10_000, {
    doc: 'How many ended operations are kept at most. Beyond it the oldest are closed, first those whose result was read to its end.',
    check: atLeast(1),
  }),
  logMaxLines: integerOption<number>('operation.log.max-lines', 1_000, {
    doc: 'How many lines of its log an operation keeps; the newest stay.',
    check: atLeast(1),
  }),
  replayMaxRows: integerOption<number>('result.replay.max-rows', 10_000, {
    doc: 'How many rows of a result that an engine can only read forward the gateway holds at most; it then stops reading from the engine until a client fetches.',
    check: atLeast(1),
  }),
  replayMaxBytes: memorySizeOption<number>('result.replay.max-size', '16 mb', {
    doc: 'How much memory these rows may take at most; a single row may exceed it.',
    check: atLeast(1),
  }),
} as const satisfies OptionTable<ServiceSettings>
