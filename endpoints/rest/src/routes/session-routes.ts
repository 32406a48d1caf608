import { gatewayError } from '@sql-gateway/gateway-common'
import { EMPTY_ANSWER, jsonAnswer } from '../http/answer.js'
import { COMPLETE_STATEMENT, CONFIGURE_SESSION, OPEN_SESSION } from '../schema/request-schemas.js'
import { RESPONSES } from '../schema/response-schemas.js'
import type { CompleteStatementResponseBody, GetSessionConfigResponseBody, OpenSessionResponseBody } from '../wire/index.js'
import { sessionOf } from './call.js'
import { type Route, route } from './route.js'

const CLOSED = jsonAnswer({ status: 'CLOSED' })
const NO_PROPERTIES: ReadonlyMap<string, string> = new Map()

/** Sessions. */
export const SESSION_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/sessions',
    operationId: 'openSession',
    summary: 'Opens a session. Its properties are laid over those of the engine.',
    request: OPEN_SESSION,
    response: RESPONSES.openSession,
    failure: 'server',
    handle: async ({ host, caller, version }, { sessionName, properties = NO_PROPERTIES }) => {
      const sessionHandle = await host.service.openSession({
        principal: caller,
        endpointVersion: { protocol: 'rest', version: Number(version.slice(1)) },
        properties,
        ...(sessionName === undefined ? {} : { sessionName }),
      })
      return jsonAnswer({ sessionHandle } satisfies OpenSessionResponseBody)
    },
  }),
  route({
    method: 'GET',
    path: '/sessions/:session_handle',
    operationId: 'getSessionConfig',
    summary: 'Gives all properties of a session, those that SET changed included.',
    response: RESPONSES.sessionConfig,
    handle: async (call) => {
      const properties = await call.host.service.getSessionConfig(call.caller, sessionOf(call))
      return jsonAnswer({ properties: Object.fromEntries(properties) } satisfies GetSessionConfigResponseBody)
    },
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:session_handle',
    operationId: 'closeSession',
    summary: 'Closes a session with all its operations.',
    response: RESPONSES.closeSession,
    handle: async (call) => {
      await call.host.service.closeSession(call.caller, sessionOf(call))
      return CLOSED
    },
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_handle/heartbeat',
    operationId: 'triggerSession',
    summary: 'Keeps a session from being closed for being idle.',
    response: RESPONSES.empty,
    handle: async (call) => {
      await call.host.service.heartbeat(call.caller, sessionOf(call))
      return EMPTY_ANSWER
    },
  }),
  route({
    method: 'POST',
    path: '/sessions/:session_handle/configure-session',
    versions: ['V2', 'V3', 'V4'],
    operationId: 'configureSession',
    summary: 'Runs one statement that changes the session (SET, RESET, USE, DDL) and waits for its end.',
    request: CONFIGURE_SESSION,
    response: RESPONSES.empty,
    failure: 'server',
    handle: async (call, { statement, executionTimeout }) => {
      const timeout = timeoutOption(executionTimeout)
      await call.host.service.configureSession(call.caller, sessionOf(call), given(statement), { ...timeout, signal: call.abort.signal })
      return EMPTY_ANSWER
    },
  }),
  route({
    method: 'GET',
    path: '/sessions/:session_handle/complete-statement',
    versions: ['V2', 'V3', 'V4'],
    operationId: 'completeStatement',
    summary: 'Gives candidates for what is being typed. Takes a body, though it is a GET.',
    request: COMPLETE_STATEMENT,
    response: RESPONSES.completeStatement,
    failure: 'server',
    handle: async (call, { statement, position }) => {
      const text = given(statement)
      const inText = Math.max(0, Math.min(position, text.length))
      const candidates = await call.host.service.completeStatement(call.caller, sessionOf(call), text, inText)
      return jsonAnswer({ candidates } satisfies CompleteStatementResponseBody)
    },
  }),
]

/**
 * A statement that a body has to hold. Flink lets a body without it pass and fails afterwards.
 *
 * @throws {GatewayError} STATEMENT.EMPTY
 */
export function given(statement: string | undefined): string {
  if (statement === undefined) throw gatewayError('STATEMENT.EMPTY', "The request's body has no statement.")
  return statement
}

/** The service's timeout for the protocol's: zero and negative numbers mean none. */
export function timeoutOption(executionTimeout: number | undefined): { readonly executionTimeoutMs?: number } {
  return executionTimeout !== undefined && executionTimeout > 0 ? { executionTimeoutMs: executionTimeout } : {}
}
