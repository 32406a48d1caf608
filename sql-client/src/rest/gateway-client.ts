import type {
  AdminOperationsBody,
  CompleteStatementResponseBody,
  DeployScriptRequestBody,
  DeployScriptResponseBody,
  ErrorResponseBody,
  GetApiVersionResponseBody,
  GetSessionConfigResponseBody,
  OpenSessionResponseBody,
  OperationHandleResponseBody,
  RowFormat,
} from '@sql-gateway/endpoint-rest/wire'
import { clientError, isClientError } from '../error/client-error.js'
import { refusal } from './error-text.js'
import type { HttpReply, HttpTransport } from './http-transport.js'
import type { PageConnection } from './page-connection.js'

/** The versions of the protocol that this client speaks, the best first. Version 1 lacks what it needs. */
const VERSIONS = ['V4', 'V3', 'V2'] as const

const NEEDS_V4 =
  'it does not name V4 among its versions of the protocol (sql-gateway.endpoint.rest.api-versions at a gateway like this one).'

/** Which page of which result, and how it is to be written. */
export interface PageAddress {
  readonly session: string
  readonly operation: string
  readonly token: number
  readonly rowFormat: RowFormat
}

/** The calls of the REST protocol that the client makes. All reject with a ClientError, or with what the signal was aborted with. */
export interface GatewayClient {
  /** Such as `v2`. */
  readonly version: string
  openSession(sessionName: string, properties: Readonly<Record<string, string>>): Promise<string>
  closeSession(session: string): Promise<void>
  heartbeat(session: string): Promise<void>
  sessionProperties(session: string): Promise<Readonly<Record<string, string>>>
  configure(session: string, statement: string, signal: AbortSignal): Promise<void>
  complete(session: string, statement: string, position: number, signal: AbortSignal): Promise<readonly string[]>
  submit(session: string, statement: string): Promise<string>
  /** @param connection - asked first, if it is there */
  fetch(page: PageAddress, signal: AbortSignal, connection?: PageConnection): Promise<Buffer>
  /** A connection for large pages; undefined where there is none. */
  openPageConnection(): PageConnection | undefined
  closeOperation(session: string, operation: string): Promise<void>
  /** Hands a script over to a cluster of its own, of which it answers the id. From version 4 on. */
  deployScript(session: string, script: DeployScriptRequestBody, signal: AbortSignal): Promise<string>
  /** How far the session's statement is, from 0 to 1, by the area for operators, which Flink's gateway does not have. */
  progress(session: string): Promise<number | undefined>
}

/**
 * Finds out which version of the protocol to speak, and speaks it. Flink's client fails on the name of a version that it does not know;
 * this one passes over it.
 *
 * @throws {ClientError} unreachable; protocol — no SQL gateway, or none that has a version of ours
 * @see Apache Flink, `ExecutorImpl#negotiateVersion`
 */
export async function connectGateway(transport: HttpTransport, signal?: AbortSignal): Promise<GatewayClient> {
  const { label } = transport.address
  const { versions } = await call<GetApiVersionResponseBody>(transport, 'GET', '/v1/api_versions', {}, signal).catch((error: unknown) => {
    throw isClientError(error) && error.kind === 'refused' ? notAGateway(label) : error
  })
  if (!Array.isArray(versions)) throw notAGateway(label)
  const version = VERSIONS.find((known) => versions.includes(known))
  if (version === undefined) {
    throw clientError('protocol', `${label} speaks ${versions.join(', ')} of the protocol only; this client needs V2, V3 or V4.`)
  }
  return createGatewayClient(transport, version.toLowerCase())
}

function createGatewayClient(transport: HttpTransport, version: string): GatewayClient {
  const base = `/${version}/sessions`
  return {
    version,
    openSession: async (sessionName, properties) =>
      (await call<OpenSessionResponseBody>(transport, 'POST', base, { sessionName, properties })).sessionHandle,
    closeSession: async (session) => void (await call(transport, 'DELETE', `${base}/${session}`)),
    heartbeat: async (session) => void (await call(transport, 'POST', `${base}/${session}/heartbeat`)),
    sessionProperties: async (session) => (await call<GetSessionConfigResponseBody>(transport, 'GET', `${base}/${session}`)).properties,
    configure: async (session, statement, signal) =>
      void (await call(transport, 'POST', `${base}/${session}/configure-session`, { statement }, signal)),
    complete: async (session, statement, position, signal) => {
      const path = `${base}/${session}/complete-statement`
      return (await call<CompleteStatementResponseBody>(transport, 'GET', path, { statement, position }, signal)).candidates
    },
    submit: async (session, statement) => {
      const body = { statement, executionTimeout: 0 }
      return (await call<OperationHandleResponseBody>(transport, 'POST', `${base}/${session}/statements`, body)).operationHandle
    },
    fetch: async ({ session, operation, token, rowFormat }, signal, connection) => {
      const path = `${base}/${session}/operations/${operation}/result/${token}?rowFormat=${rowFormat}`
      const body = connection === undefined ? undefined : await connection.get(path, signal)
      if (body !== undefined && !beginsAsError(body)) return body
      const reply = await transport.send('GET', path, {}, signal)
      throwIfRefused(reply, transport)
      return reply.body
    },
    openPageConnection: () => transport.openPageConnection(),
    closeOperation: async (session, operation) =>
      void (await call(transport, 'DELETE', `${base}/${session}/operations/${operation}/close`)),
    deployScript: async (session, script, signal) => {
      if (version !== 'v4') throw clientError('refused', `${transport.address.label} deploys no scripts: ${NEEDS_V4}`)
      return (await call<DeployScriptResponseBody>(transport, 'POST', `${base}/${session}/scripts`, script, signal)).clusterID
    },
    progress: async (session) => {
      const path = `/admin/operations?session=${session}&status=RUNNING&limit=1`
      const { operations } = await call<AdminOperationsBody>(transport, 'GET', path)
      return operations[0]?.progress?.fraction
    },
  }
}

async function call<T>(transport: HttpTransport, method: string, path: string, body: object = {}, signal?: AbortSignal): Promise<T> {
  const reply = await transport.send(method, path, body, signal)
  throwIfRefused(reply, transport)
  const answer = parse(reply)
  if (typeof answer !== 'object' || answer === null) throw notAGateway(transport.address.label)
  return answer as T
}

const ERROR_START = '{"errors"'

/** An error is an object with the one key `errors`, whatever the status; pages of results are not looked through for it. */
function throwIfRefused(reply: HttpReply, { address }: HttpTransport): void {
  if (reply.status === 200 && !beginsAsError(reply.body)) return
  const answer = parse(reply)
  if (isErrorBody(answer)) throw refusal(answer.errors, reply)
  if (reply.status !== 200) {
    const hint = 'Is there another server at this address?'
    throw clientError('protocol', `The answer of ${address.label} has status ${reply.status} and is none of a SQL gateway's. ${hint}`)
  }
}

function beginsAsError(body: Buffer): boolean {
  return body.toString('latin1', 0, ERROR_START.length) === ERROR_START
}

function isErrorBody(answer: unknown): answer is ErrorResponseBody {
  return typeof answer === 'object' && answer !== null && 'errors' in answer && Array.isArray(answer.errors)
}

function parse({ body }: HttpReply): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function notAGateway(label: string): Error {
  return clientError('protocol', `${label} is no SQL gateway: it answers something else.`)
}
