import { gatewayError } from '@sql-gateway/gateway-common'

/** A version of the protocol as TProtocolVersion counts: V1 is 0, V11 is 10. */
export type WireVersion = number

/** Versions from which on something is so; the names say what. */
export const VERSION = {
  V1: 0,
  /** VARCHAR. */
  V3: 2,
  /** CHAR. */
  V4: 3,
  /** Columns in place of rows, and binary values. */
  V6: 5,
  /** Intervals. */
  V8: 7,
  /** TIMEDOUT among the states. */
  V9: 8,
  /** Progress. */
  V10: 9,
  /** TIMESTAMP WITH LOCAL TIME ZONE. */
  V11: 10,
} as const satisfies Readonly<Record<string, WireVersion>>

/** The highest version spoken here. */
export const HIGHEST_VERSION: WireVersion = VERSION.V11

/**
 * The version both sides speak: the lower of the two. Clients check it closely (PyHive wants exactly V6, hive-jdbc knows
 * nothing above V10), so it is never higher than what was asked for.
 *
 * @throws {GatewayError} REQUEST.INVALID — no version of HiveServer2
 */
export function negotiateVersion(asked: number): WireVersion {
  if (asked < VERSION.V1)
    throw gatewayError('REQUEST.INVALID', `The client asks for the unknown protocol version ${asked}; V1 to V11 are spoken.`)
  return Math.min(asked, HIGHEST_VERSION)
}

/** The number in an EndpointVersion: 1 for V1. */
export function toEndpointVersionNumber(version: WireVersion): number {
  return version + 1
}

/** The version of a session from the number in its EndpointVersion; the highest for one opened through another protocol. */
export function toWireVersion(endpoint: { readonly protocol: string; readonly version: number }, protocol: string): WireVersion {
  return endpoint.protocol === protocol ? endpoint.version - 1 : HIGHEST_VERSION
}
