import {
  ANONYMOUS,
  countRows,
  type ExecuteOptions,
  type FetchRequest,
  NO_METRICS,
  type OperationHandle,
  type OperationInfo,
  type Principal,
  type ResultPage,
  type ResultSet,
  type SessionEnvironment,
  type SessionHandle,
  SILENT_LOGGER,
  type SqlGatewayService,
} from '@sql-gateway/gateway-common'
import {
  createFakeClock,
  createScriptedEngine,
  type FakeClock,
  type ScriptedControl,
  type ScriptedEngineOptions,
} from '@sql-gateway/gateway-common/testkit'
import { SERVICE_OPTIONS, type ServiceSettings } from '../../src/configuration/service-options.js'
import { createSqlGatewayService, type ServiceHost } from '../../src/service/create-service.js'

/** A service over a scripted engine, with short ways to use it. */
export interface ServiceUnderTest {
  readonly service: SqlGatewayService
  readonly host: ServiceHost
  readonly clock: FakeClock
  readonly control: ScriptedControl
  open(properties?: Record<string, string>, environment?: Partial<SessionEnvironment>): Promise<SessionHandle>
  submit(session: SessionHandle, statement: string, options?: ExecuteOptions): Promise<OperationHandle>
  /** Submits and waits for the end of execution. */
  run(session: SessionHandle, statement: string, options?: ExecuteOptions): Promise<OperationInfo>
  info(session: SessionHandle, operation: OperationHandle): Promise<OperationInfo>
  fetch(session: SessionHandle, operation: OperationHandle, token: number, limits?: Partial<FetchRequest>): Promise<ResultSet>
  fetchPage(session: SessionHandle, operation: OperationHandle, token: number, limits?: Partial<FetchRequest>): Promise<ResultPage>
}

/** Someone else than {@link ANONYMOUS}, without an administrator's rights. */
export const BOB: Principal = { name: 'bob', isAdministrator: false }

/** The defaults of all settings. */
export const DEFAULT_SETTINGS = Object.fromEntries(
  Object.entries(SERVICE_OPTIONS).map(([name, spec]) => [name, spec.default]),
) as unknown as ServiceSettings

/** Makes a service; every engine of it is a scripted one with the same control. */
export async function createServiceUnderTest(
  settings: Partial<ServiceSettings> = {},
  engine: ScriptedEngineOptions = {},
  engineNames: readonly string[] = ['scripted'],
): Promise<ServiceUnderTest> {
  const clock = createFakeClock()
  const { factory, control } = createScriptedEngine(engine)
  const engines = new Map(
    await Promise.all(
      engineNames.map(async (name) => {
        const context = { name, settings: {}, dataDirectory: '/', homeDirectory: '/', metrics: NO_METRICS, logger: SILENT_LOGGER, clock }
        return [name, await factory.createEngine(context)] as const
      }),
    ),
  )
  const host = createSqlGatewayService({
    engines,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    clock,
    logger: SILENT_LOGGER,
    metrics: NO_METRICS,
    product: { productName: 'SQL Gateway', version: '0.1.0' },
  })
  const { service } = host
  const fetch: ServiceUnderTest['fetch'] = (session, operation, token, limits) =>
    service.fetchResults(ANONYMOUS, session, operation, { position: { token }, maxRows: 100, maxBytes: 1 << 20, waitMs: 0, ...limits })
  const submit: ServiceUnderTest['submit'] = (session, statement, options) =>
    service.executeStatement(ANONYMOUS, session, statement, options)
  return {
    service,
    host,
    clock,
    control,
    fetch,
    submit,
    open: (properties = {}, environment = {}) =>
      service.openSession({
        principal: ANONYMOUS,
        endpointVersion: { protocol: 'test', version: 1 },
        properties: new Map(Object.entries(properties)),
        ...environment,
      }),
    run: async (session, statement, options) =>
      service.awaitOperation(ANONYMOUS, session, await submit(session, statement, options), 'terminal', Number.MAX_SAFE_INTEGER),
    info: (session, operation) => service.getOperationInfo(ANONYMOUS, session, operation),
    fetchPage: async (session, operation, token, limits) => {
      const result = await fetch(session, operation, token, limits)
      if (result.resultType === 'NOT_READY') throw new TypeError('the operation has no result yet')
      return result
    },
  }
}

/** The values of column `id` of a page of `SELECT … ROWS`. */
export function idsOf(page: ResultPage): number[] {
  const ids = page.batches.flatMap(({ columns }) => {
    const [id] = columns
    return id?.layout === 'int64' ? [...id.values].map(Number) : []
  })
  if (ids.length !== countRows(page.batches)) throw new TypeError('not a result of SELECT … ROWS')
  return ids
}

/** All numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
