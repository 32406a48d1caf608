import { tmpdir } from 'node:os'
import { NO_METRICS, SILENT_LOGGER, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import {
  createScriptedEngine,
  defaultSettings,
  engineContext,
  type ScriptedEngineOptions,
  type ServiceSubject,
} from '@sql-gateway/gateway-common/testkit'
import { createSqlGatewayService, SERVICE_OPTIONS, type ServiceSettings } from '@sql-gateway/gateway-service'

/** How the service of a conformance run differs from the usual one. */
export interface ScriptedServiceChoices {
  readonly settings?: Partial<ServiceSettings>
  readonly engine?: ScriptedEngineOptions
}

/** The real service over a scripted engine, on the machine's clock: what endpoints are put to the endpoint suite with. */
export async function createScriptedService(choices: ScriptedServiceChoices = {}): Promise<ServiceSubject> {
  const { factory, control } = createScriptedEngine(choices.engine)
  const engine = await factory.createEngine(engineContext(factory, { dataDirectory: tmpdir() }))
  const host = createSqlGatewayService({
    engines: new Map([['scripted', engine]]),
    settings: { ...defaultSettings<ServiceSettings>(SERVICE_OPTIONS), ...choices.settings },
    clock: SYSTEM_CLOCK,
    logger: SILENT_LOGGER,
    metrics: NO_METRICS,
    product: { productName: 'SQL Gateway', version: '0.1.0' },
  })
  return {
    service: host.service,
    control,
    dispose: async () => {
      await host.close()
      await engine.close()
    },
  }
}
