/**
 * The versions of the protocol, as GET /api_versions spells them.
 *
 * @see Apache Flink, `SqlGatewayRestAPIVersion`
 */
export const API_VERSIONS = ['V1', 'V2', 'V3', 'V4'] as const

/** One of {@link API_VERSIONS}. */
export type ApiVersion = (typeof API_VERSIONS)[number]

/** The version that a path without one means. */
export const DEFAULT_API_VERSION: ApiVersion = 'V4'
