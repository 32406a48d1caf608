import { gatewayError } from '@sql-gateway/gateway-common'

/** The versions of Flink's REST interface that this engine speaks, the oldest first. */
export const API_VERSIONS = ['v1', 'v2', 'v3', 'v4'] as const

/** One of {@link API_VERSIONS}. */
export type ApiVersion = (typeof API_VERSIONS)[number]

/** The calls that came after version 1, with the versions that have them. */
const SINCE = {
  configureSession: ['v2', 'v3', 'v4'],
  completeStatement: ['v2', 'v3', 'v4'],
  rowFormat: ['v2', 'v3', 'v4'],
  refreshMaterializedTable: ['v3'],
  deployScript: ['v4'],
} as const satisfies Readonly<Record<string, readonly ApiVersion[]>>

/** A call or parameter that not every version has. */
export type VersionedCall = keyof typeof SINCE

/** What a gateway of Flink is. */
export interface UpstreamInfo {
  readonly productName: string
  readonly productVersion: string
  /** Those that both sides speak, the oldest first. */
  readonly versions: readonly ApiVersion[]
}

/** The version in which to make a call; undefined where the gateway has none that has it. */
export function versionFor(call: VersionedCall, { versions }: UpstreamInfo): ApiVersion | undefined {
  return versions.findLast((version) => SINCE[call].some((each) => each === version))
}

/**
 * The versions that both sides speak.
 *
 * @param advertised - such as `V1`, `V2`
 * @throws {GatewayError} ENGINE.FAILED — there is none
 */
export function sharedVersions(advertised: readonly string[]): readonly ApiVersion[] {
  const theirs = new Set(advertised.map((name) => name.toLowerCase()))
  const shared = API_VERSIONS.filter((version) => theirs.has(version))
  if (shared.length > 0) return shared
  throw gatewayError(
    'ENGINE.FAILED',
    `Flink's gateway speaks the versions ${advertised.join(', ') || 'none'} of its REST interface; this gateway speaks ${API_VERSIONS.join(', ')}.`,
  )
}
