import { randomUUID } from 'node:crypto'
import type { EngineSession, EngineSessionEnvironment } from '../../src/engine/engine.js'
import type { ReadLimit, ReadResult } from '../../src/engine/result-source.js'
import type { StatementOutcome } from '../../src/engine/statement-outcome.js'
import { newSessionHandle } from '../../src/handle.js'
import type { OperationProgress } from '../../src/operation/operation-info.js'
import { ANONYMOUS } from '../../src/principal.js'
import type { ResultSchema } from '../../src/result/result-schema.js'
import { countRows, type RowBatch } from '../../src/result/row-batch.js'
import type { SessionProperties } from '../../src/session/session-environment.js'
import { expectEqual, expectThat } from '../conformance/expectations.js'
import { renderRows } from '../render-rows.js'
import { checkBatch } from './check-batch.js'
import type { DialectPart } from './engine-case.js'
import { type EngineDialect, type EngineSubject, isMissing, type Missing } from './engine-subject.js'

/** More than a result of the suite ever holds. */
const ALL: ReadLimit = { maxRows: 1_000_000, maxBytes: 2 ** 30 }
/** Turns of the event loop in which a statement comes to run, where the subject cannot tell. */
const START_TURNS = 20
const NEVER_ABORTED = new AbortController().signal

/** What the suite chooses for one statement. */
export interface ProbeExecuteOptions {
  readonly signal?: AbortSignal
  readonly properties?: SessionProperties
}

/** A result read to its end. */
export interface ProbeResult {
  readonly schema: ResultSchema
  /** As `valueText` writes them. */
  readonly rows: readonly (readonly string[])[]
  readonly batches: readonly RowBatch[]
}

/** An engine under test with what its cases do over and over; what they leave open it closes. */
export interface EngineProbe {
  readonly subject: EngineSubject
  readonly engine: EngineSubject['engine']
  readonly dialect: EngineDialect
  /** Opens a session. */
  open(environment?: Partial<EngineSessionEnvironment>): Promise<ProbeSession>
  /** A name that nothing in the engine has yet. */
  newName(stem: string): string
  /** Runs once the case is over, on a session of its own; what fails there is of no account. */
  afterwards(sql: string): void
  /** The part of the dialect that is not missing. */
  part<K extends DialectPart>(name: K): Exclude<EngineDialect[K], Missing>
  dispose(): Promise<void>
}

/** A session under test. */
export interface ProbeSession {
  readonly raw: EngineSession
  /** What statements reported so far. */
  readonly progress: readonly OperationProgress[]
  /** Resolves with the first of these reports. */
  readonly firstProgress: Promise<void>
  /** Executes and checks that the outcome keeps the rules and fits what `analyze` said. */
  execute(sql: string, options?: ProbeExecuteOptions): Promise<StatementOutcome>
  /** Executes, reads to the end and closes the result. */
  query(sql: string, options?: ProbeExecuteOptions): Promise<ProbeResult>
  /** Starts the dialect's slow statement and waits until it runs. The promise is handled: it may be left alone. */
  startSlow(signal: AbortSignal): Promise<{ readonly settled: Promise<PromiseSettledResult<StatementOutcome>> }>
}

/** Makes the probe of one case. */
export function createEngineProbe(subject: EngineSubject, dialect: EngineDialect): EngineProbe {
  const { engine } = subject
  const cleanups: string[] = []

  async function open(environment: Partial<EngineSessionEnvironment> = {}): Promise<ProbeSession> {
    const raw = await engine.openSession({
      session: newSessionHandle(),
      principal: ANONYMOUS,
      properties: engine.defaultSessionConfig,
      ...environment,
    })
    return createProbeSession(raw, subject, dialect)
  }

  async function cleanUp(): Promise<void> {
    if (cleanups.length === 0) return
    const session = await open()
    for (const sql of cleanups.reverse()) await session.query(sql).catch(() => undefined)
    await session.raw.close()
  }

  return {
    subject,
    engine,
    dialect,
    open,
    newName: (stem) => `${stem}_${randomUUID().slice(0, 8)}`,
    afterwards: (sql) => cleanups.push(sql),
    part: (name) => {
      const part = dialect[name]
      expectThat(!isMissing(part), `The dialect has no ${name}.`)
      return part as never
    },
    dispose: async () => {
      try {
        await cleanUp().catch(() => undefined)
        await engine.close()
        expectEqual(await subject.leftovers?.(), subject.leftovers && [], 'What is left after the engine was closed')
      } finally {
        await subject.dispose?.()
      }
    },
  }
}

function createProbeSession(raw: EngineSession, subject: EngineSubject, dialect: EngineDialect): ProbeSession {
  const { engine } = subject
  const progress: OperationProgress[] = []
  const reported = Promise.withResolvers<void>()

  async function execute(sql: string, options: ProbeExecuteOptions = {}): Promise<StatementOutcome> {
    const outcome = await raw.execute(sql, {
      signal: options.signal ?? NEVER_ABORTED,
      properties: options.properties ?? engine.defaultSessionConfig,
      log: (line) => expectThat(typeof line === 'string', 'A line of the log is no text.'),
      reportProgress: (report) => {
        progress.push(report)
        reported.resolve()
      },
    })
    checkOutcome(sql, outcome)
    expectEqual(outcome.isQueryResult, engine.analyze(sql).isQuery, `isQueryResult against what analyze says of isQuery: ${sql}`)
    return outcome
  }

  return {
    raw,
    progress,
    firstProgress: reported.promise,
    execute,
    query: async (sql, options) => {
      const outcome = await execute(sql, options)
      try {
        return await readToEnd(outcome)
      } finally {
        await outcome.rows.close()
      }
    },
    startSlow: async (signal) => {
      const settled = Promise.allSettled([execute(dialect.slow, { signal })]).then(([result]) => result)
      if (subject.slowStarted !== undefined) await subject.slowStarted()
      else await letTurnsPass(START_TURNS)
      return { settled }
    },
  }
}

/** Waits for and reads all rows of a result from its first, and checks each batch. */
export async function readToEnd(outcome: StatementOutcome, limit: ReadLimit = ALL): Promise<ProbeResult> {
  const batches: RowBatch[] = []
  for (let row = 0, end = false; !end; ) {
    const page = await readWhenReady(outcome, row, limit)
    batches.push(...page.batches)
    row += countRows(page.batches)
    end = page.endOfData
  }
  return { schema: outcome.schema, batches, rows: renderRows(outcome.schema, batches) }
}

/** Waits until there is something to read at a place and reads it; checks the limit of rows, and each batch. */
export async function readWhenReady(outcome: StatementOutcome, startRow: number, limit: ReadLimit = ALL): Promise<ReadResult> {
  const { rows: source, schema } = outcome
  await (source.seekable ? source.ready(startRow, NEVER_ABORTED) : source.ready(NEVER_ABORTED))
  const page = await (source.seekable ? source.read(startRow, limit) : source.read(limit))
  const count = countRows(page.batches)
  expectThat(count <= limit.maxRows, `A read of at most ${limit.maxRows} rows gave ${count}.`)
  expectThat(count > 0 || page.endOfData, `A result was ready at row ${startRow}, but a read there gave neither rows nor the end.`)
  for (const batch of page.batches) checkBatch(schema, batch)
  return page
}

/** Lets the event loop turn. */
async function letTurnsPass(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

function checkOutcome(sql: string, outcome: StatementOutcome): void {
  if (outcome.jobId !== undefined)
    expectThat(/^[0-9a-f]{32}$/.test(outcome.jobId), `The job id '${outcome.jobId}' is not 32 hexadecimal digits: ${sql}`)
  for (const { name, type } of outcome.schema.columns)
    expectThat(type.root !== 'NULL' || type.nullable, `Column '${name}' of ${sql} is a NULL that is not nullable.`)
}
