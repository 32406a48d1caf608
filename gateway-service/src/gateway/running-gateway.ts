import {
  type Clock,
  type EndpointAddress,
  type Engine,
  gatewayError,
  isGatewayError,
  LATE,
  type Logger,
  type Readiness,
  type SqlGatewayEndpoint,
  type SqlGatewayService,
  withinLimit,
} from '@sql-gateway/gateway-common'
import { createStartProblems, type StartProblems } from '../configuration/start-problems.js'
import { createMetricRegistry, type MetricRegistry } from '../observability/metric-registry.js'
import { createSqlGatewayService, type ServiceHost } from '../service/create-service.js'
import { type DataFolder, openDataFolder } from './data-folder.js'
import type { GatewayPlan } from './gateway-plan.js'
import { PRODUCT } from './installation.js'

/** A gateway with its endpoints open. */
export interface RunningGateway {
  readonly addresses: readonly EndpointAddress[]
  readonly service: SqlGatewayService
  /** Ends it; see Gateway.stop. */
  stop(): Promise<void>
}

/** How long an endpoint may take to open. */
const ENDPOINT_START_LIMIT_MS = 60_000

/** How long an endpoint, the service or an engine may take to close before the gateway goes on without it. */
const CLOSE_LIMIT_MS = 10_000

/** What endpoints are given to end requests under way, after the statements have ended. */
const ENDPOINT_GRACE_MS = 5_000

/**
 * Opens data folder, engines, service and endpoints, in this order. When something cannot be opened, everything opened before
 * is closed again; failures of engines are told together, and so are those of endpoints.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED
 */
export async function runGateway(plan: GatewayPlan, homeDirectory: string): Promise<RunningGateway> {
  const { settings, clock, logger } = plan
  // What is deferred runs in reverse, whether the start fails half way or the gateway is stopped.
  await using opened = new AsyncDisposableStack()
  const close = (what: string, end: () => Promise<void>): void => opened.defer(() => closeWithin(what, end, clock, logger))
  const registry = createMetricRegistry()

  const data = await openDataFolder(settings.dataDirectory, clock)
  opened.defer(() => data.release())

  const engines = await openEngines(plan, homeDirectory, data, registry, close)
  const host = createSqlGatewayService({
    engines,
    settings: plan.serviceSettings,
    clock,
    logger,
    metrics: registry.metrics,
    product: PRODUCT,
  })
  close('service', () => host.close())

  let isOpen = false
  const readiness = (): Readiness => (isOpen ? host.readiness() : { ready: false, reasons: ['The gateway is starting.'] })
  const endpoints = createEndpoints(plan, host, registry, readiness)
  for (const { name, endpoint } of endpoints) close(`endpoint ${name}`, () => endpoint.stop(ENDPOINT_GRACE_MS))
  // Endpoints stay open while statements end, so that clients get to know how, and new work is refused by the service.
  opened.defer(async () => {
    if (isOpen) await host.drain(settings.shutdownGraceMs)
  })

  const addresses = await startEndpoints(endpoints, clock, logger)
  isOpen = true
  const running = opened.move()
  return { addresses, service: host.service, stop: () => running.disposeAsync() }
}

type Close = (what: string, end: () => Promise<void>) => void

async function openEngines(
  { engines, clock, logger }: GatewayPlan,
  homeDirectory: string,
  data: DataFolder,
  registry: MetricRegistry,
  close: Close,
): Promise<ReadonlyMap<string, Engine>> {
  const problems = createStartProblems()
  const opened = new Map<string, Engine>()
  for (const { name, factory, settings } of engines) {
    try {
      const engine = await factory.createEngine({
        name,
        settings,
        dataDirectory: await data.engineFolder(name),
        homeDirectory,
        metrics: registry.metrics.group('engine').group(name),
        logger: logger.child({ engine: name }),
        clock,
      })
      opened.set(name, engine)
      close(`engine ${name}`, () => engine.close())
    } catch (error) {
      noteFailure(`The engine '${name}' cannot be opened`, error, problems, logger)
    }
  }
  problems.throwIfAny()
  return opened
}

interface NamedEndpoint {
  readonly name: string
  readonly endpoint: SqlGatewayEndpoint
}

function createEndpoints(
  { endpoints, clock, logger }: GatewayPlan,
  host: ServiceHost,
  { metrics, exposition }: MetricRegistry,
  readiness: () => Readiness,
): readonly NamedEndpoint[] {
  const problems = createStartProblems()
  const created = endpoints.flatMap(({ name, factory, settings }): readonly NamedEndpoint[] => {
    try {
      const endpoint = factory.createEndpoint({
        service: host.service,
        settings,
        metrics: metrics.group('endpoint').group(name),
        exposition,
        logger: logger.child({ endpoint: name }),
        clock,
        readiness,
      })
      return [{ name, endpoint }]
    } catch (error) {
      noteFailure(`The endpoint '${name}' cannot start`, error, problems, logger)
      return []
    }
  })
  problems.throwIfAny()
  return created
}

async function startEndpoints(endpoints: readonly NamedEndpoint[], clock: Clock, logger: Logger): Promise<readonly EndpointAddress[]> {
  const problems = createStartProblems()
  const addresses: EndpointAddress[] = []
  for (const { name, endpoint } of endpoints) {
    try {
      const started = await withinLimit(endpoint.start(), ENDPOINT_START_LIMIT_MS, clock)
      if (started === LATE) throw gatewayError('GATEWAY.START_FAILED', `It was not ready within ${ENDPOINT_START_LIMIT_MS / 1_000} s.`)
      addresses.push(...started)
      for (const { protocol, url } of started) logger.info({ endpoint: name, protocol, url }, 'An endpoint is open')
    } catch (error) {
      noteFailure(`The endpoint '${name}' cannot start`, error, problems, logger)
    }
  }
  problems.throwIfAny()
  return addresses
}

function noteFailure(what: string, error: unknown, problems: StartProblems, logger: Logger): void {
  if (!isGatewayError(error)) logger.error({ err: error }, 'Something broke while it started')
  problems.add(`${what}: ${isGatewayError(error) ? error.publicMessage : 'it broke; the log says how.'}`)
}

async function closeWithin(what: string, end: () => Promise<void>, clock: Clock, logger: Logger): Promise<void> {
  try {
    if ((await withinLimit(end(), CLOSE_LIMIT_MS, clock)) === LATE) logger.warn({ what }, 'Something did not close in time')
  } catch (error) {
    logger.error({ what, err: error }, 'Something broke while it closed')
  }
}
