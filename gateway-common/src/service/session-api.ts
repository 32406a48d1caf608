import type { EndpointVersion } from '../endpoint/endpoint-version.js'
import type { SessionHandle } from '../handle.js'
import type { Principal } from '../principal.js'
import type { SessionEnvironment, SessionProperties } from '../session/session-environment.js'
import type { EngineInfo } from './info-api.js'

/** How a statement that configures a session is run. */
export interface ConfigureOptions {
  /** Ends the statement with OPERATION.TIMEOUT after so long; absent or 0 means the gateway's default. */
  readonly executionTimeoutMs?: number
  /** Aborting cancels the statement. */
  readonly signal?: AbortSignal
}

/**
 * Sessions. Each call of this and of the other parts of the service refreshes the time of last use of the session it
 * names, and treats a session of another principal as one that does not exist: SESSION.NOT_FOUND.
 */
export interface SessionApi {
  /**
   * Opens a session. Costs no engine resources: those come with the first statement.
   *
   * @throws {GatewayError} SESSION.LIMIT_REACHED — sql-gateway.session.max-num sessions are open
   * @throws {GatewayError} CONFIG.INVALID_VALUE — ENGINE_PROPERTY names no engine instance
   * @throws {GatewayError} REQUEST.INVALID — the name is longer than 1,000 characters
   * @throws {GatewayError} REQUEST.TOO_LARGE — the properties are larger than sql-gateway.session.max-properties-size
   * @throws {GatewayError} GATEWAY.STOPPING
   */
  openSession(environment: SessionEnvironment): Promise<SessionHandle>
  /**
   * Closes a session with all its operations: running ones are told to stop, results are released, the engine session
   * is closed. Resolves when the session is gone for callers; the engine's own end is awaited in the background.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND — also on the second call
   */
  closeSession(caller: Principal, session: SessionHandle): Promise<void>
  /**
   * Runs one statement that changes the session (SET, RESET, USE, DDL …), waits for its end and leaves no operation.
   * It takes its turn behind the session's statements under way.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND
   * @throws {GatewayError} STATEMENT.NOT_CONFIGURABLE — a statement of another kind, such as SELECT or INSERT
   * @throws {GatewayError} STATEMENT.MULTIPLE, STATEMENT.EMPTY, and whatever the statement fails with
   */
  configureSession(caller: Principal, session: SessionHandle, statement: string, options?: ConfigureOptions): Promise<void>
  /**
   * The effective properties: the engine's defaults, those given at open, and what SET changed.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND
   */
  getSessionConfig(caller: Principal, session: SessionHandle): Promise<SessionProperties>
  /**
   * The protocol version given at open.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND
   */
  getSessionEndpointVersion(caller: Principal, session: SessionHandle): Promise<EndpointVersion>
  /**
   * The engine instance that runs the session's statements; never changes. Costs no engine resources.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND
   */
  getSessionEngine(caller: Principal, session: SessionHandle): Promise<EngineInfo>
  /**
   * Refreshes the time of last use.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND
   */
  heartbeat(caller: Principal, session: SessionHandle): Promise<void>
}
