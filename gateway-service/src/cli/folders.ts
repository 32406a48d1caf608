import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gatewayError } from '@sql-gateway/gateway-common'

/** Where a gateway's files are. All absolute. */
export interface Folders {
  readonly home: string
  /** Of sql-gateway.yaml. */
  readonly conf: string
  readonly log: string
  readonly pid: string
}

/**
 * The folders as the environment sets them.
 *
 * @param installation - stands in for SQL_GATEWAY_HOME
 * @param workingDirectory - what relative paths in variables are taken from
 */
export function foldersOf(
  environment: Readonly<Record<string, string | undefined>>,
  installation: string,
  workingDirectory: string,
): Folders {
  const from = (name: string, otherwise: string): string => resolve(workingDirectory, environment[name] || otherwise)
  const home = from('SQL_GATEWAY_HOME', installation)
  return {
    home,
    conf: from('SQL_GATEWAY_CONF_DIR', join(home, 'conf')),
    log: from('SQL_GATEWAY_LOG_DIR', join(home, 'log')),
    pid: from('SQL_GATEWAY_PID_DIR', join(home, 'run')),
  }
}

/**
 * Checks that the home folder is there: a slip in its name should not make a gateway without configuration and data.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED
 */
export function checkHome({ home }: Folders): void {
  if (!existsSync(home)) throw gatewayError('GATEWAY.START_FAILED', `The home folder does not exist: ${home}`)
}
