import { type EngineSession, gatewayError, type Logger } from '@sql-gateway/gateway-common'
import { type Expiring, ExpiryPlace } from './expiry-list.js'
import type { EnginePlace, Session } from './session.js'

/**
 * A session's hold on its engine: opened with the first use, given back while idle, opened again where it stood.
 */
export interface EngineLease extends Expiring<EngineLease> {
  readonly session: Session
  /**
   * Runs work with the engine session, opening it first where it is not.
   *
   * @throws what the engine's openSession or the work throws
   */
  use<T>(work: (engineSession: EngineSession) => Promise<T>): Promise<T>
  /** Closes the engine session if nobody uses it and nothing pins it. */
  releaseIfIdle(): Promise<void>
  /** Closes the engine session for good; later uses fail with SESSION.CLOSED. Never rejects. */
  close(): Promise<void>
  /** Why the engine session is kept; absent also where there is none. */
  pinnedBy(): string | undefined
  /** Whether there is an engine session, or one is being opened or used. */
  readonly isHeld: boolean
}

/** What the leases of all sessions have in common. */
export interface LeaseWatch {
  readonly logger: Logger
  /** Called with a lease when the last user is done and the engine session stays open. */
  onIdle(lease: EngineLease): void
  /** Called when a lease begins to hold, with 1, and when it has nothing any more, with -1. */
  onHeld(change: 1 | -1): void
}

/** Makes a lease that holds nothing. */
export function createEngineLease(session: Session, watch: LeaseWatch): EngineLease {
  return new Lease(session, watch)
}

/** Every session that is in use has one. */
class Lease implements EngineLease {
  readonly session: Session
  readonly expiry: ExpiryPlace<EngineLease> = new ExpiryPlace<EngineLease>(this)
  readonly #watch: LeaseWatch
  #opening: Promise<EngineSession> | undefined
  #opened: EngineSession | undefined
  #releasing: Promise<void> | undefined
  #users = 0
  #isClosed = false
  #isCounted = false

  constructor(session: Session, watch: LeaseWatch) {
    this.session = session
    this.#watch = watch
  }

  get isHeld(): boolean {
    return this.#users > 0 || this.#opening !== undefined || this.#opened !== undefined
  }

  pinnedBy(): string | undefined {
    return this.#opened?.pinnedBy()
  }

  async use<T>(work: (engineSession: EngineSession) => Promise<T>): Promise<T> {
    this.#users++
    this.#count()
    try {
      return await work(await this.#acquire())
    } finally {
      if (--this.#users === 0 && !this.#isClosed && this.isHeld) this.#watch.onIdle(this)
      this.#count()
    }
  }

  async releaseIfIdle(): Promise<void> {
    const opened = this.#opened
    if (this.#users > 0 || this.#isClosed || this.#releasing !== undefined || opened === undefined || opened.pinnedBy() !== undefined)
      return
    this.#releasing = this.#release(opened)
    await this.#releasing
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#releasing
    // One that fails to open has nothing to close.
    const engineSession = this.#opened ?? (await this.#opening?.catch(() => undefined))
    await engineSession?.close()
    this.#opened = undefined
    this.#count()
  }

  /** Tells of each change of {@link isHeld}. */
  #count(): void {
    const { isHeld } = this
    if (isHeld === this.#isCounted) return
    this.#isCounted = isHeld
    this.#watch.onHeld(isHeld ? 1 : -1)
  }

  /** Waits for a release under way: the new engine session begins where the old one ends. */
  async #acquire(): Promise<EngineSession> {
    await this.#releasing
    if (this.#isClosed) throw gatewayError('SESSION.CLOSED', `Session '${this.session.handle}' is closed.`)
    if (this.#opened !== undefined) return this.#opened
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined
      this.#count()
    })
    return this.#opening
  }

  async #open(): Promise<EngineSession> {
    const session = this.session
    const { instance, principal, defaultCatalog, defaultDatabase } = session.origin
    const currentCatalog = session.place?.catalog ?? defaultCatalog
    const currentDatabase = session.place?.database ?? defaultDatabase
    this.#opened = await instance.engine.openSession({
      session: session.handle,
      principal,
      properties: session.properties,
      ...(currentCatalog === undefined ? {} : { currentCatalog }),
      ...(currentDatabase === undefined ? {} : { currentDatabase }),
    })
    return this.#opened
  }

  async #release(engineSession: EngineSession): Promise<void> {
    try {
      this.session.place = await placeOf(engineSession)
      this.#opened = undefined
      this.#count()
      await engineSession.close()
    } catch (err) {
      this.#watch.logger.warn({ session: this.session.handle, err }, 'The engine session of an idle session could not be released')
    } finally {
      this.#releasing = undefined
    }
  }
}

async function placeOf({ catalog }: EngineSession): Promise<EnginePlace> {
  return { catalog: await catalog.getCurrentCatalog(), database: await catalog.getCurrentDatabase() }
}
