import { type Clock, type Logger, type Timer, withinLimit } from '@sql-gateway/gateway-common'
import type { UpstreamInfo } from './api-version.js'
import type { FlinkRest } from './flink-rest.js'

/** What is known of Flink's gateway, learnt when it is first reached and again after it could not be. */
export interface Connection {
  /** As it was told last; undefined until it was reached once. */
  readonly info: UpstreamInfo | undefined
  /** Whether nothing has happened since that makes it worth asking anew. */
  readonly isCurrent: boolean
  /** The configuration that its sessions begin with. */
  readonly defaults: ReadonlyMap<string, string>
  /**
   * Whether a property of a session is one that it began with because Flink had it, now or before a restart, and not one of its own:
   * a gateway of Flink that was started anew has its own cluster and ports.
   */
  isInherited(key: string, value: string): boolean
  /**
   * Reaches the gateway; does nothing where that is known.
   *
   * @throws {GatewayError} ENGINE.UNREACHABLE, ENGINE.FAILED
   */
  connect(): Promise<UpstreamInfo>
  /** Notes that it could not be reached: what comes back may be of another version. */
  forget(): void
}

const ZONE_PROPERTY = 'table.local-time-zone'
/** Keys that are of one session alone, or of the upstream gateway's own. */
const NOT_OF_SESSIONS = /^(?:sql-gateway\.|table\.resources\.download-dir$)/
/** What Flink hides in its logs. Its gateway tells everybody; this one does not pass it on. */
const SECRET =
  /password|secret|token|api-?key|auth-params|service-key|basic-auth|jaas\.config|http-headers|account\.key|access-?key|credential/i

/** What a connection is made of. */
export interface ConnectionInit {
  readonly rest: FlinkRest
  readonly logger: Logger
  /** Resolves when the gateway is worth asking. */
  readonly ready: () => Promise<void>
  /** The time zone of the gateway, where it is told; `default` where it is not. */
  readonly timeZone: string
}

/**
 * Makes it without anything known.
 *
 * @see Apache Flink, `GlobalConfiguration` for the keys that are secrets
 */
export function createConnection({ rest, logger, ready, timeZone }: ConnectionInit): Connection {
  let info: UpstreamInfo | undefined
  let isCurrent = false
  let defaults: ReadonlyMap<string, string> = new Map()
  let earlier: readonly ReadonlyMap<string, string>[] = []
  let connecting: Promise<UpstreamInfo> | undefined

  async function learn(): Promise<UpstreamInfo> {
    await ready()
    const found = await rest.negotiate()
    info = found
    // Endpoints write points of time as the clocks of this zone show them.
    const zone: readonly [string, string][] = timeZone === 'default' ? [] : [[ZONE_PROPERTY, timeZone]]
    const config = new Map([...zone, ...(await readDefaults(rest))])
    if (!isSame(config, defaults)) {
      earlier = [defaults, ...earlier].slice(0, MOST_EARLIER)
      defaults = config
    }
    isCurrent = true
    const { productName, productVersion, versions } = found
    logger.info({ product: productName, version: productVersion, restVersions: versions.join(', ') }, "Flink's gateway answers")
    return found
  }

  return {
    get info() {
      return info
    },
    get isCurrent() {
      return isCurrent
    },
    get defaults() {
      return defaults
    },
    connect: async () => {
      if (info !== undefined && isCurrent) return info
      connecting ??= learn().finally(() => {
        connecting = undefined
      })
      return connecting
    },
    forget: () => {
      isCurrent = false
    },
    isInherited: (key, value) => defaults.get(key) === value || earlier.some((config) => config.get(key) === value),
  }
}

/** So many configurations that Flink had before are remembered. */
const MOST_EARLIER = 8

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value)
}

async function readDefaults(rest: FlinkRest): Promise<ReadonlyMap<string, string>> {
  const session = await rest.openSession(new Map())
  const config = await rest.getSessionConfig(session)
  await rest.closeSession(session)
  return new Map([...config].filter(([key]) => !NOT_OF_SESSIONS.test(key) && !SECRET.test(key)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const RECONNECT_MS = 5_000
/** How long the start waits for a gateway that should be there, so that the first sessions begin with its configuration. */
const FIRST_ANSWER_MS = 2_000

/**
 * Asks for a gateway until it has answered once. Resolves when it has, when it cannot be reached, or when it takes long.
 *
 * @returns stops asking
 */
export async function keepConnecting(
  connection: Connection,
  { clock, logger, isLaunched }: { readonly clock: Clock; readonly logger: Logger; readonly isLaunched: boolean },
): Promise<() => void> {
  let timer: Timer | undefined
  let isStopped = false
  let isTold = isLaunched

  async function attempt(): Promise<void> {
    try {
      await connection.connect()
    } catch (err) {
      if (isStopped) return
      if (!isTold) logger.warn({ err }, "Flink's gateway does not answer; it is asked again and again")
      isTold = true
      timer = clock.schedule(RECONNECT_MS, () => void attempt())
    }
  }

  await withinLimit(attempt(), isLaunched ? 0 : FIRST_ANSWER_MS, clock)
  return () => {
    isStopped = true
    timer?.cancel()
  }
}
