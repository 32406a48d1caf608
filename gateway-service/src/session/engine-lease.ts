import { type EngineSession, gatewayError, type Logger } from '@sql-gateway/gateway-common'
import type { EnginePlace, Session } from './session.js'

/**
 * A session's hold on its engine: opened with the first use, given back while idle, opened again where it stood.
 */
export interface EngineLease {
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

/** @param onIdle - called with the lease when the last user is done and the engine session stays open */
export function createEngineLease(session: Session, logger: Logger, onIdle: (lease: EngineLease) => void): EngineLease {
  return new Lease(session, logger, onIdle)
}

/** Every session that is in use has one. */
class Lease implements EngineLease {
  readonly #session: Session
  readonly #logger: Logger
  readonly #onIdle: (lease: EngineLease) => void
  #opening: Promise<EngineSession> | undefined
  #opened: EngineSession | undefined
  #releasing: Promise<void> | undefined
  #users = 0
  #isClosed = false

  constructor(session: Session, logger: Logger, onIdle: (lease: EngineLease) => void) {
    this.#session = session
    this.#logger = logger
    this.#onIdle = onIdle
  }

  get isHeld(): boolean {
    return this.#users > 0 || this.#opening !== undefined || this.#opened !== undefined
  }

  pinnedBy(): string | undefined {
    return this.#opened?.pinnedBy()
  }

  async use<T>(work: (engineSession: EngineSession) => Promise<T>): Promise<T> {
    this.#users++
    try {
      return await work(await this.#acquire())
    } finally {
      if (--this.#users === 0 && !this.#isClosed && this.isHeld) this.#onIdle(this)
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
  }

  /** Waits for a release under way: the new engine session begins where the old one ends. */
  async #acquire(): Promise<EngineSession> {
    await this.#releasing
    if (this.#isClosed) throw gatewayError('SESSION.CLOSED', `Session '${this.#session.handle}' is closed.`)
    if (this.#opened !== undefined) return this.#opened
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined
    })
    return this.#opening
  }

  async #open(): Promise<EngineSession> {
    const session = this.#session
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
      this.#session.place = await placeOf(engineSession)
      this.#opened = undefined
      await engineSession.close()
    } catch (err) {
      this.#logger.warn({ session: this.#session.handle, err }, 'The engine session of an idle session could not be released')
    } finally {
      this.#releasing = undefined
    }
  }
}

async function placeOf({ catalog }: EngineSession): Promise<EnginePlace> {
  return { catalog: await catalog.getCurrentCatalog(), database: await catalog.getCurrentDatabase() }
}
