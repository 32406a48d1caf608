import { type EndpointAddress, gatewayError, type Logger, type SqlGatewayService } from '@sql-gateway/gateway-common'
import type { GatewaySettings } from '../configuration/gateway-options.js'
import type { GatewayInit } from './gateway-init.js'
import { type GatewayPlan, logStartFailure, planGateway } from './gateway-plan.js'
import { type RunningGateway, runGateway } from './running-gateway.js'

/** A gateway: endpoints over one service over engines. Several live side by side in one process. */
export interface Gateway {
  readonly settings: GatewaySettings
  readonly logger: Logger
  /**
   * Opens engines and endpoints. When it rejects, everything is closed again and the gateway is of no further use.
   *
   * @returns where the endpoints answer
   * @throws {GatewayError} GATEWAY.START_FAILED — an engine or an endpoint cannot be opened, or the data folder is in use
   */
  start(): Promise<readonly EndpointAddress[]>
  /**
   * The service, for callers in the process.
   *
   * @throws {GatewayError} GATEWAY.STOPPING — the gateway does not run
   */
  readonly service: SqlGatewayService
  /**
   * Takes no new sessions and statements, lets those under way run for sql-gateway.shutdown.grace-time, cancels the rest, then
   * closes endpoints, service and engines. During a start it waits for the start's end first. Repeat calls wait for the same
   * end. Never rejects.
   */
  stop(): Promise<void>
  /** Opens the log file again, for who has moved it away. */
  reopenLog(): Promise<void>
}

/**
 * Makes a gateway: reads the configuration and imports what it names. Opens nothing but the log.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — everything that is wrong with configuration and plug-ins, at once
 */
export async function createGateway(init: GatewayInit): Promise<Gateway> {
  return new PlannedGateway(await planGateway(init), init.homeDirectory)
}

class PlannedGateway implements Gateway {
  readonly #plan: GatewayPlan
  readonly #homeDirectory: string
  #running: RunningGateway | undefined
  #starting: Promise<RunningGateway> | undefined
  #stopping: Promise<void> | undefined

  constructor(plan: GatewayPlan, homeDirectory: string) {
    this.#plan = plan
    this.#homeDirectory = homeDirectory
  }

  get settings(): GatewaySettings {
    return this.#plan.settings
  }

  get logger(): Logger {
    return this.#plan.logger
  }

  get service(): SqlGatewayService {
    if (this.#running === undefined) throw gatewayError('GATEWAY.STOPPING', 'The gateway does not run.')
    return this.#running.service
  }

  async start(): Promise<readonly EndpointAddress[]> {
    if (this.#starting !== undefined || this.#stopping !== undefined) throw new TypeError('a gateway is started once')
    const { logger, log } = this.#plan
    this.#starting = runGateway(this.#plan, this.#homeDirectory)
    try {
      this.#running = await this.#starting
    } catch (error) {
      logStartFailure(logger, error)
      await log?.close()
      throw error
    }
    logger.info({}, 'The gateway is ready')
    return this.#running.addresses
  }

  async stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    await this.#stopping
  }

  async #stop(): Promise<void> {
    const { logger, log } = this.#plan
    const running = this.#running ?? (await this.#starting?.catch(() => undefined))
    if (this.#starting !== undefined && running === undefined) return
    logger.info({}, 'The gateway is stopping')
    await running?.stop()
    this.#running = undefined
    logger.info({}, 'The gateway has stopped')
    await log?.close()
  }

  async reopenLog(): Promise<void> {
    await this.#plan.log?.reopen()
  }
}
