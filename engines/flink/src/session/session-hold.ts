import {
  type EngineSessionEnvironment,
  type GatewayError,
  gatewayError,
  isGatewayError,
  type SessionProperties,
} from '@sql-gateway/gateway-common'
import { versionFor } from '../rest/api-version.js'
import { quoteName } from '../statement/quote.js'
import { type AppliedProperties, createAppliedProperties } from './applied-properties.js'
import type { SessionHost } from './session-host.js'
import { queryTexts } from './text-query.js'
import type { UpstreamSession } from './upstream-session.js'

/** Where a session stands, as far as it is known without asking Flink: a part that is absent is the default. */
export interface KnownPlace {
  readonly catalog?: string
  readonly database?: string
}

/** A session's hold on Flink's gateway: one upstream session for its statements, and at times one beside it. */
export interface SessionHold {
  /**
   * The upstream session for the next statement, opened first where there is none.
   *
   * @throws {GatewayError} ENGINE.SESSION_LOST — once, when Flink has lost what the session had made
   * @throws {GatewayError} ENGINE.UNREACHABLE, ENGINE.OUT_OF_RESOURCES
   */
  acquire(properties: SessionProperties): Promise<UpstreamSession>
  /** The upstream session for a short question: the one beside while the first is busy or cannot answer. */
  acquireBeside(isBusy: boolean): Promise<UpstreamSession>
  /** Runs a short statement that needs nothing of the session, at an upstream session of its own; also when the hold is closed. */
  runAside(sql: string): Promise<void>
  /** Whether the upstream session is not to be used any more. */
  readonly isLost: boolean
  /** What the upstream session has been told of the properties. */
  readonly applied: AppliedProperties | undefined
  /** Why the session stands nowhere: the place that it should begin in is not there. */
  readonly missing: GatewayError | undefined
  place: KnownPlace
  /** What Flink keeps for the session alone, in words. */
  readonly made: Set<string> | undefined
  noteMade(name: string): void
  /** Gives whether it was known. */
  noteGone(name: string): boolean
  noteMoved(place: KnownPlace): void
  /** Closes what nobody asked for during a beat. */
  onBeat(): void
  close(): void
}

/** Makes a hold that holds nothing yet. */
export function createSessionHold(host: SessionHost, environment: EngineSessionEnvironment): SessionHold {
  return new Hold(host, environment)
}

/** One for all sessions that stand where Flink's begin. */
const DEFAULT_PLACE: KnownPlace = {}

class Hold implements SessionHold {
  place = DEFAULT_PLACE
  made: Set<string> | undefined
  missing: GatewayError | undefined
  applied: AppliedProperties | undefined
  readonly #host: SessionHost
  #properties: SessionProperties
  #main: UpstreamSession | undefined
  #opening: Promise<UpstreamSession> | undefined
  #beside: Promise<UpstreamSession> | undefined
  #besideIsNeeded = false
  #isClosed = false

  constructor(host: SessionHost, { properties, currentCatalog, currentDatabase }: EngineSessionEnvironment) {
    this.#host = host
    this.#properties = properties
    if (currentCatalog !== undefined || currentDatabase !== undefined) {
      this.place = {
        ...(currentCatalog === undefined ? {} : { catalog: currentCatalog }),
        ...(currentDatabase === undefined ? {} : { database: currentDatabase }),
      }
    }
  }

  get isLost(): boolean {
    return this.#main?.isLost === true
  }

  async acquire(properties: SessionProperties): Promise<UpstreamSession> {
    this.#properties = properties
    await this.#host.connection.connect()
    if (this.#main !== undefined && this.isLost) this.#noteLoss(this.#main)
    if (this.#main !== undefined) return this.#main
    this.#opening ??= this.#openMain().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async acquireBeside(isBusy: boolean): Promise<UpstreamSession> {
    if (!isBusy && !this.isLost) return this.acquire(this.#properties)
    this.#besideIsNeeded = true
    this.#beside ??= this.#openBeside()
    const beside = await this.#beside
    if (!beside.isLost) return beside
    if ((await this.#beside) === beside) this.#releaseBeside()
    this.#beside ??= this.#openBeside()
    return this.#beside
  }

  async runAside(sql: string): Promise<void> {
    const { upstream } = this.#host
    const session = await upstream.open(this.#ownProperties())
    try {
      await queryTexts(this.#host, session, sql)
    } finally {
      upstream.release(session)
    }
  }

  noteMade(name: string): void {
    this.made ??= new Set()
    this.made.add(name)
  }

  noteGone(name: string): boolean {
    const wasMade = this.made?.delete(name) === true || this.made?.delete(`temporary ${name}`) === true
    if (this.made?.size === 0) this.made = undefined
    return wasMade
  }

  noteMoved(place: KnownPlace): void {
    this.missing = undefined
    const { catalog } = this.place
    this.place = place.catalog === undefined && catalog !== undefined ? { catalog, ...place } : place
  }

  onBeat(): void {
    if (this.#besideIsNeeded) this.#besideIsNeeded = false
    else this.#releaseBeside()
  }

  close(): void {
    this.#isClosed = true
    if (this.#main !== undefined) this.#host.upstream.release(this.#main)
    this.#main = undefined
    this.#releaseBeside()
  }

  #releaseBeside(): void {
    const beside = this.#beside
    this.#beside = undefined
    void beside?.then((session) => this.#host.upstream.release(session)).catch(() => undefined)
  }

  async #openBeside(): Promise<UpstreamSession> {
    try {
      await this.#host.connection.connect()
      return await this.#open()
    } catch (error) {
      this.#beside = undefined
      throw error
    }
  }

  async #openMain(): Promise<UpstreamSession> {
    const properties = this.#properties
    const session = await this.#open((reason) => {
      this.missing = reason
    })
    if (this.#isClosed) throw this.#closed(session)
    this.applied = createAppliedProperties(properties, this.#host.connection.defaults)
    this.#main = session
    return session
  }

  /** @param onMissing - told why the session does not stand where it should; absent means that it does not matter */
  async #open(onMissing?: (reason: GatewayError | undefined) => void): Promise<UpstreamSession> {
    const { upstream } = this.#host
    const session = await upstream.open(this.#ownProperties())
    if (this.#isClosed) throw this.#closed(session)
    try {
      await this.#moveTo(session, this.place)
      onMissing?.(undefined)
    } catch (error) {
      if (!isGatewayError(error) || !error.code.startsWith('STATEMENT.')) {
        upstream.release(session)
        throw error
      }
      onMissing?.(this.#noPlace(error))
    }
    return session
  }

  #ownProperties(): SessionProperties {
    const { connection } = this.#host
    return new Map([...this.#properties].filter(([key, value]) => !connection.isInherited(key, value)))
  }

  async #moveTo(session: UpstreamSession, { catalog, database }: KnownPlace): Promise<void> {
    if (catalog !== undefined && database !== undefined) await this.#configure(session, `USE ${quoteName(catalog)}.${quoteName(database)}`)
    else if (catalog !== undefined) await this.#configure(session, `USE CATALOG ${quoteName(catalog)}`)
    else if (database !== undefined) await this.#configure(session, `USE ${quoteName(database)}`)
  }

  async #configure(session: UpstreamSession, statement: string): Promise<void> {
    const { rest, connection } = this.#host
    const { info } = connection
    if (info !== undefined && versionFor('configureSession', info) !== undefined) await rest.configureSession(session.handle, statement)
    else await queryTexts(this.#host, session, statement)
  }

  #closed(session: UpstreamSession): GatewayError {
    this.#host.upstream.release(session)
    return gatewayError('SESSION.CLOSED', 'The session is closed.')
  }

  #noPlace({ publicMessage, details }: GatewayError): GatewayError {
    const { catalog, database } = this.place
    const name = [catalog, database].filter((part) => part !== undefined).join('.')
    return gatewayError('STATEMENT.NOT_FOUND', `The session cannot stand in ${name}, say USE to move it: ${publicMessage}`, { details })
  }

  #noteLoss(session: UpstreamSession): void {
    const lost = [...(this.made ?? [])]
    this.made = undefined
    this.#main = undefined
    this.applied = undefined
    this.#host.upstream.release(session)
    this.#host.metrics.lostSessions.add()
    if (lost.length === 0) return
    throw gatewayError(
      'ENGINE.SESSION_LOST',
      `The session at Flink's gateway is lost: that was started again, the session was idle there for too long, or a statement was handed in and not answered. It is opened again with its properties. ` +
        `Lost, as far as no catalog outside keeps them, are: ${lost.join(', ')}. The statement was not run.`,
    )
  }
}
