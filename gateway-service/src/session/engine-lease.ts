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

/** @param onIdle - called when the last user is done and the engine session stays open */
export function createEngineLease(session: Session, logger: Logger, onIdle: () => void): EngineLease {
  let opening: Promise<EngineSession> | undefined
  let opened: EngineSession | undefined
  let releasing: Promise<void> | undefined
  let users = 0
  let closed = false

  async function open(): Promise<EngineSession> {
    const { instance, principal, defaultCatalog, defaultDatabase } = session.origin
    const currentCatalog = session.place?.catalog ?? defaultCatalog
    const currentDatabase = session.place?.database ?? defaultDatabase
    try {
      opened = await instance.engine.openSession({
        session: session.handle,
        principal,
        properties: session.properties,
        ...(currentCatalog === undefined ? {} : { currentCatalog }),
        ...(currentDatabase === undefined ? {} : { currentDatabase }),
      })
      return opened
    } catch (error) {
      opening = undefined
      throw error
    }
  }

  /** Waits for a release under way: the new engine session begins where the old one ends. */
  async function acquire(): Promise<EngineSession> {
    await releasing
    if (closed) throw gatewayError('SESSION.CLOSED', `Session '${session.handle}' is closed.`)
    opening ??= open()
    return opening
  }

  async function placeOf(engineSession: EngineSession): Promise<EnginePlace> {
    const { catalog } = engineSession
    return { catalog: await catalog.getCurrentCatalog(), database: await catalog.getCurrentDatabase() }
  }

  async function release(engineSession: EngineSession): Promise<void> {
    try {
      session.place = await placeOf(engineSession)
      opening = undefined
      opened = undefined
      await engineSession.close()
    } catch (err) {
      logger.warn({ session: session.handle, err }, 'The engine session of an idle session could not be released')
    } finally {
      releasing = undefined
    }
  }

  return {
    get isHeld() {
      return users > 0 || opening !== undefined
    },
    pinnedBy: () => opened?.pinnedBy(),
    use: async (work) => {
      users++
      try {
        return await work(await acquire())
      } finally {
        if (--users === 0 && !closed && opening !== undefined) onIdle()
      }
    },
    releaseIfIdle: async () => {
      if (users > 0 || closed || releasing !== undefined || opened === undefined || opened.pinnedBy() !== undefined) return
      releasing = release(opened)
      await releasing
    },
    close: async () => {
      if (closed) return
      closed = true
      await releasing
      // One that fails to open has nothing to close.
      const engineSession = await opening?.catch(() => undefined)
      await engineSession?.close()
    },
  }
}
