import {
  type DeployScriptRequest,
  type EngineCatalog,
  type EngineSession,
  type EngineSessionEnvironment,
  type ExecuteContext,
  gatewayError,
  type RefreshRequest,
  type StatementOutcome,
} from '@sql-gateway/gateway-common'
import { createFlinkCatalog, type FlinkCatalog } from '../catalog/flink-catalog.js'
import { signOf } from '../error/upstream-error.js'
import type { ApiVersion } from '../rest/api-version.js'
import type { UpstreamOperation } from '../rest/flink-rest.js'
import { failureOf } from '../rest/http-client.js'
import { factsOf } from '../statement/analyze.js'
import { effectsOf, STATEMENT_SET, type StatementEffects } from '../statement/effects.js'
import { keyword, splitStatements, type Token } from '../statement/lexer.js'
import { configChangesOf } from '../statement/parse-set.js'
import { awaitedJobOf, stopJob, withJobId } from './awaited-job.js'
import { runOperation } from './run-operation.js'
import { createSessionHold, type SessionHold } from './session-hold.js'
import type { SessionHost } from './session-host.js'
import { queryTexts, type TextRows } from './text-query.js'
import { noteGone, type UpstreamSession } from './upstream-session.js'

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
  const Kind = SESSIONS[host.connection.info?.versions.at(-1) ?? 'v4']
  return new Kind(host, environment, onClosed)
}

class Session implements FlinkSession {
  protected readonly host: SessionHost
  readonly #hold: SessionHold
  readonly #onClosed: (session: FlinkSession) => void
  #catalog: FlinkCatalog | undefined
  #running: AbortController | undefined
  #isClosed = false

  constructor(host: SessionHost, environment: EngineSessionEnvironment, onClosed: (session: FlinkSession) => void) {
    this.host = host
    this.#hold = createSessionHold(host, environment)
    this.#onClosed = onClosed
  }

  get catalog(): EngineCatalog {
    this.#catalog ??= createFlinkCatalog({
      host: this.host,
      place: () => this.#hold.place,
      isBeside: () => this.#isBusy || this.#hold.isLost,
      query: (sql) => this.#ask(sql),
    })
    return this.#catalog
  }

  async execute(text: string, context: ExecuteContext): Promise<StatementOutcome> {
    const tokens = singleStatement(text)
    const configChanges = configChangesOf(text, tokens)
    const isPlaced = !WORKS_ANYWHERE.test(tokens.map(keyword).join(' '))
    const job = awaitedJobOf(factsOf(tokens), context.properties)
    const submit = ({ handle }: UpstreamSession) =>
      this.host.rest.executeStatement(handle, text, withJobId(this.#hold.applied?.missing(context.properties), job))
    const outcome = await this.#stoppingJob(job, context.signal, () =>
      this.work(context, isPlaced, (upstream, signal) => this.runStatement(upstream, submit, context, signal)),
    )
    this.#hold.applied?.note(configChanges)
    this.#noteEffects(effectsOf(tokens))
    return configChanges.length === 0 ? outcome : { ...outcome, configChanges }
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

  /** Hands a statement in, and waits for its columns. */
  protected async runStatement(
    upstream: UpstreamSession,
    submit: (upstream: UpstreamSession) => Promise<UpstreamOperation>,
    { properties, log }: ExecuteContext,
    signal: AbortSignal,
  ): Promise<StatementOutcome> {
    const timeZone = properties.get(ZONE_PROPERTY)
    const outcome = await runOperation(this.host, { upstream, submit: () => submit(upstream), timeZone, signal })
    if (outcome.jobId !== undefined) log(`Flink runs the statement as job ${outcome.jobId}.`)
    return outcome
  }

  /**
   * Does the session's own work, one at a time, at its upstream session. One that Flink lost before it took the work is opened
   * again, and the work begun once more.
   *
   * @param isPlaced - whether it needs the place where the session stands
   */
  protected async work<T>(
    context: ExecuteContext,
    isPlaced: boolean,
    begin: (upstream: UpstreamSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#isClosed) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
    const stopping = new AbortController()
    const abort = () => stopping.abort()
    context.signal.addEventListener('abort', abort)
    if (context.signal.aborted) abort()
    this.#running = stopping
    try {
      for (let isRepeated = false; ; isRepeated = true) {
        const upstream = await untilAborted(this.#hold.acquire(context.sessionProperties ?? context.properties), stopping.signal)
        if (isPlaced && this.#hold.missing !== undefined) throw this.#hold.missing
        try {
          return await begin(upstream, stopping.signal)
        } catch (error) {
          if (!this.#isLost(error, upstream) || isRepeated) throw error
        }
      }
    } finally {
      context.signal.removeEventListener('abort', abort)
      this.#running = undefined
    }
  }

  /** Stops the job of a statement that was stopped, or of which nobody knows whether it was taken. */
  async #stoppingJob<T>(job: string | undefined, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      const failure = failureOf(error)
      const mayRun = signal.aborted || this.#isClosed || failure === 'broken' || failure === 'late'
      if (job !== undefined && mayRun) await stopJob(this.host, this.#hold, job)
      throw error
    }
  }

  /** Draws the conclusions from a failure; gives whether Flink did not know the session. */
  #isLost(error: unknown, upstream: UpstreamSession): boolean {
    if (failureOf(error) !== undefined) this.host.connection.forget()
    if (signOf(error) !== 'session-gone') return false
    noteGone(upstream)
    return true
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
    this.host.metrics.catalogQueries.add()
    return this.beside((upstream) => queryTexts(this.host, upstream, sql))
  }

  /** Asks an upstream session that has the time; once more where Flink does not know it any more. */
  protected async beside<T>(ask: (upstream: UpstreamSession) => Promise<T>): Promise<T> {
    for (let isRepeated = false; ; isRepeated = true) {
      if (this.#isClosed) throw gatewayError('SESSION.CLOSED', 'The session is closed.')
      const upstream = await this.#hold.acquireBeside(this.#isBusy)
      try {
        return await ask(upstream)
      } catch (error) {
        if (!this.#isLost(error, upstream) || isRepeated) throw error
      }
    }
  }
}

/** With what came with version 2 of the REST interface. */
class CompletingSession extends Session {
  async complete(statement: string, position: number): Promise<readonly string[]> {
    const candidates = await this.beside((upstream) => this.host.rest.completeStatement(upstream.handle, statement, position))
    return [...new Set(candidates)]
  }
}

/** With what came with version 3. */
class RefreshingSession extends CompletingSession {
  refreshMaterializedTable(request: RefreshRequest, context: ExecuteContext): Promise<StatementOutcome> {
    const submit = ({ handle }: UpstreamSession) => this.host.rest.refreshMaterializedTable(handle, request)
    return this.work(context, true, (upstream, signal) => this.runStatement(upstream, submit, context, signal))
  }
}

/** With what came with version 4. */
class DeployingSession extends RefreshingSession {
  deployScript(request: DeployScriptRequest, context: ExecuteContext): Promise<string> {
    return this.work(context, false, (upstream, signal) => this.host.rest.deployScript(upstream.handle, request, signal))
  }
}

/** A session has the calls that its gateway has; one that is not known yet may have all. */
const SESSIONS = {
  v1: Session,
  v2: CompletingSession,
  v3: RefreshingSession,
  v4: DeployingSession,
} as const satisfies Readonly<Record<ApiVersion, typeof Session>>

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
