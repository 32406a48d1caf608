import type { EngineCatalog, ExecuteContext } from '@sql-gateway/gateway-common'
import type { AttachedCatalogs } from '../database/attached-catalogs.js'
import type { QueryTexts } from '../database/query-texts.js'
import type { SessionState } from '../session/session-state.js'
import type { ParsedStatement } from '../statement/parse-statement.js'

/** What a statement that the engine runs itself has to work with. */
export interface FlinkScope {
  readonly statement: ParsedStatement
  readonly context: ExecuteContext
  readonly state: SessionState
  /** On the session's connection; throws normalised errors. */
  readonly query: QueryTexts
  /** On the session's connection too, so that temporary objects are seen. */
  readonly catalog: EngineCatalog
  readonly catalogs: AttachedCatalogs
  /** DuckDB's loaded extensions, by name. */
  readonly modules: readonly string[]
  /** The machine's time zone. */
  readonly machineZone: string
  /** Asks DuckDB where the session stands. */
  refreshPlace(): Promise<void>
}
