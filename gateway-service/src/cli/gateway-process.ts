import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, type EndpointAddress, isGatewayError } from '@sql-gateway/gateway-common'
import { CONFIGURATION_FILE } from '../configuration/file-source.js'
import { createGateway, type Gateway } from '../gateway/gateway.js'
import { keepAlive } from '../gateway/keep-alive.js'
import type { LogTarget } from '../observability/log-output.js'
import type { Folders } from './folders.js'
import { openPidFile } from './pid-file.js'
import { processIdentity } from './process-identity.js'

/** What a process needs to know to be a gateway. */
export interface GatewayProcessInit {
  readonly installation: string
  readonly folders: Folders
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The values given by -D. */
  readonly options: Readonly<Record<string, string>>
  readonly logTarget: LogTarget
  /** Of the log file, where there is one. */
  readonly logIndex?: number
  readonly clock: Clock
  /** Called once the endpoints answer. */
  readonly onReady: (addresses: readonly EndpointAddress[]) => void
}

/** What a shell calls the end by a signal. */
const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Runs a gateway for as long as the process lives: SIGTERM and SIGINT stop it gracefully, and a second one ends the process at
 * once. SIGHUP opens the log file again. Its line is in the pid file meanwhile.
 *
 * @returns the exit code, when the gateway was stopped
 * @throws {GatewayError} GATEWAY.START_FAILED
 */
export async function runGatewayProcess(init: GatewayProcessInit): Promise<number> {
  const { folders, environment, options, installation, logTarget, logIndex, clock, onReady } = init
  const pidFile = openPidFile(folders.pid)
  const startedAtMs = clock.now()
  const isConfigured = Boolean(environment['SQL_GATEWAY_CONF_DIR']) || existsSync(join(folders.conf, CONFIGURATION_FILE))
  const gateway = await createGateway({
    homeDirectory: folders.home,
    installationDirectory: installation,
    environment,
    configuration: options,
    logTarget,
    clock,
    ...(isConfigured ? { configurationDirectory: folders.conf } : {}),
  })
  const stopped = stopOnSignal(gateway)
  logFaults(gateway)
  const alive = keepAlive()
  try {
    const addresses = await gateway.start()
    const line = { pid: process.pid, identity: processIdentity(process.pid) ?? '', startedAtMs, addresses }
    const graceMs = gateway.settings.shutdownGraceMs
    tryPidFile(gateway, () => pidFile.put({ ...line, graceMs, ...(logIndex === undefined ? {} : { logIndex }) }))
    onReady(addresses)
    await stopped
    return 0
  } finally {
    await gateway.stop()
    tryPidFile(gateway, () => pidFile.remove(process.pid))
    alive.close()
  }
}

/** A gateway in a container may have no folder for a pid file that it could write, and nobody who would look into it. */
function tryPidFile({ logger }: Gateway, write: () => void): void {
  try {
    write()
  } catch (error) {
    logger.warn({ reason: failureText(error) }, 'The pid file was not written: stop and status do not see this gateway')
  }
}

/** @returns resolves when the gateway was stopped by a signal */
async function stopOnSignal(gateway: Gateway): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isStopping = false
  for (const [signal, code] of Object.entries(SIGNAL_CODES)) {
    process.on(signal, () => {
      if (isStopping) process.exit(code)
      isStopping = true
      void gateway.stop().then(resolve)
    })
  }
  process.on('SIGHUP', () => void gateway.reopenLog())
  await promise
}

/**
 * A rejection that nobody handles costs one request and is logged. After an exception that nobody catches, nobody knows what
 * was left half done: the process ends.
 */
function logFaults({ logger }: Gateway): void {
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'A rejection was not handled'))
  process.on('uncaughtException', (error) => {
    logger.error({ err: error }, 'An exception was not caught')
    process.exit(1)
  })
}

/** What a person is told about an error: its public text, or where there is none the whole of it. */
export function failureText(error: unknown): string {
  if (isGatewayError(error)) return error.publicMessage
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
