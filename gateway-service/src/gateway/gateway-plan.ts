import { join } from 'node:path'
import { type Clock, isGatewayError, type Logger, type OptionTable, SILENT_LOGGER, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { type Configuration, createConfiguration } from '../configuration/configuration.js'
import { type ConfigurationSource, createFlagSource } from '../configuration/configuration-source.js'
import { createEnvironmentSource } from '../configuration/environment-source.js'
import { CONFIGURATION_FILE, readConfigurationFile } from '../configuration/file-source.js'
import { COMPATIBILITY_OPTIONS, GATEWAY_OPTIONS, GATEWAY_PREFIX, type GatewaySettings } from '../configuration/gateway-options.js'
import { SERVICE_OPTIONS, type ServiceSettings } from '../configuration/service-options.js'
import { createStartProblems, type StartProblems } from '../configuration/start-problems.js'
import { type Discovered, discover } from '../discovery/discovery.js'
import { importModule } from '../discovery/module-importer.js'
import { type LogWriter, openLog } from '../observability/log-writer.js'
import type { GatewayInit } from './gateway-init.js'
import { findInstallation } from './installation.js'

/** Everything that is decided before anything is opened. */
export interface GatewayPlan extends Pick<Discovered, 'endpoints' | 'engines'> {
  readonly settings: GatewaySettings
  readonly serviceSettings: ServiceSettings
  readonly clock: Clock
  readonly logger: Logger
  /** The log that this plan opened, if it did. */
  readonly log?: LogWriter
}

/**
 * Reads the configuration, opens the log, and imports the endpoints and engines that are asked for.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — with everything that is wrong
 */
export async function planGateway(init: GatewayInit): Promise<GatewayPlan> {
  const { homeDirectory, clock = SYSTEM_CLOCK, importer = importModule } = init
  const problems = createStartProblems()
  const configuration = createConfiguration(await readSources(init, problems), homeDirectory, problems)
  const readOwn = <S extends object>(options: OptionTable<S>): S => configuration.read({ prefix: GATEWAY_PREFIX, options })
  const settings = readOwn<GatewaySettings>(GATEWAY_OPTIONS)
  const serviceSettings = readOwn<ServiceSettings>(SERVICE_OPTIONS)
  readOwn(COMPATIBILITY_OPTIONS)

  const log = await openLogOf(init, settings, clock)
  const logger = init.logger ?? log?.logger ?? SILENT_LOGGER
  try {
    const { endpoints, engines, isForeign } = await discover({
      places: {
        homeDirectory,
        installationDirectory: init.installationDirectory ?? findInstallation(),
        pluginDirectories: settings.pluginDirectories,
      },
      endpointTypes: settings.endpointTypes,
      engineTypes: settings.engineTypes,
      configuration,
      builtIn: { endpoints: init.endpointFactories ?? [], engines: init.engineFactories ?? [] },
      importer,
      clock,
      logger,
      problems,
    })
    const ignored = configuration.finish(isForeign)
    problems.throwIfAny()
    logConfiguration(logger, configuration, ignored)
    return { settings, serviceSettings, endpoints, engines, clock, logger, ...(log === undefined ? {} : { log }) }
  } catch (error) {
    logStartFailure(logger, error)
    await log?.close()
    throw error
  }
}

/** What is wrong is for people, who need no stack; anything that is not known to be wrong has one. */
export function logStartFailure(logger: Logger, error: unknown): void {
  logger.error(isGatewayError(error) ? { reason: error.publicMessage } : { err: error }, 'The gateway cannot start')
}

/** The weakest first. */
async function readSources(init: GatewayInit, problems: StartProblems): Promise<readonly ConfigurationSource[]> {
  const { configurationDirectory, environment = {}, configuration = {} } = init
  const sources = [createEnvironmentSource(environment), createFlagSource(configuration)]
  if (configurationDirectory === undefined) return sources
  const file = await readConfigurationFile(join(configurationDirectory, CONFIGURATION_FILE), problems)
  return file === undefined ? sources : [file, ...sources]
}

async function openLogOf(init: GatewayInit, { logLevel, logFormat }: GatewaySettings, clock: Clock): Promise<LogWriter | undefined> {
  if (init.logger !== undefined || init.logTarget === undefined) return undefined
  return await openLog({ target: init.logTarget, level: logLevel, format: logFormat, clock })
}

function logConfiguration(logger: Logger, configuration: Configuration, ignored: readonly string[]): void {
  for (const { key, value, origin, replacement } of configuration.effective()) {
    if (origin !== undefined) logger.info({ key, value, origin }, 'Option')
    if (replacement !== undefined) logger.warn({ key, replacement }, 'This option is deprecated')
  }
  if (ignored.length > 0) logger.warn({ keys: ignored }, 'Options of endpoints and engines that are not enabled are ignored')
}
