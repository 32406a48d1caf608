import type { EndpointVersion } from '../endpoint/endpoint-version.js'
import type { Principal } from '../principal.js'

/** The properties of a session: what SET shows and changes. Keys and values are never interpreted by the gateway. */
export type SessionProperties = ReadonlyMap<string, string>

/** The property that picks the engine instance when a session is opened; absent means the first of sql-gateway.engine.type. */
export const ENGINE_PROPERTY = 'sql-gateway.engine'

/** Everything a session is opened with. */
export interface SessionEnvironment {
  readonly principal: Principal
  /** Shown to operators; need not be unique. */
  readonly sessionName?: string
  /** Protocol and version through which it was opened; never changes. */
  readonly endpointVersion: EndpointVersion
  /**
   * Laid over the engine's default configuration. Of the keys that start with `sql-gateway.` only ENGINE_PROPERTY means
   * something; the others are the gateway's own and are left out (Flink's client sends its whole configuration).
   */
  readonly properties: SessionProperties
  /** Where the session stands at first; absent means the engine's default. */
  readonly defaultCatalog?: string
  readonly defaultDatabase?: string
}
