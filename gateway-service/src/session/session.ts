import type { EndpointVersion, Engine, Principal, SessionHandle, SessionProperties } from '@sql-gateway/gateway-common'
import type { SessionOperations } from '../operation/session-operations.js'
import type { EngineLease } from './engine-lease.js'
import type { StatementQueue } from './statement-queue.js'

/** An engine instance with its name. */
export interface EngineInstance {
  readonly name: string
  readonly engine: Engine
}

/** What many sessions have in common; equal ones are one object. */
export interface SessionOrigin {
  readonly principal: Principal
  readonly endpointVersion: EndpointVersion
  readonly instance: EngineInstance
  readonly defaultCatalog: string | undefined
  readonly defaultDatabase: string | undefined
}

/** What a session needs from its first operation on, and gives up when it has none. */
export interface SessionActivity {
  /** Absent where there are none. */
  operations: SessionOperations | undefined
  readonly queue: StatementQueue
  readonly lease: EngineLease
}

/**
 * An open session. A million of them may be open, so it holds few fields, and what only active sessions need hangs
 * off `activity`. `older` and `newer` link the sessions in the order of their last use.
 */
export class Session {
  readonly handle: SessionHandle
  readonly sessionName: string | undefined
  readonly origin: SessionOrigin
  readonly openedAtMs: number
  lastUsedAtMs: number
  properties: SessionProperties
  activity: SessionActivity | undefined = undefined
  /** Where the released engine session stood; absent means at the origin's place. */
  place: EnginePlace | undefined = undefined
  older: Session | undefined = undefined
  newer: Session | undefined = undefined
  isClosed = false

  constructor(handle: SessionHandle, sessionName: string | undefined, origin: SessionOrigin, properties: SessionProperties, nowMs: number) {
    this.handle = handle
    this.sessionName = sessionName
    this.origin = origin
    this.properties = properties
    this.openedAtMs = nowMs
    this.lastUsedAtMs = nowMs
  }
}

/** Current catalog and database of a session. */
export interface EnginePlace {
  readonly catalog: string
  readonly database: string
}
