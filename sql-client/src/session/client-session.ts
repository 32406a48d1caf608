import type { DeployScriptRequestBody, RowFormat } from '@sql-gateway/endpoint-rest/wire'
import { type Clock, type Timer, withinLimit } from '@sql-gateway/gateway-common'
import { clientError, isClientError } from '../error/client-error.js'
import { connectGateway, type GatewayClient } from '../rest/gateway-client.js'
import type { HttpTransport } from '../rest/http-transport.js'
import { orCanceled } from '../rest/or-canceled.js'
import { runStatement } from '../rest/run-statement.js'
import type { StatementResult } from '../result/statement-result.js'
import { type ClientSettings, readSettings } from '../settings/client-settings.js'

/** One session after the other at a gateway: when one is lost, the next statement opens another. */
export interface ClientSession {
  /**
   * Runs a statement.
   *
   * @throws {ClientError} what the gateway refused, or `unreachable` and `session-lost`, after which the next call opens a new session
   */
  execute(statement: string, rowFormat: RowFormat, signal: AbortSignal): Promise<StatementResult>
  /**
   * Hands a script over to a cluster of its own, and gives the id of that.
   *
   * @throws {ClientError} canceled, where it is aborted: the gateway may go on
   */
  deploy(script: DeployScriptRequestBody, signal: AbortSignal): Promise<string>
  /** What could stand at a place of a text; nothing where the gateway does not answer. */
  complete(text: string, position: number, signal: AbortSignal): Promise<readonly string[]>
  /** The same for who has not asked for it: nothing where the session does not want it, or is lost. `isDefault` is for a session that does not say. */
  suggest(text: string, position: number, signal: AbortSignal, isDefault: boolean): Promise<readonly string[]>
  /** How far the statement that runs has come, from 0 to 1; undefined where the gateway or the engine does not tell. Never rejects. */
  progress(): Promise<number | undefined>
  /**
   * What the session says to the client, as it is now.
   *
   * @throws {ClientError} canceled, and all that calls throw
   */
  settings(signal: AbortSignal): Promise<ClientSettings>
  /** Whether it wants all that is known about errors, as it was last heard: it is asked when something has just gone wrong. */
  readonly isVerbose: boolean
  /** Closes the session at the gateway, after what was left to do in the background, as far as that takes no time. Never rejects. */
  close(): Promise<void>
}

/** What a session is made from. */
export interface ClientSessionInit {
  readonly transport: HttpTransport
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly clock: Clock
  /** Sets up every session that is opened, the first and those after it. */
  readonly prepare: (configure: (statement: string) => Promise<void>) => Promise<void>
  /** Told when a session takes the place of one that was lost. */
  readonly onReplaced: (label: string) => void
  /** Told once of each value of a property of the client that makes no sense. */
  readonly onWarning: (text: string) => void
}

const HEARTBEAT_MS = 60_000
/** What the end waits for at most. */
const CLOSE_LIMIT_MS = 5_000
/** How long it waits for a session that was to take the place of another, and that nobody wanted any more. */
const UNWANTED_LIMIT_MS = 1_000
const CHANGES_PROPERTIES = /^\s*(?:SET|RESET)\b/i

/**
 * Connects and opens the first session.
 *
 * @throws {ClientError} whatever keeps it from that, canceled among it; nothing is left at the gateway then
 */
export async function openClientSession(init: ClientSessionInit, signal: AbortSignal): Promise<ClientSession> {
  const session = new GatewaySession(init)
  try {
    await session.open(signal)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

interface OpenSession {
  readonly client: GatewayClient
  readonly handle: string
}

/** A session that is opened and set up, for as long as somebody waits for it. */
interface Opening {
  readonly session: Promise<OpenSession>
  readonly stop: AbortController
  waiting: number
}

class GatewaySession implements ClientSession {
  readonly #init: ClientSessionInit
  readonly #background = new Set<Promise<unknown>>()
  #current: OpenSession | undefined
  /** The one that is to be the current one. */
  #opening: Opening | undefined
  #settings: Promise<ClientSettings> | undefined
  isVerbose = false
  #wasOpen = false
  #warned: ReadonlySet<string> = new Set()
  /** Until the gateway shows that it is none of ours. */
  #tellsProgress = true
  #heartbeat: Timer | undefined

  constructor(init: ClientSessionInit) {
    this.#init = init
  }

  /** One for all who ask while it is opened. The last who stops waiting gives it up: the gateway may never answer. */
  async open(signal: AbortSignal): Promise<OpenSession> {
    if (this.#current !== undefined) return this.#current
    this.#opening ??= this.#begin()
    const opening = this.#opening
    opening.waiting++
    try {
      return await orCanceled(opening.session, signal)
    } finally {
      opening.waiting--
      if (opening.waiting === 0) this.#giveUp(opening)
    }
  }

  #begin(): Opening {
    const stop = new AbortController()
    const session = this.#openAnother(stop.signal).finally(() => {
      if (this.#opening === opening) this.#opening = undefined
    })
    const opening: Opening = { session, stop, waiting: 0 }
    return opening
  }

  /** Does nothing to one that has come to its end. */
  #giveUp(opening: Opening): void {
    if (this.#opening !== opening) return
    this.#opening = undefined
    opening.stop.abort()
    this.#inBackground(withinLimit(opening.session, this.#wasOpen ? UNWANTED_LIMIT_MS : CLOSE_LIMIT_MS, this.#init.clock))
  }

  async #openAnother(stopped: AbortSignal): Promise<OpenSession> {
    const { transport, clock, prepare, onReplaced } = this.#init
    const session = await this.#connect(stopped)
    const { client, handle } = session
    try {
      await orCanceled(
        prepare((statement) => client.configure(handle, statement, stopped)),
        stopped,
      )
    } catch (error) {
      // Nobody will ever use it.
      await withinLimit(client.closeSession(handle), CLOSE_LIMIT_MS, clock).catch(() => undefined)
      throw error
    }
    if (this.#wasOpen) onReplaced(transport.address.label)
    this.#wasOpen = true
    this.#settings = undefined
    this.#current = session
    this.#scheduleHeartbeat()
    return session
  }

  async #connect(stopped: AbortSignal): Promise<OpenSession> {
    const { transport, name, properties } = this.#init
    const client = await connectGateway(transport, stopped)
    // Not to be stopped: without its handle, nobody could close it.
    return { client, handle: await client.openSession(name, properties) }
  }

  async execute(statement: string, rowFormat: RowFormat, signal: AbortSignal): Promise<StatementResult> {
    const { client, handle } = await this.open(signal)
    const inBackground = (call: Promise<unknown>): void => this.#inBackground(call)
    const context = { client, session: handle, clock: this.#init.clock, rowFormat, signal, inBackground }
    const result = await this.#watch(runStatement(statement, context))
    if (CHANGES_PROPERTIES.test(statement)) this.#settings = undefined
    return { ...result, pages: () => this.#watchPages(result) }
  }

  async deploy(script: DeployScriptRequestBody, signal: AbortSignal): Promise<string> {
    const { client, handle } = await this.open(signal)
    try {
      return await this.#watch(client.deployScript(handle, script, signal))
    } catch (error) {
      throw signal.aborted ? clientError('canceled', 'The deployment was not waited for; the gateway may go on with it.') : error
    }
  }

  async complete(text: string, position: number, signal: AbortSignal): Promise<readonly string[]> {
    if (this.#current === undefined) return []
    const { client, handle } = this.#current
    return await client.complete(handle, text, position, signal).catch(() => [])
  }

  async suggest(text: string, position: number, signal: AbortSignal, isDefault: boolean): Promise<readonly string[]> {
    if (this.#current === undefined) return []
    const settings = await this.settings(signal).catch(() => undefined)
    return settings !== undefined && (settings.suggests ?? isDefault) ? await this.complete(text, position, signal) : []
  }

  async progress(): Promise<number | undefined> {
    if (this.#current === undefined || !this.#tellsProgress) return undefined
    const { client, handle } = this.#current
    try {
      return await client.progress(handle)
    } catch {
      this.#tellsProgress = false
      return undefined
    }
  }

  async settings(signal: AbortSignal): Promise<ClientSettings> {
    const { client, handle } = await this.open(signal)
    this.#settings ??= this.#readSettings({ client, handle })
    return await orCanceled(this.#settings, signal)
  }

  async #readSettings({ client, handle }: OpenSession): Promise<ClientSettings> {
    try {
      return this.#read(await this.#watch(client.sessionProperties(handle)))
    } catch (error) {
      // Asked for again: a failure is not what the session says.
      this.#settings = undefined
      throw error
    }
  }

  #read(properties: Readonly<Record<string, string>>): ClientSettings {
    const settings = readSettings(properties)
    for (const warning of settings.warnings) if (!this.#warned.has(warning)) this.#init.onWarning(warning)
    this.#warned = new Set(settings.warnings)
    this.isVerbose = settings.isVerbose
    return settings
  }

  async close(): Promise<void> {
    this.#heartbeat?.cancel()
    const { clock, transport } = this.#init
    await withinLimit(this.#closeAll(), CLOSE_LIMIT_MS, clock)
    transport.close()
  }

  async #closeAll(): Promise<void> {
    if (this.#opening !== undefined) this.#giveUp(this.#opening)
    await Promise.allSettled(this.#background)
    const session = this.#current
    await session?.client.closeSession(session.handle).catch(() => undefined)
  }

  #inBackground(call: Promise<unknown>): void {
    const settled: Promise<unknown> = call.catch(() => undefined).finally(() => this.#background.delete(settled))
    this.#background.add(settled)
  }

  /** Forgets the session when a call shows that it is lost. */
  async #watch<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    } catch (error) {
      if (isClientError(error) && (error.kind === 'unreachable' || error.kind === 'session-lost')) this.#lose()
      throw error
    }
  }

  async *#watchPages(result: StatementResult): ReturnType<StatementResult['pages']> & AsyncGenerator {
    try {
      yield* result.pages()
    } catch (error) {
      await this.#watch(Promise.reject(error))
    }
  }

  #lose(): void {
    this.#heartbeat?.cancel()
    this.#current = undefined
    this.#settings = undefined
  }

  #scheduleHeartbeat(): void {
    this.#heartbeat?.cancel()
    const beat = async (): Promise<void> => {
      // What fails shows at the next statement; one that is missed is no reason to send none any more.
      await this.#current?.client.heartbeat(this.#current.handle).catch(() => undefined)
      if (this.#current !== undefined) this.#scheduleHeartbeat()
    }
    this.#heartbeat = this.#init.clock.schedule(HEARTBEAT_MS, () => void beat())
  }
}
