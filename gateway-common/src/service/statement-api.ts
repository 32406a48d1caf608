import type { OperationHandle, SessionHandle } from '../handle.js'
import type { Principal } from '../principal.js'
import type { RowEncoding } from '../result/encoded-rows.js'
import type { ResultKind, ResultSchema } from '../result/result-schema.js'
import type { RowBatch } from '../result/row-batch.js'
import type { SessionProperties } from '../session/session-environment.js'

/** How a statement is run. */
export interface ExecuteOptions {
  /**
   * Ends the statement with status TIMEOUT when it has not reached FINISHED after so long, waiting included; absent or
   * 0 means the gateway's default.
   */
  readonly executionTimeoutMs?: number
  /** Laid over the session's properties for this statement. */
  readonly executionConfig?: ReadonlyMap<string, string>
}

/** Where to read in a result without tokens: on from the last row handed out, back from it, or from the start. */
export type FetchOrientation = 'FETCH_NEXT' | 'FETCH_PRIOR' | 'FETCH_FIRST'

/** What to fetch. */
export interface FetchRequest {
  /**
   * A page by its token, or a direction. A client uses one of the two for an operation, not both.
   *
   * Tokens start at 0 and grow by one. After page n was handed out, n (the same rows again) and n + 1 are valid. Once
   * the end was handed out the rows are let go: its token gives the end again, the one before a page without rows.
   */
  readonly position: { readonly token: number } | { readonly orientation: FetchOrientation }
  /** At least 1. A page holds fewer rows when it is full in bytes, when no more are there yet, or at the end. */
  readonly maxRows: number
  /** Rough upper bound of the page's values in memory, at least 1; a page holds at least one row even when that is larger. */
  readonly maxBytes: number
  /**
   * How long to wait for execution to end and for a first row; 0 answers at once. A page is handed out as soon as it
   * has a row: waiting never delays rows that are there.
   */
  readonly waitMs: number
  /** A form in which rows are welcome. Batches that have another, or none, have their columns ready all the same. */
  readonly encoding?: RowEncoding
  /** Aborting ends the wait and loses no rows. Read only where the fetch has to wait, so that it may be made then. */
  readonly signal?: AbortSignal
}

/**
 * A page of a result.
 *
 * `NOT_READY`: the statement still waits or runs. `PAYLOAD`: rows, perhaps none yet. `EOS`: the end; no rows.
 *
 * @see Apache Flink, `org.apache.flink.table.gateway.api.results.ResultSet`
 */
export type ResultSet = { readonly resultType: 'NOT_READY' } | ResultPage

/** The part of {@link ResultSet} that has a result. */
export interface ResultPage {
  readonly resultType: 'PAYLOAD' | 'EOS'
  /** The token of the next page; absent at the end and where an orientation was asked for. */
  readonly nextToken?: number
  /** Position in the whole result of the page's first row, from 0. */
  readonly startRow: number
  readonly schema: ResultSchema
  readonly resultKind: ResultKind
  /** Whether the statement is a query, as opposed to DDL, DML, SHOW, SET. */
  readonly isQueryResult: boolean
  readonly jobId?: string
  /** The properties that the statement ran with, such as its time zone; later changes of the session's do not show here. */
  readonly properties: SessionProperties
  /** The rows, in order. Valid until the operation is closed. */
  readonly batches: readonly RowBatch[]
}

/** Which lines of an operation's log to read. */
export interface FetchLogRequest {
  /** `FETCH_NEXT` reads on from the last line read, `FETCH_FIRST` from the oldest line kept. */
  readonly orientation: 'FETCH_NEXT' | 'FETCH_FIRST'
  /** At least 1. */
  readonly maxLines: number
}

/** What to refresh in a materialized table. */
export interface RefreshRequest {
  /** `catalog.database.table`, quoted as in SQL where needed. */
  readonly tableIdentifier: string
  readonly isPeriodic: boolean
  readonly scheduleTime?: string
  readonly dynamicOptions: ReadonlyMap<string, string>
  readonly staticPartitions: ReadonlyMap<string, string>
  readonly executionConfig: ReadonlyMap<string, string>
}

/** A script to run as a job of its own; exactly one of `script` and `scriptUri` is set. */
export interface DeployScriptRequest {
  readonly script?: string
  readonly scriptUri?: string
  readonly executionConfig: ReadonlyMap<string, string>
}

/**
 * Statements and their results.
 *
 * Every call throws SESSION.NOT_FOUND for an unknown session, and those that name an operation OPERATION.NOT_FOUND.
 */
export interface StatementApi {
  /**
   * Accepts one statement and answers at once: it takes its turn behind the session's earlier statements, then waits
   * for a worker. Failures of the statement itself are the operation's and show in its status and in fetches.
   *
   * @param statement - with or without a closing `;`
   * @throws {GatewayError} OPERATION.QUEUE_FULL — too many statements wait
   * @throws {GatewayError} GATEWAY.STOPPING
   */
  executeStatement(caller: Principal, session: SessionHandle, statement: string, options?: ExecuteOptions): Promise<OperationHandle>
  /**
   * Hands out a page of an operation's result.
   *
   * Concurrency: fetches of one operation are served one after the other, in the order of arrival.
   *
   * @throws {GatewayError} RESULT.TOKEN_INVALID — neither the next token nor the last one
   * @throws {GatewayError} RESULT.ORIENTATION_UNSUPPORTED — the rows asked for are gone
   * @throws {GatewayError} RESULT.NONE — the operation has no result
   * @throws {GatewayError} OPERATION.CANCELED, OPERATION.TIMEOUT, OPERATION.CLOSED, or what the statement failed with;
   *   a result that fails on the way moves the operation from FINISHED to ERROR
   */
  fetchResults(caller: Principal, session: SessionHandle, operation: OperationHandle, request: FetchRequest): Promise<ResultSet>
  /**
   * Reads the operation's log: what the gateway and the engine noted of its progress. Never waits; an empty answer
   * means no more for now. The log holds a bounded number of the newest lines.
   */
  fetchLog(caller: Principal, session: SessionHandle, operation: OperationHandle, request: FetchLogRequest): Promise<readonly string[]>
  /**
   * Candidates for what is being typed. Does not wait behind a running statement.
   *
   * @param position - of the cursor in `statement`, 0 to its length
   * @returns whole candidates, best first, without doubles
   * @throws {GatewayError} FEATURE.UNSUPPORTED — the engine lacks COMPLETION
   */
  completeStatement(caller: Principal, session: SessionHandle, statement: string, position: number): Promise<readonly string[]>
  /**
   * Starts a refresh of a materialized table; its operation yields the job.
   *
   * @throws {GatewayError} FEATURE.UNSUPPORTED — the engine lacks MATERIALIZED_TABLES
   */
  refreshMaterializedTable(caller: Principal, session: SessionHandle, request: RefreshRequest): Promise<OperationHandle>
  /**
   * Deploys a script to a cluster of its own.
   *
   * @returns the cluster's id
   * @throws {GatewayError} FEATURE.UNSUPPORTED — the engine lacks SCRIPTS
   * @throws {GatewayError} REQUEST.INVALID — not exactly one of script and scriptUri
   */
  deployScript(caller: Principal, session: SessionHandle, request: DeployScriptRequest): Promise<string>
}
