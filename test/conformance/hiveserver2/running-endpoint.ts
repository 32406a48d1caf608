import hiveserver2 from '@sql-gateway/endpoint-hiveserver2'
import tcli from '@sql-gateway/endpoint-hiveserver2/thrift'
import { type Clock, type LogFields, type Logger, SILENT_LOGGER, type SqlGatewayEndpoint, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import {
  defaultSettings,
  endpointContext,
  type ObservedService,
  observeService,
  type ServiceSubject,
} from '@sql-gateway/gateway-common/testkit'
import Int64 from 'node-int64'
import { createHiveClient, type HiveCall, type HiveCalls, type HiveClient } from '../../support/hiveserver2/hive-client.js'
import { rowsOf, type Value } from '../../support/hiveserver2/row-set.js'
import { connectPlain } from '../../support/hiveserver2/thrift-connection.js'
import { createScriptedService, type ScriptedServiceChoices } from '../scripted-service.js'
import { type Connect, checked, portOf } from './hiveserver2-client.js'

type Settings = ReturnType<typeof settingsOf>

function settingsOf() {
  return { ...defaultSettings(hiveserver2.options), port: 0, longPollMs: 20 } as Parameters<
    typeof hiveserver2.createEndpoint
  >[0]['settings']
}

/** How a test's endpoint differs from the usual one. */
export interface EndpointChoices extends ScriptedServiceChoices {
  readonly endpoint?: Partial<Settings>
  readonly clock?: Clock
}

/** A line of the log. */
export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: LogFields
}

/** An endpoint that runs over the real service and the scripted engine, and who talks to it. */
export interface RunningEndpoint extends ServiceSubject {
  readonly endpoint: SqlGatewayEndpoint
  readonly port: number
  readonly log: readonly LogLine[]
  /** What the endpoint asks of the service. */
  readonly observed: ObservedService
  connect(connect?: Connect): Promise<HiveClient>
  /** A client with an open session. */
  open(choices?: OpenChoices): Promise<HiveSession>
}

/** How a session is opened. */
export interface OpenChoices {
  readonly connect?: Connect
  readonly version?: number
  readonly configuration?: Record<string, string>
}

/** A session of a client, with the calls that tests repeat. */
export interface HiveSession {
  readonly client: HiveClient
  readonly handle: tcli.TSessionHandle
  /** Makes a call in this session and checks its status. */
  call<N extends Exclude<HiveCall, 'GetQueryId'>>(name: N, fields?: object): Promise<HiveCalls[N][1]>
  /** Runs a statement to its end. */
  run(statement: string): Promise<tcli.TOperationHandle>
  submit(statement: string, fields?: object): Promise<tcli.TOperationHandle>
  fetch(operation: tcli.TOperationHandle | undefined, fields?: object): Promise<tcli.TFetchResultsResp>
  /** All rows of a statement, or of a metadata operation that ran. */
  rows(statement: string | tcli.TOperationHandle | undefined): Promise<Value[][]>
}

/** Starts an endpoint for a test, which disposes of it at its end. */
export async function startEndpoint(choices: EndpointChoices = {}): Promise<RunningEndpoint & AsyncDisposable> {
  const subject = await createScriptedService(choices)
  const log: LogLine[] = []
  const observed = observeService(subject.service)
  const context = endpointContext(hiveserver2, { service: observed.service, clock: choices.clock ?? SYSTEM_CLOCK })
  const endpoint = hiveserver2.createEndpoint({
    ...context,
    settings: { ...settingsOf(), ...choices.endpoint },
    logger: recordingLogger(log),
  })
  const [address] = await endpoint.start()
  const port = address === undefined ? 0 : portOf(address)
  const clients: HiveClient[] = []

  const connect = async (way: Connect = connectPlain): Promise<HiveClient> => {
    const client = createHiveClient(await way({ port }))
    clients.push(client)
    return client
  }

  return {
    ...subject,
    endpoint,
    port,
    log,
    observed,
    connect,
    open: async ({ connect: way, version = 9, configuration = {} } = {}) => openSession(await connect(way), version, configuration),
    [Symbol.asyncDispose]: async () => {
      for (const { connection } of clients) connection.destroy()
      await endpoint.stop(0)
      await subject.dispose()
    },
  }
}

async function openSession(client: HiveClient, version: number, configuration: Record<string, string>): Promise<HiveSession> {
  const opened = checked(await client.call('OpenSession', new tcli.TOpenSessionReq({ client_protocol: version, configuration })))
  return createSession(client, opened.sessionHandle as tcli.TSessionHandle)
}

/** A session that was opened already, used through some client. */
export function createSession(client: HiveClient, handle: tcli.TSessionHandle): HiveSession {
  const call: HiveSession['call'] = async (name, fields = {}) => {
    const Request = tcli[`T${name}Req`] as new () => object
    return checked(await client.call(name, Object.assign(new Request(), { sessionHandle: handle }, fields) as never))
  }
  const submit: HiveSession['submit'] = async (statement, fields = {}) =>
    (await call('ExecuteStatement', { statement, runAsync: true, ...fields })).operationHandle as tcli.TOperationHandle
  const fetch: HiveSession['fetch'] = async (operationHandle, fields = {}) =>
    checked(
      await client.call(
        'FetchResults',
        Object.assign(new tcli.TFetchResultsReq(), { operationHandle, maxRows: new Int64(1_000), ...fields }),
      ),
    )
  return {
    client,
    handle,
    call,
    submit,
    fetch,
    run: async (statement) => submit(statement, { runAsync: false }),
    rows: async (what) => {
      const operation = typeof what === 'string' ? await submit(what) : what
      const all: Value[][] = []
      for (let page = await next(); page.length > 0; page = await next()) all.push(...page)
      return all
      async function next(): Promise<Value[][]> {
        return rowsOf((await fetch(operation)).results)
      }
    },
  }
}

function recordingLogger(lines: LogLine[], base: LogFields = {}): Logger {
  const level = (name: string) => (fields: LogFields, message: string) => {
    lines.push({ level: name, message, fields: { ...base, ...fields } })
  }
  return {
    ...SILENT_LOGGER,
    debug: level('debug'),
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
    child: (fields) => recordingLogger(lines, { ...base, ...fields }),
  }
}
