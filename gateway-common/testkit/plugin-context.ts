import { type Clock, SYSTEM_CLOCK } from '../src/clock.js'
import type { EndpointContext, SqlGatewayEndpointFactory } from '../src/endpoint/sql-gateway-endpoint.js'
import type { EngineContext, EngineFactory } from '../src/engine/engine.js'
import { SILENT_LOGGER } from '../src/observability/logger.js'
import { NO_METRICS } from '../src/observability/metrics.js'
import type { OptionTable } from '../src/option/option-table.js'
import type { SqlGatewayService } from '../src/service/sql-gateway-service.js'

/** The settings that an option table yields when nothing is configured. */
export function defaultSettings<S extends object>(options: OptionTable<S>): S {
  const specs: [string, { readonly default: unknown }][] = Object.entries(options)
  return Object.fromEntries(specs.map(([field, spec]) => [field, spec.default])) as S
}

/** What a test chooses of an engine's context. */
export interface EngineContextChoices<S> {
  /** Laid over the defaults of the factory's options. */
  readonly settings?: Partial<S>
  /** A folder that exists; the test removes it. */
  readonly dataDirectory: string
  readonly clock?: Clock
}

/** The context for an engine under test: the machine's clock unless another is given, no log, no metrics, home and data in one folder. */
export function engineContext<S extends object>(factory: EngineFactory<S>, choices: EngineContextChoices<S>): EngineContext<S> {
  return {
    name: factory.identifier,
    settings: { ...defaultSettings(factory.options), ...choices.settings },
    dataDirectory: choices.dataDirectory,
    homeDirectory: choices.dataDirectory,
    metrics: NO_METRICS,
    logger: SILENT_LOGGER,
    clock: choices.clock ?? SYSTEM_CLOCK,
  }
}

/** What a test chooses of an endpoint's context. */
export interface EndpointContextChoices<S> {
  readonly service: SqlGatewayService
  /** Laid over the defaults of the factory's options. */
  readonly settings?: Partial<S>
  readonly clock?: Clock
}

/** The context for an endpoint under test: the machine's clock unless another is given, no log, no metrics, always ready. */
export function endpointContext<S extends object>(
  factory: SqlGatewayEndpointFactory<S>,
  choices: EndpointContextChoices<S>,
): EndpointContext<S> {
  return {
    service: choices.service,
    settings: { ...defaultSettings(factory.options), ...choices.settings },
    metrics: NO_METRICS,
    exposition: { contentType: 'text/plain; version=0.0.4', expose: async () => '' },
    logger: SILENT_LOGGER,
    clock: choices.clock ?? SYSTEM_CLOCK,
    readiness: () => ({ ready: true, reasons: [] }),
  }
}
