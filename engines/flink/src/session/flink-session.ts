import {
  type EngineCatalog,
  type EngineSession,
  type EngineSessionEnvironment,
  type ExecuteContext,
  gatewayError,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import { createFlinkCatalog, type FlinkCatalog } from '../catalog/flink-catalog.js'
import { signOf } from '../error/upstream-error.js'
import { failureOf } from '../rest/http-client.js'
import { effectsOf, STATEMENT_SET, type StatementEffects } from '../statement/effects.js'
import { keyword, splitStatements, type Token } from '../statement/lexer.js'
import { configChangesOf } from '../statement/parse-set.js'
import { runOperation } from './run-operation.js'
import { createSessionHold, type SessionHold } from './session-hold.js'
import type { SessionHost } from './session-host.js'
import { queryTexts, type TextRows } from './text-query.js'
import type { UpstreamSession } from './upstream-session.js'

/** A session with what the engine itself asks of it. */
export interface FlinkSession extends EngineSession {
  /** Called now and then. */
  onBeat(): void
}

const ZONE_PROPERTY = 'table.local-time-zone'
/** Statements that work although the place where the session should stand is not there. */
const WORKS_ANYWHERE = /^(?:USE|SET|RESET|SHOW (?:CATALOGS|DATABASES|CURRENT|MODULES|JARS|JOBS)|CREATE (?:CATALOG|DATABASE))\b/

/** Opens a session. Flink's gateway hears of it with the first statement. */
export function openFlinkSession(
  host: SessionHost,
  environment: EngineSessionEnvironment,
  onClosed: (session: FlinkSession) => void,
): FlinkSession {
  return new Session(host, environment, onClosed)
}

class Session implements FlinkSession {
  readonly #host: SessionHost
  readonly #hold: SessionHold
  readonly #onClosed: (session: FlinkSession) => void
  #catalog: FlinkCatalog | undefined
  #running: AbortController | undefined
  #isClosed = false

  constructor(host: SessionHost, environment: EngineSessionEnvironment, onClosed: (session: FlinkSession) => void) {
    this.#host = host
    this.#hold = createSessionHold(host, environment)
    this.#onClosed = onClosed
  }

  get catalog(): EngineCatalog {
    this.#catalog ??= createFlinkCatalog({
      host: this.#host,
      place: () => this.#hold.place,
      query: (sql) => this.#ask(sql),
    })
    return this.#catalog
  }

  async execute(text: string, context: ExecuteContext): Promise<StatementOutcome> {
    if (this.#isClosed) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
    const tokens = singleStatement(text)
    const configChanges = configChangesOf(text, tokens)
    const stopping = new AbortController()
    const abort = () => stopping.abort()
    context.signal.addEventListener('abort', abort)
    if (context.signal.aborted) abort()
    this.#running = stopping
    try {
      const outcome = await this.#run(text, tokens, context, stopping.signal)
      this.#hold.applied?.note(configChanges)
      this.#noteEffects(effectsOf(tokens))
      if (outcome.jobId !== undefined) context.log(`Flink runs the statement as job ${outcome.jobId}.`)
      return configChanges.length === 0 ? outcome : { ...outcome, configChanges }
    } finally {
      context.signal.removeEventListener('abort', abort)
      this.#running = undefined
    }
  }

  async complete(statement: string, position: number): Promise<readonly string[]> {
    const candidates = await this.#beside((upstream) => this.#host.rest.completeStatement(upstream.handle, statement, position))
    return [...new Set(candidates)]
  }

  pinnedBy(): string | undefined {
    const { made } = this.#hold
    return made === undefined ? undefined : [...made].join(', ')
  }

  onBeat(): void {
    this.#hold.onBeat()
    this.#catalog?.trim()
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#running?.abort()
    this.#hold.close()
    this.#onClosed(this)
  }

  /** A session that Flink lost before it took the statement is opened again, and the statement handed in once more. */
  async #run(text: string, tokens: readonly Token[], context: ExecuteContext, signal: AbortSignal): Promise<StatementOutcome> {
    for (let isRepeated = false; ; isRepeated = true) {
      const upstream = await untilAborted(this.#hold.acquire(context.properties), signal)
      const { missing } = this.#hold
      if (missing !== undefined && !WORKS_ANYWHERE.test(tokens.map(keyword).join(' '))) throw missing
      const submit = () => this.#host.rest.executeStatement(upstream.handle, text, this.#hold.applied?.missing(context.properties))
      try {
        return await runOperation(this.#host, { upstream, submit, timeZone: context.properties.get(ZONE_PROPERTY), signal })
      } catch (error) {
        if (failureOf(error) !== undefined) this.#host.connection.forget()
        if (signOf(error) !== 'session-gone') throw error
        upstream.isGone = true
        if (isRepeated) throw error
      }
    }
  }

  #noteEffects({ made, gone, movedTo, changesCatalog }: StatementEffects): void {
    const wasKnown = gone === undefined || this.#hold.noteGone(gone)
    if (made !== undefined && wasKnown) this.#hold.noteMade(made)
    if (movedTo !== undefined) this.#hold.noteMoved(movedTo)
    if (movedTo !== undefined || changesCatalog === true) this.#catalog?.forget()
  }

  /** In a statement set Flink takes nothing but its parts. */
  get #isBusy(): boolean {
    return this.#running !== undefined || this.#hold.made?.has(STATEMENT_SET) === true
  }

  async #ask(sql: string): Promise<TextRows> {
    this.#host.metrics.catalogQueries.add()
    return this.#beside((upstream) => queryTexts(this.#host, upstream, sql))
  }

  /** Asks an upstream session that has the time; once more where Flink does not know it any more. */
  async #beside<T>(work: (upstream: UpstreamSession) => Promise<T>): Promise<T> {
    for (let isRepeated = false; ; isRepeated = true) {
      if (this.#isClosed) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
      const upstream = await this.#hold.acquireBeside(this.#isBusy)
      try {
        return await work(upstream)
      } catch (error) {
        if (failureOf(error) !== undefined) this.#host.connection.forget()
        if (signOf(error) !== 'session-gone' || isRepeated) throw error
        upstream.isGone = true
      }
    }
  }
}

/** @throws {GatewayError} STATEMENT.EMPTY, STATEMENT.MULTIPLE */
function singleStatement(text: string): readonly Token[] {
  const statements = splitStatements(text)
  const [tokens] = statements
  if (tokens === undefined) throw gatewayError('STATEMENT.EMPTY', 'There is no statement in the text.')
  if (statements.length > 1) throw gatewayError('STATEMENT.MULTIPLE', `The text holds ${statements.length} statements; a call takes one.`)
  return tokens
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(gatewayError('OPERATION.CANCELED', 'The statement was told to stop.'))
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
