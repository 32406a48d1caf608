import type { Clock } from '../clock.js'
import type { SessionHandle } from '../handle.js'
import type { Logger } from '../observability/logger.js'
import type { MetricGroup } from '../observability/metrics.js'
import type { OperationProgress } from '../operation/operation-info.js'
import type { OptionTable } from '../option/option-table.js'
import type { Principal } from '../principal.js'
import type { EngineInfo } from '../service/info-api.js'
import type { DeployScriptRequest, RefreshRequest } from '../service/statement-api.js'
import type { SessionProperties } from '../session/session-environment.js'
import type { LackingCapabilities } from './engine-capability.js'
import type { EngineCatalog } from './engine-catalog.js'
import type { StatementOutcome } from './statement-outcome.js'

/** What can be told of a statement's text without running it. */
export interface StatementFacts {
  /** How many statements the text holds; comments and empty ones do not count. */
  readonly statementCount: number
  /** Upper-case words that name the kind, such as `SELECT`, `CREATE TABLE`; for logs and metrics. */
  readonly kind: string
  /** Whether it is a query; see StatementOutcome.isQueryResult. */
  readonly isQuery: boolean
  /** Whether rows worth showing come back; false for statements that answer `OK` or a count. True when it cannot be told. */
  readonly hasResultSet: boolean
  /** Whether it may be used to configure a session. */
  readonly isConfigurable: boolean
}

/** What an engine session is opened with. */
export interface EngineSessionEnvironment {
  readonly session: SessionHandle
  readonly principal: Principal
  /** The effective properties at this moment. */
  readonly properties: SessionProperties
  /** Where the session stood when its last engine session was released, or asked to stand at open. */
  readonly currentCatalog?: string
  readonly currentDatabase?: string
}

/** What an engine gets with each statement. */
export interface ExecuteContext {
  /** Aborted on cancel, timeout and close: stop the work and reject, with whatever error. */
  readonly signal: AbortSignal
  /** The session's properties with the statement's own laid over them. */
  readonly properties: SessionProperties
  /**
   * The session's properties alone, where the statement has some of its own; absent means that `properties` are the session's.
   * For engines that keep a session elsewhere and must not leave there what is of one statement.
   */
  readonly sessionProperties?: SessionProperties
  /** Adds a line to the operation's log. */
  log(line: string): void
  reportProgress(progress: OperationProgress): void
}

/**
 * One session's hold on an engine: its connection, current catalog and database, temporary objects and transaction.
 * The service never has two `execute` calls under way; `catalog` and `complete` may come at any time.
 */
export interface EngineSession {
  readonly catalog: EngineCatalog
  /**
   * Runs one statement until its schema and result source exist.
   *
   * Cancellation: after the signal is aborted the promise must settle once the work has stopped; the service waits for
   * it before the session's next statement. An outcome that comes all the same is closed by the service.
   *
   * @throws {GatewayError} a code of the STATEMENT, ENGINE or CONFIG area, with the position where the engine knows it
   */
  execute(statement: string, context: ExecuteContext): Promise<StatementOutcome>
  /** Candidates at a place of the text, best first. Present unless the engine lacks COMPLETION. */
  complete?(statement: string, position: number): Promise<readonly string[]>
  /** Present unless the engine lacks MATERIALIZED_TABLES. */
  refreshMaterializedTable?(request: RefreshRequest, context: ExecuteContext): Promise<StatementOutcome>
  /** Present unless the engine lacks SCRIPTS. Gives the cluster's id. */
  deployScript?(request: DeployScriptRequest, context: ExecuteContext): Promise<string>
  /**
   * Why the session must keep this engine session: something in it that a new one would not have and that properties,
   * current catalog and current database do not bring back. Absent means that it may be released while idle.
   */
  pinnedBy(): string | undefined
  /** Stops what runs, drops temporary objects, rolls back. Results handed out before stay readable until they are closed. Never rejects. */
  close(): Promise<void>
}

/** A connected engine, shared by all sessions on it. */
export interface Engine {
  /**
   * What it lacks; everything else of ENGINE_CAPABILITIES it has. Read anew each time: a remote engine may come to know it, and
   * may become another one.
   */
  readonly lacks: LackingCapabilities
  /** The properties that every session begins with. Read anew each time, as `lacks` is. */
  readonly defaultSessionConfig: SessionProperties
  /** How many statements it runs at once; further ones wait as PENDING. Absent means no limit of its own. */
  readonly maxConcurrentStatements?: number
  info(): Omit<EngineInfo, 'name'>
  /** Tells what a statement is, from its text alone. Never throws: what cannot be told is an unconfigurable query of kind `UNKNOWN`. */
  analyze(statement: string): StatementFacts
  /** @throws {GatewayError} ENGINE.UNREACHABLE, ENGINE.OUT_OF_RESOURCES */
  openSession(environment: EngineSessionEnvironment): Promise<EngineSession>
  /** Stops all work and releases everything. Repeat calls do nothing. Never rejects. */
  close(): Promise<void>
}

/** What the gateway gives an engine. */
export interface EngineContext<S> {
  /** The instance's name in sql-gateway.engine.type. */
  readonly name: string
  readonly settings: S
  /** Folder that is this instance's own and outlives restarts. Exists. */
  readonly dataDirectory: string
  /** The gateway's home folder. */
  readonly homeDirectory: string
  readonly metrics: MetricGroup
  readonly logger: Logger
  readonly clock: Clock
}

/**
 * Makes engines of one kind; what a plug-in's module exports by default.
 *
 * @typeParam S - the settings, derived from `options`
 */
export interface EngineFactory<S extends object = object> {
  /** The kind, such as `duckdb`: lower-case letters and digits. */
  readonly identifier: string
  /** Keys without the prefix `sql-gateway.engine.<name>.`. */
  readonly options: OptionTable<S>
  /**
   * Opens or connects to the engine.
   *
   * @throws {GatewayError} GATEWAY.START_FAILED — settings do not go together, or a file is in use
   */
  createEngine(context: EngineContext<S>): Promise<Engine>
}
