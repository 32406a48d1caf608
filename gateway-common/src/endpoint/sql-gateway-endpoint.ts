import type { Clock } from '../clock.js'
import type { Logger } from '../observability/logger.js'
import type { MetricExposition, MetricGroup } from '../observability/metrics.js'
import type { OptionTable } from '../option/option-table.js'
import type { SqlGatewayService } from '../service/sql-gateway-service.js'

/** An address at which an endpoint answers, such as `http://127.0.0.1:8083`. */
export interface EndpointAddress {
  readonly protocol: string
  /** As a client writes it. */
  readonly url: string
  /** A command for a terminal by which a person sees that it works, such as `curl http://127.0.0.1:8083/v1/info`; shown after the start. */
  readonly tryIt?: string
}

/**
 * A protocol server over the service: parses, maps to the service's words, writes the wire. It holds no state but its
 * connections.
 *
 * @see FLIP-91, `SqlGatewayEndpoint`
 */
export interface SqlGatewayEndpoint {
  /**
   * Begins to accept connections.
   *
   * @returns where it answers, with the ports that were bound when 0 was asked for
   * @throws {GatewayError} GATEWAY.START_FAILED — an address cannot be bound, or settings do not go together
   */
  start(): Promise<readonly EndpointAddress[]>
  /**
   * Stops accepting, lets requests under way end, closes the connections and resolves. Repeat calls, and a call before
   * start, do nothing.
   *
   * @param graceMs - after this long the remaining connections are cut
   */
  stop(graceMs: number): Promise<void>
}

/** Whether the gateway should be sent work, for health checks. */
export interface Readiness {
  readonly ready: boolean
  /** Why it is not ready; empty when it is. */
  readonly reasons: readonly string[]
}

/** What the gateway gives an endpoint. */
export interface EndpointContext<S> {
  readonly service: SqlGatewayService
  /** The values of the factory's options, parsed and checked. */
  readonly settings: S
  readonly metrics: MetricGroup
  /** The metrics of the whole gateway as text, for an endpoint that offers them. */
  readonly exposition: MetricExposition
  readonly logger: Logger
  readonly clock: Clock
  readiness(): Readiness
}

/**
 * Makes endpoints of one protocol; what a plug-in's module exports by default.
 *
 * @typeParam S - the settings, derived from `options`
 * @see FLIP-91, `SqlGatewayEndpointFactory`
 */
export interface SqlGatewayEndpointFactory<S extends object = object> {
  /** As written in sql-gateway.endpoint.type, such as `rest`: lower-case letters, digits and `-`. */
  readonly identifier: string
  /** Keys without the prefix `sql-gateway.endpoint.<identifier>.`. */
  readonly options: OptionTable<S>
  /** Builds the endpoint without opening anything. May check that settings go together. */
  createEndpoint(context: EndpointContext<S>): SqlGatewayEndpoint
}
