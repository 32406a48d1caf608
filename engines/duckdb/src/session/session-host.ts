import type { Clock, Counter, Logger } from '@sql-gateway/gateway-common'
import type { AttachedCatalogs } from '../database/attached-catalogs.js'
import type { CallGate } from '../database/call-gate.js'
import type { OpenDatabase } from '../database/open-database.js'
import type { ProtectedFiles } from '../database/protected-files.js'
import type { OpenResults } from '../result/drain-result.js'
import type { ChunkReading } from '../result/read-chunks.js'
import type { ResultLimits } from '../result/result-store.js'

/** What the sessions of one engine share. */
export interface SessionHost {
  readonly database: OpenDatabase
  readonly catalogs: AttachedCatalogs
  readonly files: ProtectedFiles
  readonly gate: CallGate
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: ResultLimits
  readonly reading: ChunkReading
  /** Bytes. */
  readonly streamingBuffer: number
  /** Names of DuckDB's settings, in lower case. */
  readonly settingNames: ReadonlySet<string>
  /** DuckDB's loaded extensions, by name. */
  readonly modules: readonly string[]
  /** The time zone in which sessions begin. */
  readonly machineZone: string
  readonly results: OpenResults
  readonly metrics: SessionMetrics
}

/** What is counted. */
export interface SessionMetrics {
  /** Queries of the engine's own on DuckDB's tables about itself. */
  readonly catalogQueries: Counter
  readonly lateFailures: Counter
}
