import type { EngineFactory } from '@sql-gateway/gateway-common'
import { createDuckdbEngine } from './engine.js'
import { DUCKDB_OPTIONS, type DuckdbSettings } from './options.js'

const DUCKDB_ENGINE: EngineFactory<DuckdbSettings> = {
  identifier: 'duckdb',
  options: DUCKDB_OPTIONS,
  createEngine: createDuckdbEngine,
}

/** Makes engines that are DuckDB within the gateway's own process. */
export default DUCKDB_ENGINE
