import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import duckdb from '@sql-gateway/engine-duckdb'
import { NO_METRICS, type SettingsOf, SILENT_LOGGER, SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { defaultSettings, engineContext, type ServiceSubject } from '@sql-gateway/gateway-common/testkit'
import { createSqlGatewayService, SERVICE_OPTIONS, type ServiceSettings } from '@sql-gateway/gateway-service'

const ROOT = join(import.meta.dirname, '../../../..')

/**
 * The real service over DuckDB on an empty database, at home in the clone.
 *
 * @param settings - laid over the defaults of the engine's options
 */
export async function createDuckdbService(
  settings: Partial<SettingsOf<typeof duckdb.options>> = {},
): Promise<Pick<ServiceSubject, 'service' | 'dispose'>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'sql-gateway-script-'))
  const engine = await duckdb.createEngine({ ...engineContext(duckdb, { dataDirectory, settings }), homeDirectory: ROOT })
  const host = createSqlGatewayService({
    engines: new Map([['duckdb', engine]]),
    settings: defaultSettings<ServiceSettings>(SERVICE_OPTIONS),
    clock: SYSTEM_CLOCK,
    logger: SILENT_LOGGER,
    metrics: NO_METRICS,
    product: { productName: 'SQL Gateway', version: '0.1.0' },
  })
  const dispose = async (): Promise<void> => {
    await host.close()
    await engine.close()
    await rm(dataDirectory, { recursive: true, force: true })
  }
  return { service: host.service, dispose }
}
