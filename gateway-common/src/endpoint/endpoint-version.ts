/** A protocol and the version of it that a session speaks, such as `rest` 4 or `hiveserver2` 10. */
export interface EndpointVersion {
  /** The identifier of the endpoint's factory. */
  readonly protocol: string
  readonly version: number
}
