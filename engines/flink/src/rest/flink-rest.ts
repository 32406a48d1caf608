import { type DeployScriptRequest, gatewayError, type RefreshRequest, type SessionProperties } from '@sql-gateway/gateway-common'
import type { RowFormat } from '../result/column-builders.js'
import { type ApiVersion, sharedVersions, type UpstreamInfo, type VersionedCall, versionFor } from './api-version.js'
import type { HttpCall, HttpClient } from './http-client.js'
import { mapField, readAnswer, textField, textsField } from './read-answer.js'
import { type RetryPolicy, sendAgain } from './retry.js'

/** The place of an operation at the upstream gateway. */
export interface UpstreamOperation {
  readonly session: string
  readonly operation: string
}

/**
 * The calls of Flink's SQL gateway. Those that change nothing are sent again when a connection breaks; the others only when they
 * cannot have arrived.
 *
 * All throw ENGINE.UNREACHABLE, OPERATION.CANCELED, and the errors that Flink answers with, see `upstreamError`.
 *
 * @see Apache Flink, SQL Gateway REST API, versions 1 to 4
 */
export interface FlinkRest {
  /** Asks which versions the gateway speaks and what it is. */
  negotiate(signal?: AbortSignal): Promise<UpstreamInfo>
  openSession(properties: SessionProperties, signal?: AbortSignal): Promise<string>
  closeSession(session: string): Promise<void>
  getSessionConfig(session: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>>
  heartbeat(session: string): Promise<void>
  /**
   * Runs a statement that sets up a session, to its end.
   *
   * @throws {GatewayError} FEATURE.UNSUPPORTED — the gateway speaks version 1 alone
   */
  configureSession(session: string, statement: string, signal?: AbortSignal): Promise<void>
  /** @throws {GatewayError} FEATURE.UNSUPPORTED — the gateway speaks version 1 alone */
  completeStatement(session: string, statement: string, position: number): Promise<readonly string[]>
  executeStatement(
    session: string,
    statement: string,
    config: SessionProperties | undefined,
    signal?: AbortSignal,
  ): Promise<UpstreamOperation>
  /** The answer as it is, for a page reader. */
  fetchResults(from: UpstreamOperation, token: number, format: RowFormat, signal?: AbortSignal): Promise<Buffer>
  closeOperation(operation: UpstreamOperation): Promise<void>
  /** @throws {GatewayError} FEATURE.UNSUPPORTED — the gateway speaks no version that has it */
  refreshMaterializedTable(session: string, request: RefreshRequest, signal?: AbortSignal): Promise<UpstreamOperation>
  /** Gives the cluster's id. */
  deployScript(session: string, request: DeployScriptRequest, signal?: AbortSignal): Promise<string>
}

/** @param info - what {@link FlinkRest.negotiate} gave, once it has */
export function createFlinkRest(http: HttpClient, retry: RetryPolicy, info: () => UpstreamInfo | undefined): FlinkRest {
  /** Sends what may be sent twice. */
  async function ask(call: HttpCall): Promise<unknown> {
    return readAnswer(await sendAgain(http, call, retry, 'always'))
  }

  async function tell(call: HttpCall): Promise<unknown> {
    return readAnswer(await sendAgain(http, call, retry, 'never-sent'))
  }

  function newest(): ApiVersion {
    return info()?.versions.at(-1) ?? 'v1'
  }

  function supported(call: VersionedCall, what: string): ApiVersion {
    const upstream = info()
    const version = upstream === undefined ? undefined : versionFor(call, upstream)
    if (version !== undefined) return version
    throw gatewayError(
      'FEATURE.UNSUPPORTED',
      `${what} is not there: Flink's gateway is of version ${upstream?.productVersion ?? 'unknown'} and speaks ${upstream?.versions.join(', ') ?? 'no version'} of its REST interface.`,
    )
  }

  const sessionPath = (session: string, version: ApiVersion = newest()): string => `/${version}/sessions/${session}`
  const operationPath = ({ session, operation }: UpstreamOperation): string => `${sessionPath(session)}/operations/${operation}`
  const withSignal = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal })

  async function submit(path: string, session: string, body: object, signal?: AbortSignal): Promise<UpstreamOperation> {
    const answer = await tell({ method: 'POST', path, body, ...withSignal(signal) })
    return { session, operation: textField(answer, 'operationHandle') }
  }

  return {
    negotiate: async (signal) => {
      const [versions, about] = await Promise.all([
        ask({ method: 'GET', path: '/v1/api_versions', ...withSignal(signal) }),
        ask({ method: 'GET', path: '/v1/info', ...withSignal(signal) }),
      ])
      return {
        productName: textField(about, 'productName'),
        productVersion: textField(about, 'version'),
        versions: sharedVersions(textsField(versions, 'versions')),
      }
    },
    openSession: async (properties, signal) => {
      const body = { properties: Object.fromEntries(properties) }
      return textField(await ask({ method: 'POST', path: `/${newest()}/sessions`, body, ...withSignal(signal) }), 'sessionHandle')
    },
    closeSession: async (session) => {
      await ask({ method: 'DELETE', path: sessionPath(session) })
    },
    getSessionConfig: async (session, signal) =>
      mapField(await ask({ method: 'GET', path: sessionPath(session), ...withSignal(signal) }), 'properties'),
    heartbeat: async (session) => {
      await ask({ method: 'POST', path: `${sessionPath(session)}/heartbeat`, body: {} })
    },
    configureSession: async (session, statement, signal) => {
      const path = `${sessionPath(session, supported('configureSession', 'Configuring a session'))}/configure-session`
      await tell({ method: 'POST', path, body: { statement }, ...withSignal(signal) })
    },
    completeStatement: async (session, statement, position) => {
      const path = `${sessionPath(session, supported('completeStatement', 'Completion'))}/complete-statement`
      return textsField(await ask({ method: 'GET', path, body: { statement, position } }), 'candidates')
    },
    executeStatement: (session, statement, config, signal) => {
      const body = config === undefined || config.size === 0 ? { statement } : { statement, executionConfig: Object.fromEntries(config) }
      return submit(`${sessionPath(session)}/statements`, session, body, signal)
    },
    fetchResults: async (from, token, format, signal) => {
      const query = newest() === 'v1' ? '' : `?rowFormat=${format}`
      const path = `${operationPath(from)}/result/${token}${query}`
      const answer = await sendAgain(http, { method: 'GET', path, ...withSignal(signal) }, retry, 'always')
      if (answer.status !== 200) readAnswer(answer)
      return answer.body
    },
    closeOperation: async (operation) => {
      await ask({ method: 'DELETE', path: `${operationPath(operation)}/close` })
    },
    refreshMaterializedTable: (session, request, signal) => {
      const version = supported('refreshMaterializedTable', 'Refreshing a materialized table')
      const path = `${sessionPath(session, version)}/materialized-tables/${encodeURIComponent(request.tableIdentifier)}/refresh`
      const { isPeriodic, scheduleTime, dynamicOptions, staticPartitions, executionConfig } = request
      const body = {
        isPeriodic,
        ...(scheduleTime === undefined ? {} : { scheduleTime }),
        dynamicOptions: Object.fromEntries(dynamicOptions),
        staticPartitions: Object.fromEntries(staticPartitions),
        executionConfig: Object.fromEntries(executionConfig),
      }
      return submit(path, session, body, signal)
    },
    deployScript: async (session, { script, scriptUri, executionConfig }, signal) => {
      const path = `${sessionPath(session, supported('deployScript', 'Deploying a script'))}/scripts`
      const body = {
        ...(script === undefined ? {} : { script }),
        ...(scriptUri === undefined ? {} : { scriptUri }),
        executionConfig: Object.fromEntries(executionConfig),
      }
      return textField(await tell({ method: 'POST', path, body, ...withSignal(signal) }), 'clusterID')
    },
  }
}
