import { tmpdir } from 'node:os'
import { NO_METRICS, SILENT_LOGGER, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { createScriptedEngine, defaultSettings, engineContext, type ServiceSubject } from '@sql-gateway/gateway-common/testkit'
import { createSqlGatewayService, SERVICE_OPTIONS, type ServiceSettings } from '@sql-gateway/gateway-service'

/** The real service over the testkit's scripted engine. */
export async function createScriptedService(): Promise<ServiceSubject> {
  const { factory, control } = createScriptedEngine()
  const engine = await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir() }))
  const host = createSqlGatewayService({
    engines: new Map([['scripted', engine]]),
    settings: defaultSettings<ServiceSettings>(SERVICE_OPTIONS),
    clock: SYSTEM_CLOCK,
    logger: SILENT_LOGGER,
    metrics: NO_METRICS,
    product: { productName: 'SQL Gateway', version: '0.1.0' },
  })
  const dispose = async (): Promise<void> => {
    await host.close()
    await engine.close()
  }
  return { service: host.service, control, dispose }
}
