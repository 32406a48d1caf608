/** What the gateway is. */
export interface GatewayInfo {
  readonly productName: string
  /** Of the gateway: digits and dots, perhaps with a suffix after `-`. */
  readonly version: string
  /** The engine instances, the default one first. */
  readonly engines: readonly EngineInfo[]
}

/** What an engine instance is. */
export interface EngineInfo {
  /** The instance's name in sql-gateway.engine.type. */
  readonly name: string
  /** The product behind it, such as `DuckDB`. */
  readonly productName: string
  readonly version: string
}

/** What the gateway says of itself. */
export interface InfoApi {
  /** Product, version and engines. Needs no session and never fails. */
  getGatewayInfo(): Promise<GatewayInfo>
}
