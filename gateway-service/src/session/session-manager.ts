import {
  type Clock,
  type ConfigChange,
  gatewayError,
  newSessionHandle,
  type Principal,
  type SessionEnvironment,
  type SessionHandle,
  type SessionProperties,
} from '@sql-gateway/gateway-common'
import { createInternPool } from './intern-pool.js'
import { type EngineInstance, Session, type SessionOrigin } from './session.js'
import { changedProperties, initialProperties, propertiesText, sizeOf, wantedEngine } from './session-properties.js'
import { createUseOrder } from './use-order.js'

/** The open sessions. */
export interface SessionManager {
  /** @throws {GatewayError} SESSION.LIMIT_REACHED, CONFIG.INVALID_VALUE, REQUEST.INVALID, REQUEST.TOO_LARGE */
  open(environment: SessionEnvironment): Session
  /**
   * The session of a caller, used just now.
   *
   * @throws {GatewayError} SESSION.NOT_FOUND — also when it is somebody else's
   */
  use(caller: Principal, handle: SessionHandle): Session
  /** Any session by handle, without counting as a use. */
  find(handle: SessionHandle): Session | undefined
  /** Takes a session out. Gives whether it was in. */
  remove(session: Session): boolean
  /** @throws {GatewayError} REQUEST.TOO_LARGE — with nothing changed */
  applyConfigChanges(session: Session, changes: readonly ConfigChange[]): void
  /** All sessions in the order of opening. */
  all(): IterableIterator<Session>
  /** Up to `limit` sessions whose last use is `deadlineMs` or earlier, the oldest first. */
  idleSince(deadlineMs: number, limit: number): readonly Session[]
  /** Counts a use of a session that is kept for another reason. */
  touch(session: Session): void
  readonly count: number
  /** How many different sets of properties the sessions hold. */
  readonly propertySetCount: number
}

/** What the manager is made of. */
export interface SessionManagerInit {
  /** By name, the default one first. */
  readonly engines: ReadonlyMap<string, EngineInstance>
  readonly defaultEngine: string
  /** Zero or less: no bound. */
  readonly maxSessions: number
  /** At least 1. */
  readonly maxPropertiesBytes: number
  readonly clock: Clock
}

/** Makes a manager without sessions. */
export function createSessionManager(init: SessionManagerInit): SessionManager {
  const { clock, maxSessions, maxPropertiesBytes } = init
  const sessions = new Map<SessionHandle, Session>()
  const order = createUseOrder()
  const propertySets = createInternPool<SessionProperties>(propertiesText)
  const origins = createInternPool<SessionOrigin>(originText)

  function instanceFor(environment: SessionEnvironment): EngineInstance {
    const name = wantedEngine(environment.properties) ?? init.defaultEngine
    const instance = init.engines.get(name)
    if (instance !== undefined) return instance
    const known = [...init.engines.keys()].join(', ')
    throw gatewayError('CONFIG.INVALID_VALUE', `There is no engine '${name}' (sql-gateway.engine). The engines are: ${known}.`)
  }

  function checkSize(properties: SessionProperties): void {
    const size = sizeOf(properties)
    if (size <= maxPropertiesBytes) return
    throw gatewayError(
      'REQUEST.TOO_LARGE',
      `The properties of the session take ${size} bytes, more than the ${maxPropertiesBytes} that sql-gateway.session.max-properties-size allows.`,
    )
  }

  function touch(session: Session): void {
    session.lastUsedAtMs = clock.now()
    order.touch(session)
  }

  function find(caller: Principal, handle: SessionHandle): Session {
    const session = sessions.get(handle)
    if (session === undefined || session.origin.principal.name !== caller.name) {
      throw gatewayError('SESSION.NOT_FOUND', `Session '${handle}' does not exist.`)
    }
    return session
  }

  return {
    get count() {
      return sessions.size
    },
    get propertySetCount() {
      return propertySets.size
    },
    open: (environment) => {
      if (maxSessions > 0 && sessions.size >= maxSessions) {
        throw gatewayError(
          'SESSION.LIMIT_REACHED',
          `Failed to create session, the count of active sessions exceeds the max count: ${maxSessions}`,
        )
      }
      const instance = instanceFor(environment)
      checkName(environment.sessionName)
      const given = initialProperties(instance.engine.defaultSessionConfig, environment.properties)
      checkSize(given)
      const { principal, endpointVersion, defaultCatalog, defaultDatabase } = environment
      const origin = origins.acquire({ principal, endpointVersion, instance, defaultCatalog, defaultDatabase })
      const properties = propertySets.acquire(given)
      const session = new Session(newSessionHandle(), environment.sessionName, origin, properties, clock.now())
      sessions.set(session.handle, session)
      order.touch(session)
      return session
    },
    use: (caller, handle) => {
      const session = find(caller, handle)
      touch(session)
      return session
    },
    find: (handle) => sessions.get(handle),
    remove: (session) => {
      if (!sessions.delete(session.handle)) return false
      session.isClosed = true
      order.remove(session)
      propertySets.release(session.properties)
      origins.release(session.origin)
      return true
    },
    applyConfigChanges: (session, changes) => {
      const defaults = session.origin.instance.engine.defaultSessionConfig
      const next = changedProperties(session.properties, defaults, changes)
      if (next === session.properties || session.isClosed) return
      checkSize(next)
      const previous = session.properties
      session.properties = propertySets.acquire(next)
      propertySets.release(previous)
    },
    all: () => sessions.values(),
    idleSince: (deadlineMs, limit) => {
      const idle: Session[] = []
      for (let s = order.oldest; s !== undefined && s.lastUsedAtMs <= deadlineMs && idle.length < limit; s = s.newer) idle.push(s)
      return idle
    },
    touch,
  }
}

/** A name is for people to read. */
const LONGEST_NAME = 1_000

function checkName(name: string | undefined): void {
  if (name === undefined || name.length <= LONGEST_NAME) return
  throw gatewayError('REQUEST.INVALID', `The name of the session has ${name.length} characters; it may have ${LONGEST_NAME}.`)
}

function originText({ principal, endpointVersion, instance, defaultCatalog, defaultDatabase }: SessionOrigin): string {
  return JSON.stringify([
    principal.name,
    principal.isAdministrator,
    endpointVersion.protocol,
    endpointVersion.version,
    instance.name,
    defaultCatalog ?? null,
    defaultDatabase ?? null,
  ])
}
