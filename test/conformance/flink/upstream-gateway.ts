import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import restFactory from '@sql-gateway/endpoint-rest'
import flink from '@sql-gateway/engine-flink'
import type { SettingsOf, SqlGatewayService } from '@sql-gateway/gateway-common'
import { type EngineSubject, endpointContext, engineContext } from '@sql-gateway/gateway-common/testkit'

/** A gateway that speaks Flink's REST interface, to have an engine drive it in place of Flink's. */
export interface UpstreamGateway {
  readonly url: string
  readonly service: SqlGatewayService
  /** Sessions that nobody has closed. */
  openSessions(): Promise<readonly string[]>
  close(): Promise<void>
}

const ADMINISTRATOR = { name: 'administrator', isAdministrator: true }

/**
 * Opens a gateway of our own on a free port.
 *
 * @param subject - the service behind it, which goes with it
 */
export async function openUpstreamGateway(subject: {
  readonly service: SqlGatewayService
  readonly dispose: () => Promise<void>
}): Promise<UpstreamGateway> {
  const { service } = subject
  const endpoint = restFactory.createEndpoint(endpointContext(restFactory, { service, settings: { port: 0 } }))
  const [address] = await endpoint.start()
  return {
    url: address?.url ?? '',
    service,
    openSessions: async () => {
      const { items } = await service.listSessions(ADMINISTRATOR, { offset: 0, limit: 100 })
      return items.map(({ handle, operationCount }) => `session ${handle} with ${operationCount} operations`)
    },
    close: async () => {
      await endpoint.stop(1000)
      await subject.dispose()
    },
  }
}

/** An engine on a gateway, as a subject of the engine suite: whatever it leaves open upstream is left over. */
export async function createFlinkSubject(
  upstream: UpstreamGateway,
  settings: Partial<SettingsOf<typeof flink.options>> = {},
): Promise<EngineSubject> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'flink-engine-'))
  const engine = await flink.createEngine(engineContext(flink, { dataDirectory, settings: { url: upstream.url, ...settings } }))
  return { engine, leftovers: upstream.openSessions, dispose: () => rm(dataDirectory, { recursive: true, force: true }) }
}
