import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { type EngineContext, gatewayError } from '@sql-gateway/gateway-common'
import type { FlinkSettings } from '../options.js'
import { type LaunchInit, launchGateway } from './launched-gateway.js'

/** Where Flink's gateway is: somewhere else, or a process of ours. */
export interface UpstreamServer {
  readonly url: string | undefined
  /**
   * Resolves when it is worth asking.
   *
   * @throws {GatewayError} ENGINE.UNREACHABLE
   */
  ready(): Promise<void>
  /** Ends what was started. Never rejects. */
  stop(): Promise<void>
}

/**
 * Finds out from the options where Flink's gateway is, and starts it where it has to be started.
 *
 * @param hooks - `answers`: whether a gateway answers at the address, within a time; `onEnd`: called when a process that was started ended
 * @throws {GatewayError} GATEWAY.START_FAILED — not exactly one of url and home is set, or home is no release of Flink
 */
export async function openUpstreamServer(
  context: EngineContext<FlinkSettings>,
  hooks: Pick<LaunchInit, 'answers' | 'onEnd'>,
): Promise<UpstreamServer> {
  const { name, settings, dataDirectory: folder, clock, logger } = context
  const { url, home } = settings
  const key = (option: string) => `sql-gateway.engine.${name}.${option}`
  if ((url === undefined) === (home === undefined)) {
    throw gatewayError(
      'GATEWAY.START_FAILED',
      `Set one of ${key('url')} (a gateway of Flink that runs) and ${key('home')} (a release of Flink to start one).`,
    )
  }
  if (home === undefined) return { url, ready: async () => undefined, stop: async () => undefined }
  try {
    await access(join(home, 'bin', 'sql-gateway.sh'), constants.X_OK)
  } catch {
    throw gatewayError(
      'GATEWAY.START_FAILED',
      `${key('home')} names no release of Flink: there is no bin/sql-gateway.sh in it that can be run.`,
    )
  }
  return launchGateway({ home, settings, folder, clock, logger, ...hooks })
}
